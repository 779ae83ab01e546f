import Foundation
import Testing

/// `striate learn sparse` from photographs to kernels, small.
@Suite struct LearnSparseTests {
    private static let few = [
        "learn", "sparse", "data/photos/camera.png", "--size", "6", "--count", "9", "--steps", "12", "--batch", "60",
        "--nulls", "19", "--quiet",
    ]

    @Test(arguments: [["--goal", "sparse"], ["--goal", "ica", "--rate", "0.1"]])
    func `the report leads with the answer, and the kernels are ones that compare follows`(goal: [String]) throws {
        try withPlace { place in
            let run = try Striate(Self.few + goal + ["--out", place])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains(" kernels learnt from 1 photograph are Gabor-like"))
            for line in run.output.split(separator: "\n") where !line.contains(place) {
                #expect(line.count <= 80, "\(line)")
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: place + "/snapshots").sorted()
            #expect(files == ["00", "01", "02", "03", "06", "12"].map { "step-\($0).npy" })
            #expect(
                FileManager.default.contentsEqual(
                    atPath: place + "/kernels.npy", andPath: place + "/snapshots/step-12.npy"))
            // What is said of the kernels at each snapshot is what `compare --series` says.
            let table = try String(contentsOfFile: place + "/tables/snapshots.csv", encoding: .utf8)
            let series =
                ["compare"] + files.map { "\(place)/snapshots/\($0)" } + [
                    "--series", "--nulls", "19", "--whitening", "olshausen",
                ]
            let compared = records(try Striate(series + ["--table", "snapshots", "--quiet"]).output)
            #expect(compared.map { $0.dropFirst(2) } == records(table).map { $0.dropFirst(2) })
            #expect(compared.dropFirst().map { $0[1] } == ["00", "01", "02", "03", "06", "12"])
            let training = records(try String(contentsOfFile: place + "/tables/training.csv", encoding: .utf8))
            #expect(training.dropFirst().map { $0[0] } == ["0", "1", "2", "3", "6", "12"])
            for column in [1, 3] { #expect(training.dropFirst().allSatisfy { $0[column].isEmpty }) }
        }
    }

    @Test func `the seed decides, the number of workers does not`() throws {
        let table = ["--table", "training"]
        let one = try Striate(Self.few + table + ["--jobs", "1"]).output
        #expect(one.hasPrefix("step,"))
        #expect(try Striate(Self.few + table + ["--jobs", "3"]).output == one)
        #expect(try Striate(Self.few + table + ["--seed", "1"]).output != one)
    }

    @Test func `a run that was killed goes on to the same bytes`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let (kept, whole, resumed) = (place + "/kept", place + "/whole", place + "/resumed")
            let command = Self.few + ["--steps", "200"]
            #expect(try Striate(command + ["--out", whole]).status == 0)
            try Striate.run(
                command + ["--checkpoint", kept, "--out", resumed],
                until: { FileManager.default.fileExists(atPath: kept) })
            #expect(!FileManager.default.fileExists(atPath: resumed), "it was stopped on its way")
            #expect(try Striate(command + ["--checkpoint", kept, "--out", resumed]).status == 0)
            for file in ["kernels.npy", "tables/training.csv", "snapshots/step-050.npy"] {
                #expect(
                    FileManager.default.contentsEqual(atPath: "\(whole)/\(file)", andPath: "\(resumed)/\(file)"),
                    "\(file)")
            }
            let other = try Striate(command + ["--checkpoint", kept, "--penalty", "2"])
            #expect(
                "\(other.status) \(other.errors)"
                    == "65 striate: \(kept): was made with --penalty 1.0, not 2.0; give the same, or another --checkpoint\n"
            )
        }
    }

    @Test(arguments: [
        (["--size", "3"], "64 striate: --size: 3 is not possible; from 4 to 32"),
        (["--count", "0"], "64 striate: --count: 0 is not possible; from 1 to 2048"),
        (["--steps", "0"], "64 striate: --steps: 0 is not possible; from 1 to 1000000"),
        (["--batch", "0"], "64 striate: --batch: 0 is not possible; from 1 to 10000"),
        (["--penalty", "nan"], "64 striate: --penalty: nan is not possible; above 0, at most 1000"),
        (["--rate", "0"], "64 striate: --rate: 0.0 is not possible; above 0, at most 100"),
        (["--nulls", "3"], "64 striate: --nulls: 3 is not possible; from 19 (for p = 0.05) to 9999"),
        (
            ["--goal", "ica", "--count", "37"],
            "64 striate: --count: patches vary in 36 directions, too few for 37 independent kernels; at most 36"
        ),
        (
            ["--goal", "ica", "--rate", "100", "--steps", "400"],
            "64 striate: the weights run away at step"
        ),
        (
            ["--checkpoint", "data/alexnet/alexnet-features.onnx"],
            "65 striate: data/alexnet/alexnet-features.onnx: the beginning, that of ONNX, is malformed; "
                + "a safetensors file is expected"
        ),
    ])
    func `what cannot be is refused in one line`(options: [String], expected: String) throws {
        let run = try Striate(Self.few + options)
        let line = "\(run.status) \(run.errors)"
        #expect(run.output.isEmpty && line.hasPrefix(expected) && line.count { $0 == "\n" } == 1, "\(line)")
    }
}
