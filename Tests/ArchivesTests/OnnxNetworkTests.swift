import Archives
import Foundation
import Networks
import Testing

/// Whole graphs, written by the counterpart of the reader in `FileWriters`.
@Suite struct OnnxNetworkTests {
    private static func dimension(_ size: Int?) -> [UInt8] {
        Proto.bytes(1, size.map { Proto.number(1, $0) } ?? Proto.text(2, "N"))
    }

    private static func info(_ name: String, _ shape: [Int?], type: Int = 1) -> [UInt8] {
        let tensor = Proto.number(1, type) + Proto.bytes(2, shape.flatMap(dimension))
        return Proto.text(1, name) + Proto.bytes(2, Proto.bytes(1, tensor))
    }

    private static func model(_ graph: [UInt8]) -> [UInt8] {
        Proto.number(1, 8) + Proto.text(2, "tests") + Proto.bytes(8, Proto.text(1, "other") + Proto.number(2, 3))
            + Proto.bytes(7, graph) + Proto.bytes(8, Proto.number(2, 17))
    }

    private func network(_ graph: [UInt8]) throws -> Network {
        try withFile("m.onnx", Self.model(graph)) { try Network(path: $0) }
    }

    private func message(_ bytes: [UInt8]) throws -> String {
        try withFile("m.onnx", bytes) { path in
            do throws(ArchiveError) {
                _ = try Network(path: path)
                return ""
            } catch { return error.description.replacing(path.dropLast("m.onnx".count), with: "") }
        }
    }

