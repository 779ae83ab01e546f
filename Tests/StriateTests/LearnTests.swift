import Foundation
import Testing

/// `striate learn lenet` from digits to a network, on few digits.
@Suite struct LearnTests {
    private static let few = [
        "learn", "lenet", "--count", "96", "--held", "40", "--validation", "20", "--splits", "1", "--epochs", "2",
        "--nulls", "19",
        "--quiet",
    ]

    @Test func `the report leads with the answer, the table has a row for each snapshot`() throws {
        let run = try Striate(Self.few)
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.hasPrefix("LeNet-5 reads "))
        #expect(
            run.output.contains("\nLeNet-5            61706 ") && run.output.contains("\nFully connected   105214 "))
        for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        let rows = records(try Striate(Self.few + ["--table", "training"]).output)
        #expect(
            rows[0].joined(separator: ",")
                == "step,epoch,loss,accuracy_frac,orientation_selectivity,gabor_frac,null_gabor_frac")
        #expect(rows.dropFirst().map { $0[0] } == ["0", "1", "2", "3", "6", "12"])
        #expect(try Striate(Self.few + ["--network", "dense", "--table", "list"]).output == "training\nsplits\n")
        #expect(rows[1][2].isEmpty && rows[2...].allSatisfy { (Double($0[2]) ?? 0) > 0 })
        for column in 3...6 { #expect(rows.dropFirst().allSatisfy { (0...1).contains(Double($0[column]) ?? -1) }) }
    }

    @Test func `of several splits the mean and the deviation are told, and each has a row`() throws {
        let command = Self.few + ["--epochs", "1", "--splits", "2"]
        let report = try Striate(command).output
        #expect(report.contains(/^LeNet-5 reads [0-9.]+ ± [0-9.]+ % of digits that it never saw, after 1 pass/))
        #expect(report.contains("validation digits are looked at"))
        let rows = records(try Striate(command + ["--table", "splits"]).output)
        #expect(rows[0] == ["network", "split", "seed", "validation_frac", "test_frac", "moved_frac"])
        #expect(
            rows.dropFirst().map { "\($0[0]) \($0[1]) \($0[2])" } == [
                "Fully connected 0 0", "Fully connected 1 1", "LeNet-5 0 0", "LeNet-5 1 1",
            ])
        // The second split is what its seed alone makes of it.
        let alone = records(
            try Striate(Self.few + ["--epochs", "1", "--seed", "1", "--table", "splits"]).output)
        #expect(alone[1].dropFirst(2) == rows[2].dropFirst(2))
    }

    @Test func `the network is one that the other commands read`() throws {
        try withPlace { place in
            let run = try Striate(Self.few + ["--network", "lenet-1989", "--activation", "tanh", "--out", place])
            #expect(run.status == 0, "\(run.errors)")
            let files = try FileManager.default.contentsOfDirectory(atPath: place + "/snapshots").sorted()
            #expect(files == ["00", "01", "02", "03", "06", "12"].map { "step-\($0).onnx" })
            let (network, last) = (place + "/network.onnx", place + "/snapshots/step-12.onnx")
            #expect(FileManager.default.contentsEqual(atPath: network, andPath: last))
            // What is said of the kernels at each snapshot is what `compare --series` says.
            let table = try String(contentsOfFile: place + "/tables/snapshots.csv", encoding: .utf8)
            let ends = [files[0], files[5]].map { "\(place)/snapshots/\($0)" }
            let series = ["compare"] + ends + ["--series", "--nulls", "19"]
            let compared = records(try Striate(series + ["--table", "snapshots", "--quiet"]).output)
            let rows = records(table)
            #expect(compared.map { $0.dropFirst(2) } == [rows[0], rows[1], rows[6]].map { $0.dropFirst(2) })
            let kernels = records(try Striate(["kernels", network, "--table", "kernels", "--quiet"]).output)
            #expect(kernels.count == 13 && kernels[1][1] == "H1")
            let predictions = try Striate(
                [
                    "classify", network, "data/digits/mnist_5k.csv.gz", "--every", "1000", "--table", "guesses",
                    "--quiet",
                ])
            #expect(predictions.status == 0 && records(predictions.output).count == 1 + 5 * 3)
            #expect(try Striate(["rf", network, "--quiet"]).output.contains("12 × 7 × 7"))
        }
    }

    @Test func `the seed decides, the number of workers does not`() throws {
        let table = ["--epochs", "1", "--table", "training"]
        let one = try Striate(Self.few + table + ["--jobs", "1"]).output
        #expect(try Striate(Self.few + table + ["--jobs", "3"]).output == one)
        let dense = Self.few + table + ["--network", "dense"]
        #expect(try Striate(dense).output != Striate(dense + ["--seed", "1"]).output)
    }

    /// Without convolutions, which have tests of their own where they learn.
    @Test func `a run that was killed goes on to the same bytes`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let (kept, whole, resumed) = (place + "/kept", place + "/whole", place + "/resumed")
            let command = [
                "learn", "lenet", "--count", "160", "--held", "20", "--validation", "10", "--splits", "1", "--epochs",
                "6", "--nulls", "19", "--quiet",
            ]
            #expect(try Striate(command + ["--out", whole]).status == 0)
            try Striate.run(
                command + ["--checkpoint", kept, "--out", resumed],
                until: { FileManager.default.fileExists(atPath: kept) })
            #expect(!FileManager.default.fileExists(atPath: resumed), "it was stopped on its way")
            #expect(try Striate(command + ["--checkpoint", kept, "--out", resumed]).status == 0)
            for file in ["network.onnx", "tables/training.csv", "snapshots/step-10.onnx"] {
                #expect(
                    FileManager.default.contentsEqual(atPath: "\(whole)/\(file)", andPath: "\(resumed)/\(file)"),
                    "\(file)")
            }
            let other = try Striate(command + ["--checkpoint", kept, "--seed", "7"])
            #expect(
                "\(other.status) \(other.errors)"
                    == "65 striate: \(kept): was made with --seed 0, not 7; give the same, or another --checkpoint\n")
            // Cut short, as no checkpoint that we write ever is.
            let bytes = try Data(contentsOf: URL(filePath: kept))
            try bytes.prefix(bytes.count / 2).write(to: URL(filePath: kept))
            let short = try Striate(command + ["--checkpoint", kept])
            #expect(short.status == 65 && short.errors.hasPrefix("striate: \(kept): truncated: tensor '"))
            #expect(short.errors.count { $0 == "\n" } == 1)
        }
    }

    @Test(arguments: [
        (
            ["--held", "5000"],
            "64 striate: --held, --validation, --count: 5000 digits are there; fewer, or another file with --digits"
        ),
        (["--rate", "0"], "64 striate: --rate: 0.0 is not possible; above 0"),
        (["--momentum", "1"], "64 striate: --momentum: 1.0 is not possible; 0 to below 1"),
        (["--batch", "0"], "64 striate: --batch: 0 is not possible; from 1 to 10000"),
        (["--epochs", "0"], "64 striate: --epochs: 0 is not possible; from 1 to 1000"),
        (["--count", "0"], "64 striate: --count: 0 is not possible; at least 1"),
        (["--nulls", "3"], "64 striate: --nulls: 3 is not possible; from 19 (for p = 0.05) to 9999"),
        (["--held", "0"], "64 striate: --held: 0 is not possible; at least 1"),
        (["--digits", "nowhere.csv"], "66 striate: nowhere.csv: no such file; give the path of one that is there"),
        (
            ["--checkpoint", "data/alexnet/alexnet-features.onnx", "--count", "9", "--held", "9", "--splits", "1"],
            "65 striate: data/alexnet/alexnet-features.onnx: the beginning, that of ONNX, is malformed; "
                + "a safetensors file is expected"
        ),
        (
            ["--checkpoint", "/nowhere/kept", "--count", "9", "--held", "9", "--splits", "1"],
            "74 striate: /nowhere/kept: cannot be written (no such file or directory); choose another place"
        ),
    ])
    func `what cannot be is refused in one line`(options: [String], expected: String) throws {
        let run = try Striate(["learn", "lenet", "--quiet"] + options)
        let line = "\(run.status) \(run.errors)".replacing("; try striate learn lenet --help", with: "")
        #expect(run.output.isEmpty && line == expected + "\n")
    }

    @Test func `digits are pictures of 28 × 28 with a digit behind them`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            func errors(_ rows: [String]) throws -> String {
                let file = place + "/digits.csv"
                try rows.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
                let run = try Striate([
                    "learn", "lenet", "--digits", file, "--held", "1", "--validation", "1", "--quiet",
                ])
                return "\(run.status) \(run.errors.replacing(place + "/", with: ""))"
            }
            #expect(
                try errors(["1,2,3,4,5", "1,2,3,4,5"])
                    == "65 striate: digits.csv: row 0 of 2 × 2 pixels is malformed; pictures of 28 × 28 are learnt\n")
            let row = [String](repeating: "0", count: 784).joined(separator: ",")
            #expect(
                try errors([row + ",x", row + ",x", row + ",x"]).hasSuffix(
                    " is malformed; a digit from 0 to 9 is expected\n"))
        }
    }
}
