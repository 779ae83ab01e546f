import Foundation
import Testing

/// Arrays in the place of pictures, from file to stdout: one network of Keras in its files, one array.
@Suite struct ArrayTests {
    private static let array = "data/graphs/input.npy"
    private static let keras = "data/graphs/residual.keras"

    /// The floats of a file `.npy` of version 1.
    private static func values(_ path: String) throws -> [Float] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
        return stride(from: start, to: bytes.count, by: 4).map { place in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) })
        }
    }

    @Test func `an array goes in as it is, and every layer gives what it gave to whoever made the file`() throws {
        try withPlace { place in
            var outputs: [[Float]] = []
            for ending in ["keras", "h5", "tflite"] {
                let out = "\(place)-\(ending)"
                let run = try Striate([
                    "show", "data/graphs/residual.\(ending)", Self.array, "--npy", "--out", out, "--quiet",
                ])
                #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
                #expect(run.output.contains("preprocessing none: arrays as they are"))
                #expect(run.output.contains("arrays are in"))
                #expect(try Self.values(out + "/arrays/input.npy") == Self.values(Striate.root.path + "/" + Self.array))
                let names = try FileManager.default.contentsOfDirectory(atPath: out + "/arrays").sorted()
                outputs.append(try Self.values("\(out)/arrays/\(try #require(names.last { $0 != "input.npy" }))"))
                try FileManager.default.removeItem(atPath: out)
            }
            #expect(outputs[0].count == 4 * 5 * 12 && outputs[0] == outputs[1])
            #expect(outputs[2].count == outputs[0].count)
            for (a, b) in zip(outputs[0], outputs[2]) { #expect(abs(a - b) < 1e-5) }
        }
    }

    @Test func `a quantised network says how it is run`() throws {
        let run = try Striate(["show", "data/graphs/residual-int8.tflite", Self.array, "--quiet"])
        let text = run.output.replacing("\n", with: " ")
        #expect(
            text.contains(
                "It is quantised: integers are run as the numbers that they stand for (dequantised arithmetic), rounded where the network rounds; integer arithmetic may differ by a step."
            ))
        let floats = try Striate(["show", "data/graphs/residual.tflite", Self.array, "--quiet"])
        #expect(floats.status == 0 && !floats.output.contains("quantised"))
    }

    @Test func `maps and effective fields take arrays too`() throws {
        let map = try Striate([
            "map", "--model", Self.keras, "--layer", "stem", Self.array, "--table", "channels", "--quiet",
        ])
        #expect(map.status == 0 && records(map.output).count == 9, "\(map.errors)")
        try withPlace { place in
            let run = try Striate([
                "rf", Self.keras, "--unit", "pool:3,4", "--effective", "--image", Self.array, "--out", place, "--quiet",
            ])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.replacing("\n", with: " ").contains("none: arrays as they are"))
        }
    }

    @Test func `an array of another shape is refused in one line, and so is preprocessing of arrays`() throws {
        for command in [["classify"], ["show"]] {
            let run = try Striate(command + ["data/lenet/lenet-5.onnx", Self.array, "--quiet"])
            #expect(run.status == 65 && run.output.isEmpty)
            #expect(
                run.errors
                    == "striate: \(Self.array): this is an array of 29 × 37 × 3; the network takes 1 × 28 × 28 (channel × row × column) or 28 × 28 (row × column), with or without a batch of 1 before them\n"
            )
        }
        let run = try Striate(["show", Self.keras, Self.array, "--preprocess", "none"])
        #expect(
            run.status == 64 && run.errors.hasPrefix("striate: --preprocess: arrays go in as they are; leave it out"))
        let without = try Striate(["show", Self.keras, Self.array, "--npy"])
        #expect(
            without.status == 64
                && without.errors.hasPrefix("striate: --npy: arrays are files; name a folder with --out"))
    }
}
