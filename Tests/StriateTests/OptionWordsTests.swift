import Foundation
import Testing

/// Only the command knows what its options are called. What writes its pages (Reports, and Lessons, whose pages are the
/// lecture's) may show a reader what to type; below them, whoever meets a quantity has it named by a `text(naming:)`.
@Suite struct OptionWordsTests {
    private static let pages: Set = ["striate", "Reports", "Lessons", "benchmarks", "fuzz"]

    @Test func `no library below the pages speaks of options`() throws {
        let sources = Striate.root.appending(path: "Sources")
        let rooms = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter {
            !Self.pages.contains($0)
        }
        #expect(rooms.count > 20)
        for room in rooms {
            let files = FileManager.default.enumerator(atPath: sources.appending(path: room).path)
            for case let file as String in try #require(files) where file.hasSuffix(".swift") {
                // The options of others' programs, with which files are converted.
                if file == "OtherFrameworks.swift" { continue }
                let text = try String(contentsOf: sources.appending(path: "\(room)/\(file)"), encoding: .utf8)
                for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                    #expect(line.firstMatch(of: /(^|[^-\w])--[a-z]/) == nil, "\(room)/\(file): \(line)")
                }
            }
        }
    }
}
