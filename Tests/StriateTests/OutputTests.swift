import Foundation
import Testing

/// What becomes of a run whose words find no place.
@Suite struct OutputTests {
    private static let full = "no space left on device"
    private static let closed = "bad file descriptor"
    private static let quick = MapTests.quick.joined(separator: " ")

    @Test(arguments: [
        ("teach size > /dev/full", full), ("bank > /dev/full", full), ("bank >&-", closed),
        ("doctor > /dev/full", full),
        ("bank --table bank_values > /dev/full", full), ("bank --table list > /dev/full", full),
        ("--help > /dev/full", full), ("bank --help >&-", closed), ("--version >&-", closed),
        ("teach softmax --quiz < /dev/null > /dev/full", full), ("map data/photos/gravel.png \(quick) >&-", closed),
        ("map data/photos/gravel.png \(quick) --table channels > /dev/full", full),
    ])
    func `results that cannot be written end in one line and 74`(command: String, reason: String) throws {
        let run = try Striate.shell("$striate \(command)")
        #expect(
            "\(run.status) \(run.errors)"
                == "74 striate: standard output cannot be written (\(reason)); make room, or send it to another place\n"
        )
    }

    @Test func `a file that reaches its limit of size ends in one line and 74`() throws {
        try withPlace { place in
            let run = try Striate.shell("ulimit -f 8; $striate bank --table bank_values > \(place)")
            #expect(
                run.status == 74 && run.errors.hasPrefix("striate: standard output cannot be written (file too large)"))
        }
    }

    @Test func `a folder that does not fit ends in one line and 74, and nothing of it stays`() throws {
        try withPlace { place in
            for command in ["bank", "map data/photos/gravel.png \(Self.quick) --npy", "teach size"] {
                let run = try Striate.shell("ulimit -f 2; $striate \(command) --quiet --out \(place)/out")
                #expect(
                    "\(run.status) \(run.errors)"
                        == "74 striate: \(place)/out: cannot be written (file too large); choose another --out\n")
                #expect(run.output.isEmpty)
                #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
            }
        }
    }

    @Test func `the folder stays where only the report finds no place`() throws {
        try withPlace { place in
            let run = try Striate.shell("$striate teach size --out \(place) > /dev/full")
            #expect(run.status == 74 && FileManager.default.fileExists(atPath: place + "/report.txt"))
        }
    }

    @Test(arguments: ["> /dev/full", ">&-"])
    func `where messages find no place the exit status tells`(redirection: String) throws {
        let refused = try Striate.shell("$striate compare missing.onnx 2\(redirection)")
        #expect(refused.status == 66 && refused.output.isEmpty && refused.errors.isEmpty)
        // A warning that nobody heard: the report is there, and the status says that not all was told.
        let warned = try Striate.shell("$striate map data/photos \(Self.quick) 2\(redirection)")
        #expect(warned.status == 74 && !warned.output.isEmpty)
        let quiet = try Striate.shell("$striate teach size 2\(redirection)")
        #expect(quiet.status == 0 && !quiet.output.isEmpty)
    }

    @Test(arguments: ["", "trap '' PIPE; "])
    func `a reader that leaves is no failure to speak of`(before: String) throws {
        let run = try Striate.shell("\(before)$striate bank --table bank_values | head -n 1; echo ${PIPESTATUS[0]}")
        #expect(run.output == "filter,channel,row,column,value\n141\n" && run.errors.isEmpty)
    }

    @Test func `a closed stream is not taken by a file of the run`() throws {
        try withPlace { place in
            let run = try Striate.shell(
                "$striate map data/photos/gravel.png \(Self.quick) --npy --out \(place) >&- 2>&- <&-")
            #expect(run.status == 74 && run.errors.isEmpty)
            let report = try String(contentsOfFile: place + "/report.txt", encoding: .utf8)
            let plain = try Striate(
                ["map", "data/photos/gravel.png", "--npy", "--out", place, "--force"] + MapTests.quick)
            #expect(plain.output == report)
        }
    }

    private static func hasDraft(_ folder: String) -> Bool {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains { $0.contains(".striate-") }
    }

    /// Long enough to be interrupted.
    private static let long = ["map", "data/photos", "--npy", "--quiet"] + MapTests.quick

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func `a signal to end leaves nothing behind`(signal: Int32) throws {
        try withPlace { place in
            let ended = try Striate.run(
                Self.long + ["--out", place + "/out"], until: { Self.hasDraft(place) }, signal: signal)
            #expect(ended == signal)
            #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
        }
    }

    @Test func `what a killed run left is swept by the next, and not what a living one writes`() throws {
        try withPlace { place in
            let ended = try Striate.run(
                Self.long + ["--out", place + "/out"], until: { Self.hasDraft(place) }, signal: SIGKILL)
            #expect(ended == SIGKILL)
            func drafts() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: place).filter { $0.contains(".striate-") }
            }
            let left = try drafts()
            #expect(left.count == 1)
            // Begun while another is under way.
            let other = Process()
            other.executableURL = Striate.executable
            other.arguments = Self.long + ["--out", place + "/other"]
            other.currentDirectoryURL = Striate.root
            other.standardOutput = FileHandle.nullDevice
            try other.run()
            while try other.isRunning && !drafts().contains(where: { $0.hasPrefix(".other") }) { usleep(5_000) }
            #expect(try Striate(["teach", "size", "--out", place + "/small"]).status == 0)
            #expect(try !drafts().contains(left[0]))
            other.waitUntilExit()
            #expect(other.terminationStatus == 0)
            #expect(try Set(FileManager.default.contentsOfDirectory(atPath: place)) == ["other", "small"])
        }
    }

    @Test func `of two runs with one folder one says that it came late`() throws {
        try withPlace { place in
            let both = try Striate.shell(
                "for i in 1 2 3 4; do $striate teach size --out \(place)/out > /dev/null & done; n=0; "
                    + "for job in $(jobs -p); do wait $job && n=$((n + 1)); done; echo $n")
            #expect(both.output == "1\n")
            #expect(both.errors.split(separator: "\n").allSatisfy { $0.contains("the folder is not empty") })
        }
    }
}
