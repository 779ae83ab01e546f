import Archives
import Foundation
import Kernels
import Planes
import Testing

@Suite struct LayerChoiceTests {
    /// Layers of zeros, one after the other, of the given names and shapes.
    private static func file(_ layers: [(name: String, shape: [Int])]) -> [UInt8] {
        var offset = 0
        let entries = layers.map { layer in
            let end = offset + layer.shape.reduce(1, *)
            defer { offset = end }
            return "\"\(layer.name)\":{\"dtype\":\"I8\",\"shape\":\(layer.shape),\"data_offsets\":[\(offset),\(end)]}"
        }
        return safetensors("{\(entries.joined(separator: ","))}", [UInt8](repeating: 0, count: offset))
    }

    private func choice(_ bytes: [UInt8], _ layer: String? = nil) throws -> LayerChoice {
        try withFile("m", bytes) { try ModelFile(path: $0).choice(of: layer) }
    }

    private static let three = file([
        ("deep.weight", [2, 8, 13, 13]), ("conv1.weight", [2, 3, 5, 5]), ("conv2.weight", [2, 3, 11, 11]),
        ("twin.weight", [2, 1, 11, 11]),
    ])

    @Test func `without a graph the largest kernel on image channels is first, the earliest of equals`() throws {
        let choice = try choice(Self.three)
        #expect(choice.layer.name == "conv2")
        #expect(
            choice.reason
                == "the one with the largest kernel, 11 × 11, of the 2 layers that take an image's three colours "
                + "(the file does not tell their order)")
    }

    @Test func `a sole candidate is called the only one`() throws {
        let pair = try choice(Self.file([("a", [1, 8, 3, 3]), ("b", [1, 4, 1, 1])]))
        #expect(pair.layer.name == "b")
        #expect(pair.reason == "the only layer that takes an image's channels (1 or 4)")
        #expect(try choice(Self.file([("a", [1, 8, 3, 3])])).reason == "the only set of kernels in the file")
    }

    /// A checkpoint of zeros, whose layers are in the order of their making.
    private func ordered(_ layers: [(name: String, shape: [Int])]) throws -> LayerChoice {
        let tensors = layers.map { ($0.name, Torch.tensor($0.shape, key: $0.name)) }
        return try choice(
            Torch.zip(
                Torch.ordered(tensors),
                layers.map { ($0.name, [UInt8](repeating: 0, count: 4 * $0.shape.reduce(1, *))) }))
    }

    @Test func `a layer of single pixels gives way to one in space, and the report says why`() throws {
        let mixer = try ordered([("mix.weight", [8, 3, 1, 1]), ("deep.weight", [8, 8, 3, 3])])
        #expect(mixer.layer.name == "deep")
        #expect(
            mixer.reason
                == "the first layer with larger kernels after 'mix', the only layer that takes an image's three colours, "
                + "which is 1 × 1 and only mixes channels")
        let beside = try ordered([("mix.weight", [8, 3, 1, 1]), ("conv.weight", [8, 3, 5, 5])])
        #expect(
            beside.reason == "the only layer that takes an image's three colours with kernels larger than 1 × 1")
        // Nothing says that the depthwise half, of one channel each, has groups.
        let halves = [("half.weight", [3, 1, 5, 5]), ("mix.weight", [8, 3, 1, 1]), ("c.weight", [8, 8, 3, 3])]
        for choice in [try ordered(halves), try choice(Self.file(halves))] {
            #expect(choice.layer.name == "half")
            #expect(
                choice.reason
                    == "the depthwise half before 'mix', the only layer that takes an image's three colours, which is "
                    + "1 × 1 and only mixes channels")
        }
        let graph = Proto.model(
            [Proto.node("Conv", "a", ["x", "u"], "h"), Proto.node("Conv", "b", ["h", "v"], "y")],
            [Proto.raw("u", [1, 3, 1, 1], [1, 2, 3]), Proto.raw("v", [1, 1, 1, 2], [1, 2])])
        let line = try choice(graph)
        #expect(line.layer.name == "b")
        #expect(
            line.reason
                == "the first layer with larger kernels after 'a', the first convolution in the graph, which is 1 × 1 "
                + "and only mixes channels")
    }

    @Test func `a layer of single pixels is taken where there is no other, or it is asked for`() throws {
        #expect(try choice(Self.file([("mix", [8, 3, 1, 1])])).layer.name == "mix")
        #expect(try ordered([("mix.weight", [8, 3, 1, 1]), ("b.weight", [4, 8, 1, 1])]).layer.name == "mix")
        let pair = Self.file([("half.weight", [3, 1, 5, 5]), ("mix.weight", [8, 3, 1, 1])])
        #expect(try choice(pair, "mix").layer.name == "mix")
    }

    @Test func `without a graph twelve channels are named, and shown as they are`() throws {
        let stem = try ordered([("focus.weight", [8, 12, 3, 3]), ("b.weight", [8, 8, 3, 3])])
        #expect(stem.layer.name == "focus" && stem.layer.inputs == 12)
        #expect(
            stem.reason
                == "the one whose 12 channels may be three colours in blocks of 2 × 2 pixels (space to depth), which are "
                + "shown as they are, as the file does not tell their order")
    }

    @Test(
        .needs("cases"),
        arguments: [
            ("sepfirst.keras", "separable_conv2d/depthwise", 3), ("dwfirst.keras", "depthwise_conv2d", 3),
        ])
    func `of Keras' separable layers the spatial half is first`(file: String, name: String, groups: Int) throws {
        let layer = try ModelFile(path: #require(beside("cases/\(file)"))).choice(of: nil).layer
        #expect(layer.name == name && layer.group == groups && layer.kernelSize.count == 25)
    }

    @Test(arguments: [
        ("conv1", "conv1", "asked for by its name"), ("conv1.weight", "conv1", "asked for by its name"),
        ("0", "deep", "asked for by its index, 0"), ("conv*", "conv1", "the first of the 2 layers that fit 'conv*'"),
        ("*v*2", "conv2", "the only layer that fits '*v*2'"),
    ])
    func `a layer is taken by name, pattern or index`(selector: String, name: String, reason: String) throws {
        let choice = try choice(Self.three, selector)
        #expect(choice.layer.name == name && choice.reason == reason)
    }

    @Test(arguments: [
        ("cnv1", "no layer 'cnv1'; did you mean 'conv1'?"), ("twim", "no layer 'twim'; did you mean 'twin'?"),
        ("conv3", "no layer 'conv3'; did you mean 'conv1'?"),
        ("something", "no layer 'something'; striate kernels m lists them"),
        ("x*", "no layer 'x*'; striate kernels m lists them"), ("4", "no layer of index 4; they are 0 to 3"),
        ("99999999999999999999", "no layer of index 99999999999999999999; they are 0 to 3"),
    ])
    func `an unknown layer is refused with the nearest name`(selector: String, message: String) throws {
        #expect(try refusal("m", Self.three, layer: selector) == "m: \(message)")
    }

    @Test func `a file without a first layer says what it has`() throws {
        #expect(
            try refusal("m", Self.file([("a.weight", [1, 8, 3, 3]), ("b", [1, 2, 1, 1])]))
                == "m: no layer takes image channels (1, 3 or 4), so none is the first; "
                + "name one of 'a (1 of 8 × 3 × 3)', 'b (1 of 2 × 1 × 1)'")
        #expect(
            try refusal("m", Self.file([("fc", [4, 4])]))
                == "m: no two-dimensional convolution; none of its tensors has four dimensions, they are 'fc (4 × 4)'")
        #expect(
            try refusal("m", Self.file([("void", [0, 1, 1, 1])]))
                == "m: no two-dimensional convolution; its tensors of four dimensions are 'void (0 × 1 × 1 × 1)'")
        let tensors = (0..<8).map { Proto.raw("t\($0)", [1, 1, 1, 1], [1]) }
        #expect(
            try refusal("m", Proto.model([], tensors))
                == "m: no two-dimensional convolution; its tensors of four dimensions are "
                + (0..<6).map { "'t\($0) (1 × 1 × 1 × 1)'" }.joined(separator: ", ") + " and 2 more")
        #expect(
            try refusal("m", Self.file([("a", [1, 1, 1, 1])]), layer: "1")
                == "m: no layer of index 1; the only one is 0")
    }

    @Test func `a layer of another file is refused`() throws {
        let stranger = try choice(Self.three).layer
        try withFile("m", Self.file([("a", [1, 1, 1, 1])])) { path in
            let file = try ModelFile(path: path)
            #expect(throws: ArchiveError.noSuchLayer(file: path, name: "conv2", suggestion: nil)) {
                try file.kernels(of: stranger)
            }
        }
    }
}
