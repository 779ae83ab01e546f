import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Inference

/// Branches and loops whose way is known are written out, and then run and followed like any network.
@Suite struct BodiesTests {
    private static func constant(_ name: String, _ value: Int) -> Constant {
        Constant(name: name, shape: [], type: .int64, source: .integers([value]))
    }

    private static func network(
        _ node: Node, constants: [Constant], shape: [Int] = [1, 1, 4, 4]
    ) throws -> Network {
        try Network(
            opset: 17, inputs: [.init(name: "x", shape: shape.map { .known($0) })], outputs: ["y"], nodes: [node],
            constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
    }

    private static func body(
        _ nodes: [Node], inputs: [String] = [], outputs: [String], constants: [Constant] = []
    ) throws -> Attribute {
        .graph(
            try Network(
                opset: 17, inputs: inputs.map { .init(name: $0, shape: nil) }, outputs: outputs, nodes: nodes,
                constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }), isBody: true))
    }

    private static func run(_ network: Network, _ input: Tensor<Float>) throws -> Tensor<Float>? {
        try Runner(network, giving: ["y"], workers: Workers(1)).run(["x": input])["y"]
    }

    @Test(arguments: [0, 1])
    func `of a branch the body is taken that the condition says`(condition: Int) throws {
        let network = try Self.network(
            Node(
                name: "choice", op: .if, inputs: ["c"], outputs: ["y"],
                attributes: [
                    // Both name their result alike, as bodies side by side may.
                    "then_branch": try Self.body(
                        [Node(op: "Neg", inputs: ["x"], outputs: ["r"])], outputs: ["r"]),
                    "else_branch": try Self.body(
                        [Node(op: "Add", inputs: ["x", "x"], outputs: ["r"])], outputs: ["r"]),
                ]), constants: [Self.constant("c", condition)])
        let input = Tensor<Float>(shape: [1, 1, 4, 4], repeating: 3)
        #expect(try Self.run(network, input)?.values.first == (condition == 1 ? -3 : 6))
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network))
        #expect(fields.tensors.last { $0.tensor == "y" }?.rows.size == 1)
    }

    @Test func `a loop of known rounds is its rounds`() throws {
        let network = try Self.network(
            Node(
                name: "again", op: .loop, inputs: ["rounds", "", "x"], outputs: ["y"],
                attributes: [
                    "body": try Self.body(
                        [
                            Node(op: .identity, inputs: ["go"], outputs: ["on"]),
                            Node(
                                op: .averagePool, inputs: ["state"], outputs: ["next"],
                                attributes: ["kernel_shape": .ints([2, 2]), "pads": .ints([1, 1, 0, 0])]),
                        ], inputs: ["round", "go", "state"], outputs: ["on", "next"])
                ]), constants: [Self.constant("rounds", 3)])
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network))
        #expect(fields.tensors.last { $0.tensor == "y" }?.rows.size == 4, "three windows of two see four rows")
        #expect(
            try Self.run(network, Tensor(shape: [1, 1, 4, 4], repeating: 2))?.values.allSatisfy { $0 == 2 } == true)
    }

    @Test func `a scan gives a state and what its rounds gave, side by side`() throws {
        let network = try Self.network(
            Node(
                name: "sums", op: .scan, inputs: ["zero", "x"], outputs: ["", "y"],
                attributes: [
                    "num_scan_inputs": .int(1), "scan_input_axes": .ints([0]),
                    "body": try Self.body(
                        [
                            Node(op: .add, inputs: ["sum", "part"], outputs: ["next"]),
                            Node(op: .identity, inputs: ["next"], outputs: ["shown"]),
                        ], inputs: ["sum", "part"], outputs: ["next", "shown"]),
                ]),
            constants: [Constant(name: "zero", shape: [2], type: .float32, source: .floats([0, 0]))], shape: [3, 2])
        let input = Tensor<Float>(shape: [3, 2], values: [1, 2, 3, 4, 5, 6])
        #expect(try Self.run(network, input)?.values == [1, 2, 4, 6, 9, 12])
    }

    @Test func `a branch that the image decides is left, and refused by name`() throws {
        let empty = try Self.body([Node(op: "Neg", inputs: ["x"], outputs: ["r"])], outputs: ["r"])
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [.known(1)])], outputs: ["y"],
            nodes: [
                Node(
                    name: "choice", op: .if, inputs: ["x"], outputs: ["y"],
                    attributes: ["then_branch": empty, "else_branch": empty])
            ])
        #expect(throws: InferenceError.self) {
            try Runner(network, giving: ["y"], workers: Workers(1))
        }
    }
}
