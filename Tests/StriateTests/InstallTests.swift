import Foundation
import Testing

/// What `striate install` puts below a folder, and takes away again.
@Suite("An installation")
struct InstallTests {
    private static func files(below folder: URL) -> Set<String> {
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return Set(
            paths.filter { path in
                (try? FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")[.type])
                    as? FileAttributeType
                    == .typeRegular
            })
    }

    @Test("has the program, its data, a manual page for each command and completions, and goes without a trace")
    func installAndRemove() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("install-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("bin"), withIntermediateDirectories: true)
        try Data("theirs".utf8).write(to: folder.appendingPathComponent("bin/other"))

        let installed = try Striate(["install", "--prefix", folder.path])
        #expect(installed.status == 0 && installed.output.contains("installed in \(folder.path)"))
        let files = Self.files(below: folder)
        for path in [
            "bin/striate", "share/striate/data/alexnet/alexnet-features.onnx",
            "share/bash-completion/completions/striate", "share/zsh/site-functions/_striate",
            "share/fish/vendor_completions.d/striate.fish",
        ] { #expect(files.contains(path), "\(path)") }
        for (words, _) in try CommandHelp.all() where !words.contains("help") && words != ["install"] {
            let name = (["striate"] + words).joined(separator: "-")
            #expect(files.contains("share/man/man1/\(name).1"), "\(name)")
        }
        #expect(FileManager.default.isExecutableFile(atPath: "\(folder.path)/bin/striate"))
        let again = try Striate(["install", "--prefix", folder.path])
        #expect(again.status == 0 && Self.files(below: folder) == files)

        let removed = try Striate(["install", "--prefix", folder.path, "--remove"])
        #expect(removed.status == 0)
        #expect(Self.files(below: folder) == ["bin/other"])
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/share/striate"))
    }

    @Test("that is not there, or whose list was not written by the program, is left alone, in one line")
    func refused() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("install-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let absent = try Striate(["install", "--prefix", folder.path, "--remove"])
        #expect(absent.status == 66 && absent.errors.contains("nothing is installed"))
        let list = folder.appendingPathComponent("share/striate/installed.txt")
        try FileManager.default.createDirectory(
            at: list.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("share/../../precious\n".utf8).write(to: list)
        let foreign = try Striate(["install", "--prefix", folder.path, "--remove"])
        #expect(foreign.status == 65 && foreign.errors.contains("outside"))
    }

    @Test(
        "has manual pages that man reads without a warning",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/groff"), "no groff"))
    func manual() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("install-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try Striate(["install", "--prefix", folder.path])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/groff")
        process.arguments = ["-K", "utf8", "-man", "-Tutf8", "-ww", "\(folder.path)/share/man/man1/striate-compare.1"]
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
        #expect(text.contains("A convolution by name") && text.contains("data/alexnet/alexnet-features.onnx"))
    }
}
