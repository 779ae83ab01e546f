import Archives
import Foundation
import Kernels
import Testing

/// Weights that a network makes of several tensors are what the network makes of them.
@Suite struct ReparametrizationTests {
    /// A tensor of a file.
    private typealias Part = (name: String, shape: [Int], values: [Float])

    private static func checkpoint(_ parts: [Part]) -> [UInt8] {
        Torch.zip(
            Torch.ordered(parts.map { ($0.name, Torch.tensor($0.shape, key: $0.name)) }),
            parts.map { ($0.name, bytes($0.values)) })
    }

    private static func safetensorsFile(_ parts: [Part]) -> [UInt8] {
        var offset = 0
        let entries = parts.map { part in
            defer { offset += 4 * part.values.count }
            return
                "\"\(part.name)\":{\"dtype\":\"F32\",\"shape\":\(part.shape),\"data_offsets\":[\(offset),\(offset + 4 * part.values.count)]}"
        }
        return safetensors("{\(entries.joined(separator: ","))}", parts.flatMap { bytes($0.values) })
    }

    private func check(
        _ parts: [Part], name: String, values: [Float], note: String? = nil, caution: String? = nil,
        warnings: [String] = []
    ) throws {
        for content in [Self.checkpoint(parts), Self.safetensorsFile(parts)] {
            try withFile("m", content) { path in
                let file = try ModelFile(path: path)
                #expect(file.layers.map(\.name) == [name])
                let layer = file.layers[0]
                let found = try file.kernels(of: layer).kernels.flatMap(\.values)
                #expect(zip(found, values).allSatisfy { abs($0 - $1) <= 1e-6 } && found.count == values.count)
                #expect(file.notes(of: layer).first?.description == note && file.caution(on: layer) == caution)
                #expect(file.warnings == warnings)
                #expect(layer.bias == (parts.contains { $0.name == "c.bias" } ? "c.bias" : nil))
            }
        }
    }

    private static let norm = "weight normalisation: g·v/‖v‖"
    private static let spectral = "spectral normalisation: divided by the largest singular value uᵀWv"

    private static func made(_ names: String, _ words: String) -> String {
        "Its weights are made of \(names) as the network makes them (\(words))."
    }

    @Test(arguments: [
        ("c.weight_v", "c.weight_g"),
        ("c.parametrizations.weight.original1", "c.parametrizations.weight.original0"),
    ])
    func `a weight norm is multiplied out per output`(v: String, g: String) throws {
        // ‖(3, 0, 4)‖ = 5 and ‖(0, 0, −2)‖ = 2.
        try check(
            [
                ("c.bias", [2], [8, 9]), (g, [2, 1, 1, 1], [10, 1]), (v, [2, 3, 1, 1], [3, 0, 4, 0, 0, -2]),
            ],
            name: "c", values: [6, 0, 8, 0, 0, -1], note: Self.made("'\(v)', '\(g)'", Self.norm))
    }

    @Test func `lengths may be of another axis, or one for all`() throws {
        let v: Part = ("c.weight_v", [2, 2, 1, 1], [3, 1, 4, 0])
        let note = Self.made("'c.weight_v', 'c.weight_g'", Self.norm)
        try check([v, ("c.weight_g", [1, 2, 1, 1], [5, 2])], name: "c", values: [3, 2, 4, 0], note: note)
        let length = Float(26).squareRoot()
        try check([v, ("c.weight_g", [], [length])], name: "c", values: [3, 1, 4, 0], note: note)
    }

    @Test(arguments: [
        ("c.weight_orig", "c.weight_u", "c.weight_v"),
        (
            "c.parametrizations.weight.original", "c.parametrizations.weight.0._u",
            "c.parametrizations.weight.0._v"
        ),
    ])
    func `a spectral norm divides by the largest singular value`(whole: String, u: String, v: String) throws {
        let note = Self.made("'\(whole)', '\(u)', '\(v)'", Self.spectral)
        // (0.6, 0.8) · ((1, 2, 3), (4, 5, 6)) · (0, 1, 0) = 0.6 · 2 + 0.8 · 5 = 5.2.
        try check(
            [(whole, [2, 3, 1, 1], [1, 2, 3, 4, 5, 6]), (u, [2], [0.6, 0.8]), (v, [3], [0, 1, 0])],
            name: "c", values: (1...6).map { Float($0) / 5.2 }, note: note)
        // The left vector along the second axis, as of a transposed convolution: ((1, 4), (2, 5), (3, 6)).
        // (0, 1, 0) · that · (0.6, 0.8) = 5.2 too.
        try check(
            [(whole, [2, 3, 1, 1], [1, 2, 3, 4, 5, 6]), (u, [3], [0, 1, 0]), (v, [2], [0.6, 0.8])],
            name: "c", values: (1...6).map { Float($0) / 5.2 }, note: note)
    }

