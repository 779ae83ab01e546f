import Foundation
import Testing

/// Commands whose items are dealt out: parts that are put together are the run that was never split.
@Suite struct SplitTests {
    private static let lenet = "data/lenet/lenet-5.onnx"

    /// All files but the record, and of the report and the page what does not name the folder.
    private static func contents(_ folder: String) throws -> [String: Data] {
        var files = try ActivationsTests.contents(folder)
        let page = try String(contentsOfFile: "\(folder)/report.html", encoding: .utf8)
        files["report.html"] = Data(page.replacing(folder, with: "").filter { !$0.isWhitespace }.utf8)
        return files
    }

    /// Runs a command whole and in three parts, and compares.
    private static func expectSame(_ command: [String], in folder: String) throws {
        let whole = try Striate(command + ["--quiet", "--out", "\(folder)/whole"])
        #expect(whole.status == 0, "\(whole.errors)")
        for index in 0..<3 {
            let part = try Striate(
                command + ["--quiet", "--jobs", "1", "--shard", "\(index)/3", "--out", "\(folder)/parts/\(index)"])
            #expect(part.status == 0, "\(part.errors)")
            #expect(part.output.hasPrefix("Part \(index)/3 of "))
        }
        let merged = try Striate(["merge", "\(folder)/parts", "--out", "\(folder)/merged", "--quiet"])
        #expect(merged.status == 0 && merged.errors.isEmpty, "\(merged.errors)")
        let (expected, found) = (try contents("\(folder)/whole"), try contents("\(folder)/merged"))
        #expect(found.keys.sorted() == expected.keys.sorted())
        for (name, data) in expected { #expect(found[name] == data, "\(command[0]): \(name)") }
        let missing = try Striate(["merge", "\(folder)/parts/0", "\(folder)/parts/2", "--out", "\(folder)/none"])
        #expect(missing.errors == "striate: part 1/3 is missing; give all parts of the run\n")
    }

    @Test func `maps of a bank`() throws {
        try ActivationsTests.withPictures(4, side: 32) { folder in
            try Self.expectSame(["map", "\(folder)/in", "--npy", "--wavelengths", "6", "--explain"], in: folder)
        }
    }

    @Test func `maps of a network's layer`() throws {
        try ActivationsTests.withPictures(4) { folder in
            try Self.expectSame(["map", "\(folder)/in", "--model", Self.lenet, "--layer", "C1"], in: folder)
        }
    }

    @Test func `saliency`() throws {
        try ActivationsTests.withPictures(4, side: 32) { folder in
            try Self.expectSame(["saliency", "\(folder)/in", "--field", "4"], in: folder)
        }
    }

    @Test func `tuning of a layer that is run`() throws {
        try withPlace { place in
            try Self.expectSame(["tune", Self.lenet, "--layer", "C1", "--layer", "C3", "--units", "0-1"], in: place)
        }
    }

    @Test func `tuning of filters`() throws {
        try withPlace { place in
            try Self.expectSame(
                ["tune", "--preset", "macaque-v1", "--count", "4", "--cells", "complex", "--normalize", "0.5"],
                in: place)
        }
    }

    @Test func `the V1 scores of layers`() throws {
        try withPlace { place in
            try Self.expectSame(["score", Self.lenet, "--layer", "C3", "--layer", "C1", "--degrees", "6"], in: place)
        }
    }

    @Test func `a survey`() throws {
        try withPlace { place in
            try Self.expectSame(
                [
                    "survey", "data/kernels/dlib_face_resnet_conv1.npy", "data/kernels/ORIGIN.md", Self.lenet,
                    "--layers",
                    "all", "--nulls", "19",
                ], in: place)
        }
    }

    @Test func `parts that read another picture are refused by name`() throws {
        try ActivationsTests.withPictures(2, side: 32) { folder in
            let command = ["saliency", "\(folder)/in", "--quiet"]
            #expect(try Striate(command + ["--shard", "0/2", "--out", "\(folder)/0"]).status == 0)
            #expect(try Striate(command + ["--wavelength", "6", "--shard", "1/2", "--out", "\(folder)/1"]).status == 0)
            let other = try Striate(["merge", "\(folder)/0", "\(folder)/1", "--out", "\(folder)/merged"])
            #expect(other.status == 65)
            #expect(
                other.errors
                    == "striate: \(folder)/1: is of another run than \(folder)/0: wavelength is '6' and not ''; give parts of one run\n"
            )
            #expect(
                try Striate(command + ["--force", "--shard", "1/2", "--out", "\(folder)/1"]).status == 0)
            try FileManager.default.removeItem(atPath: "\(folder)/in/1001.pgm")
            let gone = try Striate(["merge", "\(folder)/0", "\(folder)/1", "--out", "\(folder)/merged"])
            #expect(gone.status == 65 && gone.errors.contains("put the parts together where they were made"))
            #expect(gone.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `a killed part of a map goes on after its last picture`() throws {
        try ActivationsTests.withPictures(6, side: 64) { folder in
            let command = ["map", "\(folder)/in", "--jobs", "1", "--shard", "0/1"]
            #expect(try Striate(command + ["--quiet", "--out", "\(folder)/whole"]).status == 0)
            let journal = "\(folder)/.killed.striate-unfinished/work/items.jsonl"
            try Striate.run(
                command + ["--quiet", "--out", "\(folder)/killed"],
                until: { (FileManager.default.contents(atPath: journal)?.count { $0 == 10 } ?? 0) >= 2 })
            let last = try Striate(command + ["--out", "\(folder)/killed"])
            #expect(last.status == 0 && last.errors.contains("of 6 pictures that are done"), "\(last.errors)")
            #expect(try Self.contents("\(folder)/killed") == Self.contents("\(folder)/whole"))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "another user is needed, whom root can become"))
    func `a folder that may not be written to is one line`() throws {
        try ActivationsTests.withPictures(1, side: 32) { folder in
            let mount = try Striate.shell("mkdir '\(folder)/ro' && mount -t tmpfs -o ro none '\(folder)/ro'")
            guard mount.status == 0 else { return }
            defer { _ = try? Striate.shell("umount '\(folder)/ro'") }
            let run = try Striate(["map", "\(folder)/in", "--quiet", "--out", "\(folder)/ro/a", "--shard", "0/1"])
            #expect(run.status == 74)
            #expect(
                run.errors
                    == "striate: \(folder)/ro/a: cannot be written (read-only file system); choose another --out\n")
        }
    }
}
