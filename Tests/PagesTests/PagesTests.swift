import Archives
import Foundation
import Planes
import Testing

/// Every `console` block of every page is run, and must print what the page shows and end well. Where a page shows a command
/// that is refused, the line before its block says how it ends: `<!-- exits with 64 -->`.
///
/// To rewrite the pages from what the commands print now: `STRIATE_WRITE_PAGES=1 swift test --filter PagesTests`.
@Suite struct PagesTests {
    @Test(arguments: Page.all)
    func `a page shows what its commands print`(page: Page) throws {
        let folder = try page.workshop()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try page.run(in: folder)
        if Page.isRewritten {
            try run.text.write(to: page.file, atomically: true, encoding: .utf8)
            try page.keep(page.pictures, from: folder)
        }
        #expect(!run.commands.isEmpty, "a page without a command shows nothing that was run")
        for command in run.commands {
            #expect(command.shown == command.printed, "\(page): \(command.line)")
            #expect(command.status == command.expectedStatus, "\(page): \(command.line)")
        }
        for (made, shown) in page.pictures { try page.expect(made, in: folder, toBe: shown) }
    }

    @Test func `the pages are found`() throws {
        let folder = Page.root.appendingPathComponent("notebooks-md").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".md") }
        #expect(names.count >= 11 && names.count == Page.all.count)
    }

    @Test func `a picture of another curve is another picture, one of other smoothing is not`() throws {
        func line(_ draw: (Int, Int) -> Float) -> PagePicture {
            PagePicture(Plane(size: PixelSize(side: 64)) { draw($1, $0) })
        }
        // Two pixels wide, black on white: drawn sharp, drawn half a pixel lower with soft edges, drawn elsewhere.
        let sharp = line { _, y in (22..<24).contains(y) ? 0 : 1 }
        let soft = line { _, y in y == 23 ? 0 : y == 22 || y == 24 ? 0.5 : 1 }
        let elsewhere = line { x, y in (x < 8 ? 28..<30 : 22..<24).contains(y) ? 0 : 1 }
        #expect(sharp.difference(from: soft) < PagePicture.tolerance)
        #expect(sharp.difference(from: elsewhere) > PagePicture.tolerance)
    }

    @Test func `a command that fails is not overlooked`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("page.md")
        try """
        ```console
        $ false | cat
        $ true
        ```

        <!-- exits with 3 -->
        ```console
        $ echo 1; exit 3
        1
        ```
        """.write(to: file, atomically: true, encoding: .utf8)
        let run = try Page(file: file).run(in: folder)
        #expect(run.commands.map(\.status) == [1, 0, 3] && run.commands.map(\.expectedStatus) == [0, 0, 3])
        #expect(run.text == (try String(contentsOf: file, encoding: .utf8)))
    }
}

/// A picture of a page, as the mean luminance of each tile of 8 × 8 pixels.
///
/// Another version of cairo or gnuplot smooths edges otherwise and moves letters by parts of a pixel. In a tile's mean the
/// ink of a line stays what it is, whatever its edges, and what crosses into the next tile by half a pixel is 1/16 of it;
/// a line of two pixels that is drawn elsewhere changes it by a quarter.
struct PagePicture {
    let size: PixelSize
    private let tiles: [Double]

    /// Between 1/16 and 1/4.
    static let tolerance = 0.125

    /// Reads a PNG.
    init(_ file: URL) throws { self.init(try ImageFile(path: file.path).image().encoded.luminance) }

    /// Takes luminances from 0 to 1.
    init(_ plane: Plane) {
        size = plane.size
        let side = 8
        tiles = stride(from: 0, to: plane.size.height, by: side).flatMap { top in
            stride(from: 0, to: plane.size.width, by: side).map { left in
                var sum = 0.0
                for y in top..<min(top + side, plane.size.height) {
                    for x in left..<min(left + side, plane.size.width) { sum += Double(plane[y, x]) }
                }
                return sum / Double(side * side)
            }
        }
    }

