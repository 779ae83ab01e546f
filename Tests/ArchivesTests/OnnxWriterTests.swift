import Archives
import Foundation
import Networks
import Testing

/// Writing a network and reading it again changes nothing.
@Suite struct OnnxWriterTests {
    private func read(_ bytes: [UInt8]) throws -> Network { try withFile("n.onnx", bytes) { try Network(path: $0) } }

    private func data(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "data/\(name)").path
    }

    private static var network: Network {
        get throws {
            let body = try Network(
                name: "body", opset: 17, inputs: [], outputs: ["b"],
                nodes: [Node(op: "Identity", inputs: ["outer"], outputs: ["b"])], isBody: true)
            let settings: [String: Attribute] = [
                "int": .int(-3), "ints": .ints([1, -2, 300]), "none": .ints([]), "float": .float(0.1),
                "floats": .floats([1, -.leastNonzeroMagnitude]), "string": .string("über"),
                "strings": .strings(["a", ""]),
                "graph": .graph(body), "graphs": .graphs([body, body]),
                "tensor": .tensor(Constant(name: "t", shape: [2], type: .int64, source: .integers([-1, 1 << 40]))),
            ]
            return try Network(
                name: "whole", opset: 17,
                inputs: [
                    .init(name: "x", shape: [.named("N"), .known(1), .known(28), .known(28)]),
                    .init(name: "outer", type: .int64, shape: []), .init(name: "unknown", shape: nil),
                ], outputs: ["y"],
                nodes: [
                    Node(name: "first", op: "Conv", inputs: ["x", "w", ""], outputs: ["c"]),
                    Node(
                        op: "Thing", domain: "com.maker", inputs: ["c", "flag"], outputs: ["y", ""],
                        attributes: settings),
                ],
                constants: [
                    "w": Constant(name: "w", shape: [1, 1, 2, 1], type: .float32, source: .floats([0.1, -3e38])),
                    "flag": Constant(name: "flag", shape: [3], type: .bool, source: .integers([1, 0, 1])),
                    "empty": Constant(name: "empty", shape: [0, 2], type: .float32, source: .floats([])),
                ])
        }
    }

    @Test func `a network with everything in it comes back as it was`() throws {
        let network = try Self.network
        let found = try read(network.onnx())
        #expect(found.name == network.name && found.opset == 17 && found.inputs == network.inputs)
        #expect(found.outputs == network.outputs && found.nodes.count == 2)
        for (a, b) in zip(found.nodes, network.nodes) {
            #expect(a.name == b.name && a.op == b.op)
            #expect(a.inputs == b.inputs && a.outputs == b.outputs)
        }
        let node = found.nodes[1]
        #expect(node.int("int") == -3 && node.ints("ints") == [1, -2, 300] && node.ints("none") == [])
        #expect(node.float("float") == 0.1 && node.floats("floats") == [1, -.leastNonzeroMagnitude])
        #expect(node.string("string") == "über" && node.captures == ["outer", "outer", "outer"])
        guard case .strings(["a", ""]) = node.attributes["strings"],
            case .graphs(let graphs) = node.attributes["graphs"]
        else {
            Issue.record("words or graphs are other than they were")
            return
        }
        #expect(graphs.map(\.name) == ["body", "body"] && graphs[0].nodes[0].op == .identity)
        #expect(try node.tensor("tensor")?.integers() == [-1, 1 << 40])
        #expect(try found.constants["w"]?.floats() == [0.1, -3e38] && found.constants["w"]?.shape == [1, 1, 2, 1])
        #expect(try found.constants["flag"]?.integers() == [1, 0, 1] && found.constants["flag"]?.type == .bool)
        #expect(found.constants["empty"]?.shape == [0, 2])
        // The bytes are the network's: written again they are the same.
        #expect(try found.onnx() == network.onnx())
    }

    @Test func `a real network comes back with every weight`() throws {
        let network = try Network(path: data("alexnet/alexnet-features.onnx"))
        let found = try read(network.onnx())
        #expect(found.nodes.map(\.op) == network.nodes.map(\.op) && found.inputs == network.inputs)
        #expect(found.constants.count == network.constants.count)
        for (name, constant) in network.constants {
            #expect(try found.constants[name]?.floats() == constant.floats(), "\(name)")
        }
    }

    @Test func `a network on paper has no weights to write`() throws {
        let network = try Network(path: data("networks/lenet-5.csv"))
        #expect(throws: NetworkError.self) { try network.onnx() }
    }
}
