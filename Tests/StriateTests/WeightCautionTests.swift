import Foundation
import Testing

/// Weights that are no weights, or not those that the network uses, are named before any number about them.
@Suite struct WeightCautionTests {
    private func withFile(_ name: String, _ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            try Data(bytes).write(to: URL(fileURLWithPath: "\(place)/\(name)"))
            try body("\(place)/\(name)")
        }
    }

    /// Tensors of 32-bit floats as a safetensors file.
    private static func file(_ tensors: [(name: String, shape: [Int], values: [Float])]) -> [UInt8] {
        var offset = 0
        let entries = tensors.map { tensor in
            defer { offset += 4 * tensor.values.count }
            return
                "\"\(tensor.name)\":{\"dtype\":\"F32\",\"shape\":\(tensor.shape),\"data_offsets\":[\(offset),\(offset + 4 * tensor.values.count)]}"
        }
        let header = Array("{\(entries.joined(separator: ","))}".utf8)
        let bytes = { (value: UInt64, count: Int) in (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        return bytes(UInt64(header.count), 8) + header
            + tensors.flatMap { $0.values.flatMap { bytes(UInt64($0.bitPattern), 4) } }
    }

    /// Uniform within ±1/√75, as PyTorch draws for 3 × 5 × 5 weights.
    private static let untouched: [Float] = {
        var generator = Weyl()
        return (0..<32 * 75).map { _ in Float.random(in: -1...1, using: &generator) / Float(75).squareRoot() }
    }()

    /// SplitMix64.
    private struct Weyl: RandomNumberGenerator {
        var state: UInt64 = 3
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let commands = [
        ["kernels"], ["compare", "--nulls", "19", "--count", "2", "--jobs", "2"], ["tune"],
    ]

    /// The report's first paragraphs, without the breaks of lines, to behind the caution.
    private func head(_ command: [String], _ path: String, before caution: String) throws -> String {
        let run = try Striate([command[0], path] + command.dropFirst() + ["--quiet"])
        #expect(run.status == 0, "\(run.errors)")
        let text = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let place = try #require(text.range(of: caution), "\(command[0]) does not say: \(caution)")
        return String(text[..<place.lowerBound])
    }

    @Test(arguments: commands) func `untouched noise is named first`(command: [String]) throws {
        try withFile("new.safetensors", Self.file([("c.weight", [32, 3, 5, 5], Self.untouched)])) { path in
            let head = try head(
                command, path,
                before:
                    "The weights look untouched: independent draws, uniform within ±0.1155 (PyTorch's default), without "
                    + "correlation of neighbours or channels. What follows describes initial noise, not what was learned."
            )
            // What file and layer, and why that one.
            #expect(head.count < 200 && !head.contains("%"), "\(head)")
        }
    }

    @Test(arguments: commands) func `one constant is named first`(command: [String]) throws {
        let constant = [Float](repeating: 0.25, count: 150)
        try withFile("bare.safetensors", Self.file([("c.weight", [2, 3, 5, 5], constant)])) { path in
            let head = try head(
                command, path,
                before:
                    "Every weight of this layer is 0.25, one constant, as in a graph that was saved without its weights: "
                    + "what follows is about no kernels.")
            #expect(head.count < 200 && !head.contains("%"), "\(head)")
        }
    }

    @Test(arguments: commands) func `weights without what a norm makes of them are named first`(command: [String])
        throws
    {
        let ramp = (0..<150).map { Float($0) - 70 }
        try withFile("half.safetensors", Self.file([("c.weight_v", [2, 3, 5, 5], ramp)])) { path in
            let head = try head(
                command, path,
                before:
                    "Its weights are NOT those that the network uses: 'c.weight_v' is shown as it is, without what the "
                    + "network makes of it (weight normalisation: g·v/‖v‖, of which the file lacks a fitting part).")
            #expect(head.count < 200 && !head.contains("%"), "\(head)")
        }
    }

    @Test func `of weights that were shaped nothing is said`() throws {
        let ramp = (0..<150).map { Float($0) - 70 }
        try withFile("a.safetensors", Self.file([("c.weight", [2, 3, 5, 5], ramp)])) { path in
            let lines = try Striate(["kernels", path]).output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[1].isEmpty)
        }
    }

    @Test(arguments: [[4, 3, 1, 1], [4, 1, 1, 9], [4, 1, 9, 1], [2, 1, 1, 2]])
    func `kernels one pixel wide are read and listed`(shape: [Int]) throws {
        let values = (0..<shape.reduce(1, *)).map { Float($0) - 5 }
        try withFile("thin.safetensors", Self.file([("c.weight", shape, values)])) { path in
            let report = try Striate(["kernels", path])
            #expect(report.status == 0 && report.errors.isEmpty)
            #expect(report.output.contains("\(shape[1]) × \(shape[2]) × \(shape[3])"))
            let table = try Striate(["kernels", path, "--table", "kernel_values"]).output
            #expect(records(table).dropFirst().compactMap { Float($0.last ?? "") } == values)
            let kernels = records(try Striate(["kernels", path, "--table", "kernels"]).output)
            #expect(kernels.count == shape[0] + 1)
            #expect(Array(kernels[1][2...4]) == ["\(shape[2])", "\(shape[3])", "\(shape[1])"])
        }
    }

    @Test(arguments: [[4, 3, 1, 1], [4, 1, 1, 9], [4, 1, 9, 1]])
    func `kernels one pixel wide are drawn`(shape: [Int]) throws {
        let values = (0..<shape.reduce(1, *)).map { Float($0) - 5 }
        try withFile("thin.safetensors", Self.file([("c.weight", shape, values)])) { path in
            let run = try Striate(["kernels", path, "--out", path + "-out"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(FileManager.default.fileExists(atPath: path + "-out/figures/kernels.png"))
        }
    }
}
