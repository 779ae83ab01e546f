import ReferenceData
import Foundation
import Runs
import Testing

@Suite struct RunFolderTests {
    private static let files = [
        "datapackage.json", "figures", "figures/kernels.png", "report.html", "report.txt", "run.json", "tables",
        "tables/kernels.csv",
    ]

    /// Longer than a file name may be, so that writing fails when half of the files are there.
    private static let endless = String(repeating: "x", count: 300)

    private static func refusal(_ path: String, force: Bool = false) -> RunFolderError? {
        #expect(throws: RunFolderError.self) { try RunFolder(path: path, force: force) }
    }

    private static func write(_ path: String, force: Bool = false, _ run: RunContents = smallRun()) throws {
        try RunFolder(path: path, force: force).write(run, record: smallRecord())
    }

    private static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `a run is written whole, with the folders above it and nothing beside it`() throws {
        try withScratchFolder { scratch in
            try Self.write(scratch + "/a/b/out/")
            #expect(listing(scratch) == ["a", "a/b", "a/b/out"] + Self.files.map { "a/b/out/" + $0 })
            #expect(try Self.text(scratch + "/a/b/out/report.txt") == "two kernels\n")
            let csv = "kernel,class\n0,\"gabor, \"\"even\"\"\"\n1,\n"
            #expect(try Self.text(scratch + "/a/b/out/tables/kernels.csv") == csv)
        }
    }

    @Test func `only the record differs between two equal runs`() throws {
        try withScratchFolder { scratch in
            for name in ["one", "two"] { try Self.write("\(scratch)/\(name)") }
            for file in Self.files where file.contains(".") && file != "run.json" {
                let bytes = try ["one", "two"].map {
                    try Data(contentsOf: URL(fileURLWithPath: "\(scratch)/\($0)/\(file)"))
                }
                #expect(bytes[0] == bytes[1], "\(file)")
            }
        }
    }

    @Test func `an empty folder will do`() throws {
        try withScratchFolder { scratch in
            try FileManager.default.createDirectory(atPath: scratch + "/out", withIntermediateDirectories: false)
            try Self.write(scratch + "/out")
            #expect(listing(scratch + "/out") == Self.files)
        }
    }

    @Test func `an earlier run is refused, and replaced whole when forced`() throws {
        try withScratchFolder { scratch in
            let out = scratch + "/out"
            try Self.write(out, smallRun(report: "old\n", figure: "old.png"))
            let error = Self.refusal(out)
            #expect(
                error?.description == "\(out): the folder is not empty; choose another out, or force to replace it")
            #expect(error?.exitCode == 73)
            #expect(try Self.text(out + "/report.txt") == "old\n")
            try Self.write(out, force: true)
            #expect(listing(scratch) == ["out"] + Self.files.map { "out/" + $0 })
        }
    }

    @Test func `a folder that the tool did not write is never replaced`() throws {
        try withScratchFolder { scratch in
            let out = scratch + "/out"
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: false)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: out + "/notes.txt"))
            let error = Self.refusal(out, force: true)
            #expect(
                error?.description
                    == "\(out): the folder holds 'notes.txt', which striate did not write, so force leaves it; choose another out"
            )
            #expect(error?.exitCode == 73)
            #expect(listing(scratch) == ["out", "out/notes.txt"])
        }
    }

    @Test func `a note laid beside a run's tables is not lost to a forced run`() throws {
        try withScratchFolder { scratch in
            let out = scratch + "/out"
            try Self.write(out)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: out + "/tables/notes.txt"))
            #expect(Self.refusal(out, force: true) == .foreign(path: out, file: "tables/notes.txt"))
            #expect(try Self.text(out + "/tables/notes.txt") == "mine")
        }
    }

    @Test func `of two runs of one name the first stays, and the second says so`() throws {
        try withScratchFolder { scratch in
            let folders = try (0..<2).map { _ in try RunFolder(path: scratch + "/out", force: false) }
            let drafts = try folders.map { try RunDraft($0) }
            try drafts[0].finish(report: "first\n", title: "", record: smallRecord())
            let error = #expect(throws: RunFolderError.self) {
                try drafts[1].finish(report: "second\n", title: "", record: smallRecord())
            }
            #expect(error == .occupied(path: scratch + "/out") && error?.exitCode == 73)
            #expect(try Self.text(scratch + "/out/report.txt") == "first\n")
        }
    }

    @Test(arguments: [false, true])
    func `force replaces the run that was there at first, and not one that came meanwhile`(wasThere: Bool) throws {
        try withScratchFolder { scratch in
            let out = scratch + "/out"
            if wasThere { try Self.write(out, smallRun(report: "old\n")) }
            let folders = try (0..<2).map { _ in try RunFolder(path: out, force: true) }
            try folders[0].write(smallRun(report: "first\n"), record: smallRecord())
            let error = #expect(throws: RunFolderError.self) {
                try folders[1].write(smallRun(report: "second\n"), record: smallRecord())
            }
            #expect(
                error?.description
                    == "\(out): another run took this place meanwhile; choose another out, or run again")
            #expect(error?.exitCode == 73)
            #expect(try Self.text(out + "/report.txt") == "first\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == ["out"])
        }
    }

    @Test func `a folder has a name`() {
        #expect(Self.refusal("")?.description == "out: the name is empty; give the path of a folder")
    }

    @Test(arguments: [false, true])
    func `a file is no folder, forced or not`(force: Bool) throws {
        try withScratchFolder { scratch in
            try Data([1]).write(to: URL(fileURLWithPath: scratch + "/file"))
            let error = Self.refusal(scratch + "/file", force: force)
            #expect(error?.description == "\(scratch)/file: this is a file; out names a folder")
            #expect(error?.exitCode == 73)
        }
    }

    @Test func `a write that fails half-way leaves nothing behind`() throws {
        try withScratchFolder { scratch in
            let error = #expect(throws: RunFolderError.self) {
                try Self.write(scratch + "/out", smallRun(figure: Self.endless))
            }
            #expect(error?.description.hasPrefix("\(scratch)/out: cannot be written (") == true)
            #expect(error?.description.hasSuffix("); choose another out") == true)
            #expect(error?.exitCode == 74)
            #expect(listing(scratch) == [])
        }
    }

    @Test func `a forced write that fails leaves the earlier run as it was`() throws {
        try withScratchFolder { scratch in
            try Self.write(scratch + "/out", smallRun(report: "old\n"))
            let before = listing(scratch)
            #expect(throws: RunFolderError.self) {
                try Self.write(scratch + "/out", force: true, smallRun(figure: Self.endless))
            }
            #expect(listing(scratch) == before)
            #expect(try Self.text(scratch + "/out/report.txt") == "old\n")
        }
    }

    @Test(arguments: [false, true])
    func `what came to the place during the work is not overwritten`(force: Bool) throws {
        try withScratchFolder { scratch in
            let folder = try RunFolder(path: scratch + "/out", force: force)
            try FileManager.default.createDirectory(atPath: scratch + "/out", withIntermediateDirectories: false)
            try Data([1]).write(to: URL(fileURLWithPath: scratch + "/out/mine"))
            #expect(throws: RunFolderError.self) { try folder.write(smallRun(), record: smallRecord()) }
            #expect(listing(scratch) == ["out", "out/mine"])
        }
    }
}
