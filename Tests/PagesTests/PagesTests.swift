import Foundation
import Testing

/// Every `console` block of every page is run, and must print what the page shows.
///
/// To rewrite the pages from what the commands print now: `STRIATE_WRITE_PAGES=1 swift test --filter PagesTests`.
@Suite struct PagesTests {
    @Test(arguments: Page.all)
    func `a page shows what its commands print`(page: Page) throws {
        let folder = try page.workshop()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try page.run(in: folder)
        if ProcessInfo.processInfo.environment["STRIATE_WRITE_PAGES"] != nil {
            try run.text.write(to: page.file, atomically: true, encoding: .utf8)
            for (made, shown) in page.pictures {
                let target = page.file.deletingLastPathComponent().appendingPathComponent(shown)
                try? FileManager.default.removeItem(at: target)
                try FileManager.default.copyItem(at: folder.appendingPathComponent(made), to: target)
            }
        }
        #expect(!run.commands.isEmpty, "a page without a command shows nothing that was run")
        for (command, shown, printed) in run.commands { #expect(shown == printed, "\(page): $ \(command)") }
        for (made, shown) in page.pictures {
            // Width and height stand in bytes 16 to 23 of a PNG.
            let new = try Data(contentsOf: folder.appendingPathComponent(made))
            let old = try Data(contentsOf: page.file.deletingLastPathComponent().appendingPathComponent(shown))
            #expect(
                new.subdata(in: 16..<24) == old.subdata(in: 16..<24), "\(shown) is not the picture that is made now")
        }
    }
}

/// A Markdown page with commands in it.
struct Page: CustomTestStringConvertible, Sendable {
    let file: URL

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static var all: [Page] {
        let folder = root.appendingPathComponent("notebooks-md")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().map { Page(file: folder.appendingPathComponent($0)) }
    }

    var testDescription: String { file.lastPathComponent }

    /// Pictures named `<!-- made by: out/figures/a.png -->` on the line before `![…](pictures/a.png)`.
    var pictures: [(made: String, shown: String)] {
        let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(
            separator: "\n", omittingEmptySubsequences: false)
        return zip(lines, lines.dropFirst()).compactMap { line, next in
            guard line.hasPrefix("<!-- made by: "), let open = next.lastIndex(of: "("),
                let close = next.lastIndex(of: ")")
            else { return nil }
            return (String(line.dropFirst(14).dropLast(4)), String(next[next.index(after: open)..<close]))
        }
    }

    /// An empty folder with the project's data in it.
    func workshop() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("data"), withDestinationURL: Page.root.appendingPathComponent("data"))
        return folder
    }

    /// The page with each command's output as it is now, and each command with what was shown and what it printed.
    func run(in folder: URL) throws -> (text: String, commands: [(String, String, String)]) {
        var lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)[...]
        var text: [String] = []
        var commands: [(String, String, String)] = []
        while let line = lines.popFirst() {
            text.append(String(line))
            guard line == "```console" else { continue }
            while let command = lines.popFirst(), command != "```" {
                guard command.hasPrefix("$ ") else { continue }
                let end = lines.firstIndex { $0.hasPrefix("$ ") || $0 == "```" } ?? lines.endIndex
                let shown = lines[..<end].joined(separator: "\n")
                lines = lines[end...]
                let printed = try output(of: String(command.dropFirst(2)), in: folder)
                text.append(String(command))
                if !printed.isEmpty { text.append(printed) }
                commands.append((String(command), shown, printed))
            }
            text.append("```")
        }
        return (text.joined(separator: "\n"), commands)
    }

    private func output(of command: String, in folder: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = Page.products.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var text = String(decoding: data, as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    /// Where the built `striate` is: beside the test bundle.
    static var products: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    }
}
