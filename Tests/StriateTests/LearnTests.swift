import Foundation
import Testing

/// `striate learn lenet` from digits to a network's file.
@Suite struct LearnTests {
    /// A course of a second or two.
    private static let short = [
        "learn", "lenet", "--count", "120", "--held", "60", "--epochs", "2", "--batch", "10", "--network",
        "lenet-1989",
    ]

    @Test func `what is learnt is written as a network that other commands read`() throws {
        try withPlace { place in
            let run = try Striate(Self.short + ["--out", place, "--quiet"])
            #expect(run.status == 0 && run.errors.isEmpty)
            #expect(run.output.hasPrefix("LeNet of 1989 reads "))
            for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
            let table = records(try String(contentsOfFile: "\(place)/tables/training.csv", encoding: .utf8))
            #expect(table[0].prefix(4) == ["step", "epoch", "loss", "accuracy_frac"])
            #expect(table.dropFirst().map { $0[0] } == ["0", "2", "3", "6", "12", "24"])
            #expect(table[1][2].isEmpty && (Double(table[6][2]) ?? 9) < (Double(table[2][2]) ?? 0))
            let network = "\(place)/network.onnx"
            let rows = records(try Striate(["rf", network, "--table", "receptive_fields"]).output)
            #expect(rows.contains { $0[1] == "H1" && $0[2] == "Conv" })
            let kernels = records(try Striate(["kernels", network, "--table", "kernels"]).output)
            #expect(kernels.count == 13 && kernels[1][1] == "H1")
            let guesses = try Striate(["classify", network, "data/digits/mnist_5k.csv.gz", "--every", "500", "--quiet"])
            #expect(guesses.status == 0 && guesses.output.contains("of 10 pictures"))
            let first = try Data(contentsOf: URL(filePath: "\(place)/snapshots/step-00.onnx"))
            let last = try Data(contentsOf: URL(filePath: "\(place)/snapshots/step-24.onnx"))
            #expect(try last == Data(contentsOf: URL(filePath: network)) && first != last)
        }
    }

    @Test func `the number of workers changes no byte, the seed does`() throws {
        let table = Self.short + ["--table", "training", "--quiet"]
        let one = try Striate(table + ["--jobs", "1"]).output
        #expect(try one == Striate(table + ["--jobs", "3"]).output)
        #expect(try one != Striate(table + ["--seed", "1"]).output)
    }

    @Test func `who is killed goes on as if nothing had been`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let checkpoint = "\(place)/kept.safetensors"
            let whole = try Striate(Self.short + ["--out", "\(place)/whole", "--quiet"])
            #expect(whole.status == 0)
            let process = Process()
            process.executableURL = Striate.executable
            process.arguments = Self.short + ["--checkpoint", checkpoint, "--quiet"]
            process.currentDirectoryURL = Striate.root
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            while process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) { usleep(500) }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal)
            let resumed = try Striate(
                Self.short + ["--checkpoint", checkpoint, "--out", "\(place)/resumed", "--quiet"])
            #expect(resumed.status == 0 && resumed.errors.isEmpty)
            for file in ["network.onnx", "snapshots/step-02.onnx", "tables/training.csv"] {
                let bytes = try ["whole", "resumed"].map {
                    try Data(contentsOf: URL(filePath: "\(place)/\($0)/\(file)"))
                }
                #expect(bytes[0] == bytes[1], "\(file)")
            }
        }
    }

    @Test func `a file that is no checkpoint of this course is refused in one line`() throws {
        func errors(_ arguments: [String]) throws -> String {
            let run = try Striate(Self.short + arguments + ["--quiet"])
            #expect(run.output.isEmpty)
            return "\(run.status) \(run.errors)"
        }
        let network = "data/lenet/lenet-5.onnx"
        #expect(
            try errors(["--checkpoint", network]).hasPrefix("65 striate: \(network): the beginning, that of ONNX,"))
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let kept = "\(place)/kept.safetensors"
            let made = Self.short.map { $0 == "120" ? "20" : $0 } + ["--held", "5", "--epochs", "1"]
            #expect(try Striate(made + ["--checkpoint", kept, "--quiet"]).status == 0)
            #expect(
                try errors(["--checkpoint", kept])
                    == "65 striate: \(kept): was made with --epochs 1, not 2; give the same, or another --checkpoint\n")
            let bytes = try Data(contentsOf: URL(filePath: kept))
            try bytes.prefix(bytes.count / 2).write(to: URL(filePath: kept))
            let cut = try errors(["--checkpoint", kept])
            #expect(cut.hasPrefix("65 striate: \(kept): ") && cut.split(separator: "\n").count == 1, "\(cut)")
        }
    }

    @Test(
        arguments: [
            (["--rate", "0"], "--rate: 0.0 is not possible; above 0"),
            (["--momentum", "1"], "--momentum: 1.0 is not possible; 0 to below 1"),
            (["--batch", "0"], "--batch: 0 is not possible; from 1 to 10000"),
            (["--epochs", "0"], "--epochs: 0 is not possible; from 1 to 1000"),
            (["--count", "0"], "--count: 0 is not possible; at least 1"),
            (["--held", "0"], "--held: 0 is not possible; at least 1"),
            (
                ["--held", "4990"],
                "--held, --count: 5000 digits are there; fewer, or another file with --digits"
            ),
        ])
    func `settings that cannot be are named`(arguments: [String], message: String) throws {
        let run = try Striate(Self.short + arguments)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("striate: \(message)"), "\(run.errors)")
    }
}
