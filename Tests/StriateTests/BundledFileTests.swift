import Foundation
import Testing

/// The files of `data/` are found from any folder.
@Suite struct BundledFileTests {
    /// Every example of help, and every line of the README that is one.
    private static func examples() throws -> [String] {
        let readme = try String(contentsOf: Striate.root.appending(path: "README.md"), encoding: .utf8)
        let lines = readme.split(separator: "\n").filter { $0.hasPrefix("striate ") }.map(String.init)
        return try CommandHelp.all().flatMap(\.help.examples) + lines
    }

    @Test func `examples name no file that is not there`() throws {
        let examples = try Self.examples()
        #expect(examples.count > 50)
        for example in examples {
            let words = example.prefix { $0 != "#" }.split(separator: " ").map(String.init)
            for (place, word) in words.enumerated()
            where place > 0 && !["--out", "--checkpoint", "--shard"].contains(words[place - 1]) {
                guard word.contains("/") || word.contains(/\.(onnx|npy|pth|jpg|png|txt|csv|gz)$/),
                    !word.hasPrefix("out/")
                else { continue }
                #expect(FileManager.default.fileExists(atPath: Striate.root.appending(path: word).path), "\(example)")
            }
        }
    }

    /// Runs a program elsewhere than in the repository.
    private func errors(of program: URL, _ arguments: [String], in folder: String) throws -> (
        status: Int32, text: String
    ) {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test func `bundled files are found from any folder, of a checkout or of an installed program`() throws {
        try withPlace { place in
            let files = FileManager.default
            try files.createDirectory(atPath: place + "/bin", withIntermediateDirectories: true)
            let command = ["rf", "data/networks/lenet-5.csv", "--quiet"]
            let checkout = try errors(of: Striate.executable, command, in: place)
            #expect(checkout.status == 0, "\(checkout.text)")
            // Installed: beside its folder, and nowhere else.
            let installed = URL(filePath: place + "/bin/striate")
            try files.copyItem(at: Striate.executable, to: installed)
            #expect(try errors(of: installed, command, in: place).status == 66)
            try files.createDirectory(atPath: place + "/share/striate/data/networks", withIntermediateDirectories: true)
            try files.copyItem(
                at: Striate.root.appending(path: "data/networks/lenet-5.csv"),
                to: URL(filePath: place + "/share/striate/data/networks/lenet-5.csv"))
            #expect(try errors(of: installed, command, in: "/").status == 0)
            // What is to be written is not written there.
            try files.createDirectory(atPath: place + "/data", withIntermediateDirectories: true)
            let out = try errors(
                of: installed, command + ["--out", "data/networks", "--force"], in: place)
            #expect(out.status == 0, "\(out.text)")
            #expect(files.fileExists(atPath: place + "/data/networks/run.json"))
        }
    }
}
