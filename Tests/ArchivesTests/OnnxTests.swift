import Archives
import Foundation
import Kernels
import Networks
import Planes
import Testing

@Suite struct OnnxTests {
    /// 2 outputs, 1 input, 2 × 2: the weights 0 … 7.
    private static let ramp = (0..<8).map(Float.init)
    private static let weight = Proto.raw("c.weight", [2, 1, 2, 2], ramp)
    private static let conv = Proto.node("Conv", "c", ["x", "c.weight"], "y")

    private func kernels(_ bytes: [UInt8]) throws -> [[Float]] {
        try withFile("m.onnx", bytes) { path in
            let file = try ModelFile(path: path)
            return try file.kernels(of: file.choice(of: nil).layer).kernels.map(\.values)
        }
    }

    @Test func `a layer's names, sizes and weights are those of the graph`() throws {
        let bias = Proto.raw("b", [2], [0.5, -1])
        let node = Proto.node("Conv", "first", ["x", "c.weight", "b"], "y")
        try withFile("m.bin", Proto.model([node], [Self.weight, bias])) { path in
            let file = try ModelFile(path: path)
            let layer = try #require(file.layers.first)
            #expect(
                file.format == .onnx && file.format.displayName == "ONNX" && file.hasGraph && file.layers.count == 1)
            #expect(layer.name == "first" && layer.op == .conv && layer.weight == "c.weight" && layer.bias == "b")
            #expect(layer.shape == [2, 1, 2, 2] && layer.outputs == 2 && layer.inputs == 1 && layer.group == 1)
            #expect(layer.kernelSize == PixelSize(side: 2) && layer.parameters == 10 && !layer.transposed)
            let bank = try file.kernels(of: layer)
            #expect(bank.name == "first" && bank.kernels.map(\.values) == [[0, 1, 2, 3], [4, 5, 6, 7]])
            #expect(try file.bias(of: layer) == [0.5, -1])
        }
    }

    @Test func `a node without a name is called after its weight, and has no bias if it names none`() throws {
        try withFile("m", Proto.model([Proto.node("Conv", "", ["x", "c.weight", ""], "y")], [Self.weight])) { path in
            let file = try ModelFile(path: path)
            #expect(file.layers.map(\.name) == ["c"])
            #expect(try file.bias(of: file.layers[0]) == nil)
        }
    }

    /// Each way `TensorProto` has of holding 0 … 7; number of the type, then the fields.
    private static let encodings: [(type: Int, content: [UInt8])] = [
        (1, Proto.bytes(4, bytes(ramp))),
        (1, ramp.flatMap { Proto.varint(4 << 3 | 5) + bytes($0.bitPattern) }),
        (11, Proto.bytes(10, ramp.flatMap { bytes(Double($0).bitPattern) })),
        (11, ramp.flatMap { Proto.varint(10 << 3 | 1) + bytes(Double($0).bitPattern) }),
        (10, Proto.bytes(9, ramp.flatMap { bytes(Float16($0).bitPattern) })),
        (10, Proto.bytes(5, ramp.flatMap { Proto.varint(UInt64(Float16($0).bitPattern)) })),
        (16, Proto.bytes(9, ramp.flatMap { bytes(UInt16($0.bitPattern >> 16)) })),
        (7, Proto.bytes(7, (0..<8).flatMap { Proto.varint($0) })),
        (6, (0..<8).flatMap { Proto.number(5, $0) }),
        (13, Proto.bytes(11, (0..<8).flatMap { Proto.varint($0) })),
        (3, Proto.bytes(9, (0..<8).map { UInt8($0) })),
    ]

    @Test(arguments: encodings.indices)
    func `every way of holding elements gives the same weights`(index: Int) throws {
        let (type, content) = Self.encodings[index]
        let tensor = Proto.tensor("c.weight", [2, 1, 2, 2], type: type, content)
        #expect(try kernels(Proto.model([Self.conv], [tensor])) == [[0, 1, 2, 3], [4, 5, 6, 7]])
    }

    @Test func `negative integers keep their sign`() throws {
        let content = Proto.bytes(5, [-1, 2].flatMap { Proto.varint(UInt64(bitPattern: Int64($0))) })
        let tensor = Proto.tensor("c.weight", [2, 1, 1, 1], type: 6, content)
        #expect(try kernels(Proto.model([Self.conv], [tensor])) == [[-1], [2]])
    }

    @Test func `weights are found in constants and through identities`() throws {
        let value = Proto.text(1, "value") + Proto.bytes(5, Proto.raw("", [2, 1, 2, 2], Self.ramp))
        let nodes = [
            Proto.node("Constant", "", [], "k", [value]), Proto.node("Identity", "", ["k"], "i"),
            Proto.node("Identity", "", ["i"], "c.weight"), Self.conv,
        ]
        #expect(try kernels(Proto.model(nodes, [])) == [[0, 1, 2, 3], [4, 5, 6, 7]])
    }

    @Test func `a transposed convolution is put in the order output, input`() throws {
        // Two groups of two inputs and one output, 1 × 1: output 0 sees inputs 0 and 1, output 1 sees 2 and 3.
        // Without groups the stored 2 × 3 is turned into 3 × 2.
        let node = Proto.node("ConvTranspose", "t", ["x", "w"], "y", [Proto.group(2)])
        #expect(try kernels(Proto.model([node], [Proto.raw("w", [4, 1, 1, 1], [0, 1, 2, 3])])) == [[0, 1], [2, 3]])
        let plain = Proto.node("ConvTranspose", "t", ["x", "w"], "y")
        let weight = Proto.raw("w", [2, 3, 1, 1], [0, 1, 2, 10, 11, 12])
        #expect(try kernels(Proto.model([plain], [weight])) == [[0, 10], [1, 11], [2, 12]])
    }

    @Test func `the first convolution is the first in the graph that is two-dimensional and not transposed`() throws {
        let nodes = [
            Proto.node("Conv", "line", ["x", "l"], "a"), Proto.node("ConvTranspose", "up", ["a", "c.weight"], "b"),
            Self.conv,
        ]
        let bytes = Proto.model(nodes, [Self.weight, Proto.raw("l", [2, 1, 2], [1, 2, 3, 4])])
        try withFile("m.onnx", bytes) { path in
            let file = try ModelFile(path: path)
            #expect(file.layers.map(\.name) == ["up", "c"])
            let choice = try file.choice(of: nil)
            #expect(choice.layer.name == "c" && choice.reason == "the first convolution in the graph")
        }
    }

    private static func external(_ location: String, _ pairs: [String: String] = [:]) -> [UInt8] {
        let entries = (["location": location].merging(pairs) { $1 }).sorted { $0.key < $1.key }
        let tensor =
            Proto.tensor("c.weight", [2, 1, 2, 2], [])
            + entries.flatMap { Proto.bytes(13, Proto.text(1, $0.key) + Proto.text(2, $0.value)) } + Proto.number(14, 1)
        return Proto.model([conv], [tensor])
    }

    @Test func `weights in a file beside the model are read, and no other file`() throws {
        // The model is its own neighbour: a field nobody reads fills it up to byte 4096, where the weights begin.
        var model = Self.external("m.onnx", ["offset": "4096", "length": "32"])
        model += Proto.bytes(15, [UInt8](repeating: 0, count: 4096 - 3 - model.count) + bytes(Self.ramp))
        #expect(try kernels(model) == [[0, 1, 2, 3], [4, 5, 6, 7]])
        for location in ["/etc/passwd", "../w", "a/../../w", ""] {
            #expect(
                try refusal("m.onnx", Self.external(location))
                    == "m.onnx: tensor 'c.weight' lies in '\(location)'; a file in the model's folder is expected")
        }
        #expect(
            try refusal("m.onnx", Self.external("gone")) == "gone: no such file; give the path of one that is there")
        #expect(
            try refusal("m.onnx", Self.external("m.onnx", ["length": "31"]))
                == "m.onnx: the place of tensor 'c.weight' is malformed; an offset and a length of 32 bytes are expected"
        )
        #expect(
            try refusal("m.onnx", Self.external("m.onnx", ["offset": "9000"]))
                == "m.onnx: truncated: tensor 'c.weight' at byte 9000 needs 32 bytes, 0 are there; "
                + "copy or download the file again")
    }

    @Test(arguments: [("w", "../secret/w"), ("folder", "../secret"), ("twice", "w2"), ("absolute", "/etc/hostname")])
    func `a link that leads weights out of the model's folder is refused`(link: (name: String, target: String)) throws {
        let location = link.name == "folder" ? "folder/w" : link.name
        try withFile("secret", []) { scratch in
            let (manager, root) = (FileManager.default, (scratch as NSString).deletingLastPathComponent)
            try manager.removeItem(atPath: scratch)
            for folder in ["secret", "model"] {
                try manager.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: false)
            }
            try Data(bytes(Self.ramp)).write(to: URL(filePath: root + "/secret/w"))
            symlink("../secret/w", root + "/model/w2")
            symlink(link.target, "\(root)/model/\(link.name)")
            let model = root + "/model/m.onnx"
            try Data(Self.external(location)).write(to: URL(filePath: model))
            let file = try ModelFile(path: model)
            let layer = try file.choice(of: nil).layer
            let error = #expect(throws: ArchiveError.self) { try file.kernels(of: layer) }
            #expect(error == .outsideFolder(file: model, tensor: "c.weight", location: location))
        }
    }

    @Test func `a link within the model's folder, and one to the folder, are followed`() throws {
        try withFile("w", bytes(Self.ramp)) { weights in
            let root = (weights as NSString).deletingLastPathComponent
            symlink("w", root + "/link")
            symlink(root, root + "/again")
            try Data(Self.external("link")).write(to: URL(filePath: root + "/m.onnx"))
            for model in ["\(root)/m.onnx", "\(root)/again/m.onnx"] {
                let file = try ModelFile(path: model)
                #expect(try file.kernels(of: file.choice(of: nil).layer).kernels.count == 2)
            }
        }
    }

    @Test func `a tensor that announces more than is there is refused before memory is taken`() throws {
        let tensor = Proto.raw("c.weight", [1_000_000, 1_000, 1_000, 1], [1, 2])
        #expect(
            try refusal("m.onnx", Proto.model([Self.conv], [tensor]))
                == "m.onnx: truncated: tensor 'c.weight' needs 1000000000000 bytes, 8 are there; "
                + "copy or download the file again")
    }

    @Test func `contradictions are refused by name`() throws {
        let few = Proto.raw("c.weight", [2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7])
        #expect(
            try refusal("m.onnx", Proto.model([Self.conv], [few]))
                == "m.onnx: tensor 'c.weight' is malformed; its shape 2 × 1 × 2 × 2 has 8 elements, 7 are there")
        let part = Proto.tensor("c.weight", [2, 1, 1, 1], Proto.bytes(9, [1, 2, 3]))
        #expect(
            try refusal("m.onnx", Proto.model([Self.conv], [part]))
                == "m.onnx: tensor 'c.weight' is malformed; 3 bytes are no whole number of elements of 4 bytes")
        let negative = Proto.raw("c.weight", [-2, 1, 2, 2], [])
        #expect(
            try refusal("m.onnx", Proto.model([Self.conv], [negative]))
                == "m.onnx: tensor 'c.weight' of shape -2 × 1 × 2 × 2 is malformed; "
                + "sizes are not negative and fit in memory")
        #expect(
            try refusal("m.onnx", Proto.model([Proto.node("Conv", "c", ["x"], "y")], []))
                == "m.onnx: node 'c' is malformed; a convolution has an input and a weight")
        let text = Proto.tensor("c.weight", [2, 1, 2, 2], type: 8, Proto.bytes(9, [UInt8](repeating: 0, count: 8)))
        #expect(
            try refusal("m.onnx", Proto.model([Self.conv], [text]))
                == "m.onnx: tensor 'c.weight' has elements of type STRING; "
                + "floats of 8 to 64 bits and integers are read")
        let node = Proto.node("Conv", "c", ["x", "c.weight", "b"], "y")
        #expect(
            try refusal("m.onnx", Proto.model([node], [Self.weight, Proto.raw("b", [3], [1, 2, 3])]))
                == "m.onnx: bias 'b' of shape 3 is malformed; layer 'c' has 2 outputs, one bias for each is expected")
        #expect(
            try refusal("m.onnx", Proto.model([node], [Self.weight]))
                == "m.onnx: layer 'c' takes its weights from 'b', which the file does not store; "
                + "name a layer with stored weights")
    }

    @Test func `a first layer with computed weights is not passed over in silence`() throws {
        let nodes = [Proto.node("Conv", "q", ["x", "dequantized"], "a"), Self.conv]
        let model = Proto.model(nodes, [Self.weight])
        let message =
            "m.onnx: layer 'q' takes its weights from 'dequantized', which nothing in the graph makes; "
            + "name a layer with stored weights"
        #expect(try refusal("m.onnx", model) == message)
        #expect(try refusal("m.onnx", model, layer: "c").isEmpty)
        #expect(try refusal("m.onnx", Proto.model([nodes[0]], [])) == message)
    }

    @Test func `layers with computed weights are left out of the list, and named`() throws {
        let nodes = ["q", "r"].map { Proto.node("Conv", $0, ["x", "dequantized"], $0 + "y") }
        try withFile("m.onnx", Proto.model([Self.conv, nodes[0]], [Self.weight])) { path in
            let file = try ModelFile(path: path)
            #expect(file.layers.map(\.name) == ["c"])
            #expect(try file.choice(of: nil).layer.name == "c")
            #expect(
                file.omissionNote
                    == "Not listed: convolution 'q', whose weights are not stored ('dequantized', which nothing in the "
                    + "graph makes).")
        }
        try withFile("m.onnx", Proto.model([Self.conv] + nodes, [Self.weight])) { path in
            let omissionNote = try ModelFile(path: path).omissionNote
            #expect(omissionNote?.hasPrefix("Not listed: convolution 'q' and 1 more, ") == true)
        }
        try withFile("m.onnx", Proto.model([Self.conv], [Self.weight])) { path in
            let omissionNote = try ModelFile(path: path).omissionNote
            #expect(omissionNote == nil)
        }
    }

    @Test func `a weight that is not a number is named by its place`() throws {
        var values = Self.ramp
        values[6] = .nan
        #expect(
            try refusal("m.onnx", Proto.model([Self.conv], [Proto.raw("c.weight", [2, 1, 2, 2], values)]))
                == "m.onnx: 'c.weight' is nan at kernel 1, channel 0, row 1, column 0; weights are finite 32-bit numbers"
        )
        let node = Proto.node("Conv", "c", ["x", "c.weight", "b"], "y")
        #expect(
            try refusal("m.onnx", Proto.model([node], [Self.weight, Proto.raw("b", [2], [1, -.infinity])]))
                == "m.onnx: 'b' is -inf at output 1; weights are finite 32-bit numbers")
    }

    @Test func `wherever a model is cut before its graph ends, it is called truncated`() throws {
        let model = Proto.model([Self.conv], [Self.weight])
        for length in 3..<model.count where length != 9 {
            #expect(try refusal("m.onnx", Array(model[..<length])).contains("truncated"), "cut to \(length)")
        }
        #expect(
            try refusal("m.onnx", Array(model[..<40]))
                == "m.onnx: truncated: the model at byte 11 needs 83 bytes, 29 are there; copy or download the file again"
        )
        // Cut between two fields nothing is missing but the graph.
        #expect(
            try refusal("m.onnx", Array(model[..<9]))
                == "m.onnx: the model is malformed; it begins as ONNX does, but has no graph; a whole ONNX file has one"
        )
    }

    @Test func `broken wires are refused by place`() throws {
        let head = Proto.number(1, 8)
        #expect(
            try refusal("m.onnx", head + [0x3A, 2, 0x0A, 5] + Proto.number(5, 1))
                == "m.onnx: the graph at byte 6 is malformed; a field inside its message is expected")
        #expect(
            try refusal("m.onnx", head + [0x3A, 2, 0x0B, 5])
                == "m.onnx: the graph at byte 4 is malformed; wire type 0, 1, 2 or 5 is expected")
        #expect(
            try refusal("m.onnx", head + [0x28] + [UInt8](repeating: 0xFF, count: 11))
                == "m.onnx: the model at byte 3 is malformed; a number of at most 64 bits is expected")
        #expect(
            try refusal("m.onnx", head + [0x3A, 2, 0, 0])
                == "m.onnx: the graph at byte 4 is malformed; a field number from 1 to 2^29 - 1 is expected")
    }
}