    /// The largest difference of two tiles at one place; infinite for pictures of different sizes.
    func difference(from other: PagePicture) -> Double {
        size == other.size ? zip(tiles, other.tiles).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
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

    /// Pictures of commands, named `<!-- made by: out/figures/a.png -->` on the line before `![…](pictures/a.png)`.
    var pictures: [(made: String, shown: String)] { pictures(marked: "made by") }

    /// Pictures with a comment of this kind before them.
    func pictures(marked mark: String) -> [(made: String, shown: String)] {
        let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(
            separator: "\n", omittingEmptySubsequences: false)
        return zip(lines, lines.dropFirst()).compactMap { line, next in
            guard line.hasPrefix("<!-- \(mark): "), let open = next.lastIndex(of: "("),
                let close = next.lastIndex(of: ")")
            else { return nil }
            return (String(line.dropFirst(mark.count + 7).dropLast(4)), String(next[next.index(after: open)..<close]))
        }
    }

    /// Whether pages and their pictures are to be written anew.
    static var isRewritten: Bool { ProcessInfo.processInfo.environment["STRIATE_WRITE_PAGES"] != nil }

    /// Takes pictures over from a folder.
    func keep(_ pictures: [(made: String, shown: String)], from folder: URL) throws {
        for (made, shown) in pictures {
            let target = file.deletingLastPathComponent().appendingPathComponent(shown)
            try? FileManager.default.removeItem(at: target)
            try FileManager.default.copyItem(at: folder.appendingPathComponent(made), to: target)
        }
    }

    /// Fails where a picture is another than the page shows.
    func expect(_ made: String, in folder: URL, toBe shown: String) throws {
        let new = try PagePicture(folder.appendingPathComponent(made))
        let old = try PagePicture(file.deletingLastPathComponent().appendingPathComponent(shown))
        #expect(new.size == old.size, "\(shown) is not the picture that is made now")
        #expect(new.difference(from: old) < PagePicture.tolerance, "\(shown) is not the picture that is made now")
    }

    /// The cells of a notebook in one language, one after the other.
    func cells(in language: String) throws -> String {
        var (cells, isInside): ([Substring], Bool) = ([], false)
        for line in try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            if line.hasPrefix("```") {
                isInside = line == "```\(language)"
            } else if isInside {
                cells.append(line)
            }
        }
        return cells.joined(separator: "\n") + "\n"
    }

    /// An empty folder with the project's data in it.
    func workshop() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("data"), withDestinationURL: Page.root.appendingPathComponent("data"))
        return folder
    }

    /// A command, what the page shows and what it prints, how it is to end and how it ends.
    struct Command {
        let line, shown, printed: String
        let expectedStatus, status: Int32
    }

    /// The page with each command's output as it is now, and its commands.
    func run(in folder: URL) throws -> (text: String, commands: [Command]) {
        var lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)[...]
        var text: [String] = []
        var commands: [Command] = []
        while let line = lines.popFirst() {
            let marker = text.last?.wholeMatch(of: /<!-- exits with (\d+) -->/).flatMap { Int32($0.output.1) }
            text.append(String(line))
            guard line == "```console" else { continue }
            while let command = lines.popFirst(), command != "```" {
                guard command.hasPrefix("$ ") else { continue }
                let end = lines.firstIndex { $0.hasPrefix("$ ") || $0 == "```" } ?? lines.endIndex
                let shown = lines[..<end].joined(separator: "\n")
                lines = lines[end...]
                let (printed, status) = try result(of: String(command.dropFirst(2)), in: folder)
                text.append(String(command))
                if !printed.isEmpty { text.append(printed) }
                commands.append(
                    Command(
                        line: String(command), shown: shown, printed: printed, expectedStatus: marker ?? 0,
                        status: status))
            }
            text.append("```")
        }
        return (text.joined(separator: "\n"), commands)
    }

    /// What a command prints, and its exit status; of a pipe the last that failed, unless only its reader had enough.
    func result(of command: String, in folder: URL) throws -> (printed: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "set -o pipefail; \(command)"]
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
        // 128 and SIGPIPE: `head` closed the pipe.
        return (text, process.terminationStatus == 128 + SIGPIPE ? 0 : process.terminationStatus)
    }

    /// Where the built `striate` is: beside the test bundle.
    static var products: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    }
}
