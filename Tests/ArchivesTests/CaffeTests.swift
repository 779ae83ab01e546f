import Archives
import Kernels
import Networks
import Testing

@Suite struct CaffeTests {
    private static let ramp = (0..<24).map(Float.init)

    private static func blob(_ shape: [Int], _ values: [Float]) -> [UInt8] {
        Proto.bytes(7, Proto.bytes(1, shape.flatMap { Proto.varint(UInt64($0)) })) + Proto.bytes(5, bytes(values))
    }

    private static func older(_ shape: [Int], _ values: [Float]) -> [UInt8] {
        zip(1..., shape).flatMap { Proto.number(UInt64($0), $1) } + Proto.bytes(5, bytes(values))
    }

    private static func layer(_ name: String, _ type: String, _ blobs: [[UInt8]], group: Int = 1) -> [UInt8] {
        Proto.bytes(
            100,
            Proto.text(1, name) + Proto.text(2, type) + blobs.flatMap { Proto.bytes(7, $0) }
                + Proto.bytes(106, Proto.number(5, group)))
    }

    private static func v1(_ name: String, _ type: Int, _ blobs: [[UInt8]]) -> [UInt8] {
        Proto.bytes(2, Proto.text(4, name) + Proto.number(5, type) + blobs.flatMap { Proto.bytes(6, $0) })
    }

    private static let name = Proto.text(1, "net")

    /// A network of an older and two newer convolutions.
    static let net =
        name + v1("old", 4, [older([2, 3, 2, 2], ramp), older([1, 1, 1, 2], [5, 6])])
        + layer("relu", "ReLU", [])
        + layer("new", "Convolution", [blob([4, 1, 2, 3], ramp)], group: 2)
        + layer("up", "Deconvolution", [blob([2, 3, 2, 2], ramp)])

    @Test func `layers of both kinds are read in the network's order`() throws {
        try withFile("m", Self.net) { path in
            let file = try ModelFile(path: path)
            #expect(file.format == .caffe && file.hasGraph && file.layers.map(\.name) == ["old", "new", "up"])
            #expect(file.layers.map(\.op.name) == ["Conv", "Conv", "ConvTranspose"])
            #expect(file.layers.map(\.group) == [1, 2, 1] && file.layers.map(\.colors) == [.bgr, .bgr, .bgr])
            #expect(try file.bias(of: file.layers[0]) == [5, 6] && file.bias(of: file.layers[1]) == nil)
            // It is said that this is assumed, and said once, of the file and of a layer that takes colours.
            let reading =
                "That channels are blue, green, red is assumed, as is the format's custom: the file does not say. "
                + "They are turned round. Another order of channels decides otherwise."
            #expect(file.notes.map(\.description) == [reading])
            #expect(file.notes(of: file.layers[0]).map(\.description) == [reading])
            #expect(!file.notes(of: file.layers[1]).map(\.description).contains(reading))
            #expect(try ModelFile(path: path, colors: .rgb).notes.isEmpty)
            // Stored blue, green, red; given red, green, blue.
            #expect(try file.kernels(of: file.layers[0]).kernels[0].values == [8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3])
            #expect(try file.kernels(of: file.layers[1]).kernels[3].values == [18, 19, 20, 21, 22, 23])
            #expect(try file.kernels(of: file.layers[2]).kernels[1].values == [4, 5, 6, 7, 16, 17, 18, 19])
        }
    }

    @Test func `doubles, and numbers one by one, are read`() throws {
        let double = Proto.bytes(8, (0..<4).flatMap { bytes(Double($0).bitPattern) })
        let single = (0..<4).flatMap { Proto.varint(5 << 3 | 5) + bytes(Float($0).bitPattern) }
        for data in [double, single] {
            let shape = Proto.bytes(7, [2, 1, 1, 2].flatMap { Proto.number(1, $0) })
            let net = Self.layer("c", "Convolution", [shape + data])
            try withFile("m", Self.name + net) { path in
                let file = try ModelFile(path: path)
                #expect(try file.kernels(of: file.layers[0]).kernels.map(\.values) == [[0, 1], [2, 3]])
            }
        }
    }

    @Test func `what does not fit is refused`() throws {
        #expect(
            try refusal("m", Self.name + Self.layer("c", "Convolution", [Self.blob([2, 3, 2, 2], [1, 2])]))
                == "m: array 'c[0]' is malformed; its shape 2 × 3 × 2 × 2 has as many elements as it holds, 2")
        let huge = Self.blob([1 << 40, 1 << 40, 1, 1], [1])
        #expect(
            try refusal("m", Self.name + Self.layer("c", "Convolution", [huge]))
                == "m: array 'c[0]' is malformed; its shape 1099511627776 × 1099511627776 × 1 × 1 "
                + "has as many elements as it holds, 1")
        #expect(
            try refusal(
                "m", Self.name + Self.layer("c", "Convolution", [Self.blob([2, 3, 2, 2], Self.ramp)], group: 3))
                == "m: the weight 'c[0]' of shape 2 × 3 × 2 × 2 is malformed; "
                + "four positive sizes that 3 groups can part are expected")
        #expect(
            try refusal("m", Self.name + Self.layer("c", "Convolution", []))
                == "m: layer 'c' takes its weights from 'c[0]', which the file does not store; "
                + "name a layer with stored weights")
        let nan = Self.blob([1, 1, 1, 2], [1, .nan])
        #expect(
            try refusal("m", Self.name + Self.layer("c", "Convolution", [nan]))
                == "m: 'c[0]' is nan at kernel 0, channel 0, row 0, column 1; weights are finite 32-bit numbers")
        let cut = Self.name + Self.layer("c", "Convolution", [Self.blob([2, 3, 2, 2], Self.ramp)])
        #expect(try refusal("m", Array(cut.dropLast(9))).contains("truncated"))
    }

    @Test func `a description without layers is refused by what it lacks`() throws {
        #expect(
            try refusal("m", Array("name: \"LeNet\"\ninput: \"data\"\n".utf8))
                == "m: the description is malformed; a network has layers, `layer { … }`")
        #expect(
            try refusal("m", Array("layer { name: \"c\" type: \"ReLU\"".utf8))
                == "m: line 1 is malformed; a '}' is expected before the end")
        #expect(
            try refusal("m", Array("name: \"n\"\nlayer { name \"c\" }".utf8))
                == "m: line 2 is malformed; a ':' or '{' is expected behind 'name'")
    }
}