    @Test func `a mask puts weights to zero`() throws {
        try check(
            [("c.weight_mask", [1, 3, 1, 1], [1, 0, 1]), ("c.weight_orig", [1, 3, 1, 1], [7, 8, 9])], name: "c",
            values: [7, 0, 9], note: Self.made("'c.weight_orig', 'c.weight_mask'", "a mask"))
    }

    @Test(arguments: [
        ("c.weight_v", Self.norm, [] as [String]), ("c.weight_orig", Self.spectral, []),
        ("c.weight_orig", Self.spectral, ["c.weight_u"]),
        ("c.parametrizations.weight.original", Self.spectral, ["c.parametrizations.weight.0.base"]),
    ])
    func `a weight that lacks a part is shown as it is, which the report and a warning say`(
        whole: String, words: String, others: [String]
    ) throws {
        try check(
            [(whole, [1, 3, 1, 1], [1, 2, 3])] + others.map { ($0, [1], [1]) }, name: "c", values: [1, 2, 3],
            caution:
                "Its weights are NOT those that the network uses: '\(whole)' is shown as it is, without what the network "
                + "makes of it (\(words), of which the file lacks a fitting part).",
            warnings: ["the network makes its weights from '\(whole)', of which the file lacks a part"])
    }

    @Test func `a length that does not fit is none`() throws {
        let parts: [Part] = [("c.weight_v", [1, 3, 1, 1], [1, 2, 3]), ("c.weight_g", [2], [1, 1])]
        try withFile("m", Self.checkpoint(parts)) { path in
            let file = try ModelFile(path: path)
            #expect(file.caution(on: file.layers[0])?.hasPrefix("Its weights are NOT those") == true)
        }
    }

    @Test func `a weight that was left beside what it is made of is not taken`() throws {
        try check(
            [
                ("c.weight", [1, 3, 1, 1], [0, 0, 7]), ("c.weight_g", [1, 1, 1, 1], [5]),
                ("c.weight_v", [1, 3, 1, 1], [3, 0, 4]),
            ],
            name: "c", values: [3, 0, 4], note: Self.made("'c.weight_v', 'c.weight_g'", Self.norm))
    }

    @Test func `a module without a name is one`() throws {
        try check(
            [("weight_g", [1, 1, 1, 1], [10]), ("weight_v", [1, 3, 1, 1], [3, 0, 4])], name: "weight",
            values: [6, 0, 8], note: Self.made("'weight_v', 'weight_g'", Self.norm))
    }

    // Storage 1 holds g, storage 2 v; each kernel has the length that g says.
    @Test(.needs("cases"), arguments: ["wn_new.pth", "wn_old_trained.pth"])
    func `PyTorch's own checkpoints are multiplied out`(name: String) throws {
        let file = try ModelFile(path: #require(beside("cases/\(name)")))
        #expect(file.layers.map(\.name) == ["0"] && file.warnings.isEmpty)
        let lengths = try file.kernels(of: file.layers[0]).kernels.map(\.norm)
        #expect(lengths.count == 8 && zip(lengths, Self.lengths[name] ?? []).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// g, as the files store it, read with NumPy.
    private static let lengths: [String: [Double]] = [
        "wn_new.pth": [0.0538087, 0.3174553, 0.5042933, 0.7515042, 1.0343524, 1.3911932, 1.4255952, 1.7589788],
        "wn_old_trained.pth": [0.0538758, 0.2992627, 0.5131451, 0.8077155, 1.0122736, 1.1728250, 1.4461349, 1.7646623],
    ]
}
