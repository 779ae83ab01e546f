import Foundation
import Testing

@Suite struct ReadmeTests {
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// Lines without the space around them, and without empty ones.
    private static func lines(_ text: some StringProtocol) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    @Test func `the README's example is the one that compiles here`() throws {
        let readme = try String(
            contentsOf: Self.here.appendingPathComponent("../../README.md"), encoding: .utf8)
        let blocks = readme.components(separatedBy: "```swift\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
        let shown = Self.lines(try #require(blocks.first { $0.hasPrefix("import ") }))
        let source = try String(contentsOf: Self.here.appendingPathComponent("ReadmeExample.swift"), encoding: .utf8)
        // The example is the body of a function, whose own lines the README does not show.
        let compiled = Self.lines(source).filter { !$0.hasPrefix("///") && !$0.hasPrefix("func ") }.dropLast()
        #expect(shown == Array(compiled))
    }
}