    @Test func `a graph is read with its names, sizes and settings`() throws {
        let attributes = [
            Proto.text(1, "strides") + Proto.number(8, 2) + Proto.number(8, 3) + Proto.number(20, 7),
            Proto.text(1, "pads") + Proto.bytes(8, [1, 0, 1, 0]),
            Proto.text(1, "auto_pad") + Proto.text(4, "NOTSET") + Proto.number(20, 3),
            Proto.text(1, "alpha") + Proto.varint(2 << 3 | 5) + bytes(Float(0.5).bitPattern) + Proto.number(20, 1),
            Proto.text(1, "scales") + Proto.bytes(7, bytes([1, 2.5])) + Proto.number(20, 6),
            Proto.text(1, "group") + Proto.number(20, 2),
            Proto.text(1, "names") + Proto.text(9, "a") + Proto.text(9, "b") + Proto.number(20, 8),
            Proto.text(1, "axes") + Proto.number(20, 7),
        ]
        let graph =
            Proto.bytes(1, Proto.node("Conv", "c", ["x", "w", ""], "y", attributes) + Proto.text(7, "ai.onnx"))
            + Proto.text(2, "net") + Proto.bytes(5, Proto.raw("w", [2, 1, 1, 1], [1, 2]))
            + Proto.bytes(11, Self.info("x", [nil, 3, 224, 224])) + Proto.bytes(11, Self.info("w", [2, 1, 1, 1]))
            + Proto.bytes(12, Self.info("y", []))
        let network = try network(graph)
        #expect(network.name == "net" && network.opset == 17 && network.outputs == ["y"])
        #expect(
            network.inputs == [Network.Input(name: "x", shape: [.named("N"), .known(3), .known(224), .known(224)])])
        let node = try #require(network.nodes.first)
        #expect(node.name == "c" && node.op == .conv && node.inputs == ["x", "w", ""] && node.outputs == ["y"])
        #expect(node.ints("strides") == [2, 3] && node.ints("pads") == [1, 0, 1, 0] && node.int("group") == 0)
        #expect(node.string("auto_pad") == "NOTSET" && node.float("alpha") == 0.5 && node.ints("axes") == [])
        #expect(node.floats("scales") == [1, 2.5])
        let weight = try #require(network.constants["w"])
        #expect(try weight.shape == [2, 1, 1, 1] && weight.type == .float32 && weight.floats() == [1, 2])
    }

    @Test func `constants of every kind are constants of the network`() throws {
        let values: [(String, [UInt8])] = [
            ("i", Proto.text(1, "value_int") + Proto.number(3, -7) + Proto.number(20, 2)),
            ("l", Proto.text(1, "value_ints") + Proto.bytes(8, [4, 5]) + Proto.number(20, 7)),
            ("f", Proto.text(1, "value_floats") + Proto.bytes(7, bytes([0.5])) + Proto.number(20, 6)),
            (
                "t",
                Proto.text(1, "value")
                    + Proto.bytes(5, Proto.tensor("", [2], type: 7, Proto.bytes(9, bytes(Int64(-3)) + bytes(Int64(9)))))
            ),
            ("b", Proto.text(1, "value") + Proto.bytes(5, Proto.tensor("", [3], type: 9, Proto.bytes(9, [1, 0, 1])))),
        ]
        let network = try network(values.flatMap { Proto.bytes(1, Proto.node("Constant", "", [], $0.0, [$0.1])) })
        #expect(network.nodes.isEmpty && network.constants.keys.sorted() == ["b", "f", "i", "l", "t"])
        #expect(try network.constants["i"]?.integers() == [-7] && network.constants["i"]?.shape == [])
        #expect(try network.constants["l"]?.integers() == [4, 5] && network.constants["f"]?.floats() == [0.5])
        #expect(try network.constants["t"]?.integers() == [-3, 9] && network.constants["b"]?.floats() == [1, 0, 1])
    }

    /// Each way of holding −2 and 5 in a type of its own.
    private static let integers: [(type: Int, content: [UInt8], values: [Int])] = [
        (7, Proto.bytes(9, bytes(Int64(-2)) + bytes(Int64(5))), [-2, 5]),
        (6, Proto.bytes(9, bytes(Int32(-2)) + bytes(Int32(5))), [-2, 5]),
        (5, Proto.bytes(9, bytes(Int16(-2)) + bytes(Int16(5))), [-2, 5]),
        (3, Proto.bytes(9, [0xFE, 5]), [-2, 5]), (2, Proto.bytes(9, [0xFE, 5]), [254, 5]),
        (7, Proto.bytes(7, Proto.varint(UInt64(bitPattern: -2)) + [5]), [-2, 5]),
        (6, Proto.number(5, -2) + Proto.number(5, 5), [-2, 5]),
    ]

    @Test(arguments: integers.indices)
    func `whole numbers keep their sign and value`(index: Int) throws {
        let (type, content, values) = Self.integers[index]
        let network = try network(Proto.bytes(5, Proto.tensor("n", [2], type: type, content)))
        #expect(try network.constants["n"]?.integers() == values)
    }

    @Test func `a body is a network of its own that reads the one around it`() throws {
        let body = Proto.bytes(1, Proto.node("Relu", "r", ["a"], "t")) + Proto.bytes(12, Self.info("t", []))
        let branch = Proto.text(1, "then_branch") + Proto.bytes(6, body) + Proto.number(20, 5)
        let graph =
            Proto.bytes(1, Proto.node("If", "if", ["x"], "y", [branch]))
            + Proto.bytes(1, Proto.node("Abs", "", ["x"], "a"))
            + Proto.bytes(11, Self.info("x", [1]))
        let network = try network(graph)
        #expect(network.nodes.map(\.op.name) == ["Abs", "If"] && network.nodes[1].captures == ["a"])
    }

    @Test func `what is no network is refused in one line`() throws {
        func graph(_ nodes: [[UInt8]]) -> [UInt8] {
            Self.model(nodes.flatMap { Proto.bytes(1, $0) } + Proto.bytes(11, Self.info("x", [1])))
        }
        #expect(
            try message(graph([Proto.node("Add", "a", ["x", "c"], "b"), Proto.node("Relu", "r", ["b"], "c")]))
                == "m.onnx: node 'a' reads, through others, what it gives; a network without cycles is expected")
        #expect(
            try message(graph([Proto.node("Relu", "r", ["z"], "y")]))
                == "m.onnx: node 'r' reads 'z', which nothing gives; is the file whole?")
        #expect(
            try message(graph([Proto.node("Relu", "r", ["x"], "y"), Proto.node("Relu", "s", ["x"], "y")]))
                == "m.onnx: tensor 'y' is given twice; every tensor has one origin")
        #expect(
            try message(Proto.number(1, 8) + Proto.text(2, "tests"))
                == "m.onnx: the model is malformed; it begins as ONNX does, but has no graph; a whole ONNX file has one"
        )
        #expect(
            try message(Self.model(Proto.bytes(5, Proto.tensor("w", [1 << 40], type: 1, Proto.bytes(9, [1])))))
                == "m.onnx: truncated: tensor 'w' needs 1099511627776 bytes, 1 are there; "
                + "copy or download the file again")
        #expect(
            try message(npy(dictionary("<f4", "(1, 1, 1, 1)"), [0, 0, 0, 0]))
                == "m.onnx: this is NumPy .npy, which holds weights and no network; give a network's file, as of ONNX or Keras, or a CSV of layers"
        )
        var body: [UInt8] = []
        for _ in 0..<20 {
            body = Proto.bytes(1, Proto.node("If", "", [], "y", [Proto.text(1, "then_branch") + Proto.bytes(6, body)]))
        }
        let deep = try message(Self.model(body))
        #expect(deep.hasPrefix("m.onnx: the graph at byte "))
        #expect(deep.hasSuffix(" is malformed; graphs lie at most 16 deep in one another"))
    }
}
