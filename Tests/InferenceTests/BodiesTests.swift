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

    @Test func `what fields say of a layer in a branch, a network that is shown pictures has`() throws {
        let body = try Self.body(
            [
                Node(name: "inside", op: "Neg", inputs: ["x"], outputs: ["r"]),
                Node(op: "Relu", inputs: ["r"], outputs: ["s"]),
            ], outputs: ["s"])
        let network = try Self.network(
            Node(
                name: "choice", op: .if, inputs: ["c"], outputs: ["y"],
                attributes: ["then_branch": body, "else_branch": body]), constants: [Self.constant("c", 1)])
        let runnable = try RunnableNetwork(network, workers: Workers(1))
        let tensors = try ReceptiveFields(of: network, image: runnable.image).tensors.map(\.tensor)
        #expect(tensors.contains("choice/r"))
        let found = try runnable.runner(giving: tensors).run(["x": Tensor(shape: [1, 1, 4, 4], repeating: -2)])
        #expect(found["choice/r"]?.values.first == 2)
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

    /// A branch that is decided by whether the image's only number is above 0.
    private static func decided(_ one: Attribute, _ other: Attribute, shape: [Int] = [1]) throws -> Network {
        try Network(
            opset: 17, inputs: [.init(name: "x", shape: shape.map { .known($0) })], outputs: ["y"],
            nodes: [
                Node(op: "ReduceMax", inputs: ["x"], outputs: ["m"], attributes: ["keepdims": .int(0)]),
                Node(op: "Greater", inputs: ["m", "zero"], outputs: ["c"]),
                Node(
                    name: "choice", op: .if, inputs: ["c"], outputs: ["y"],
                    attributes: ["then_branch": one, "else_branch": other]),
            ], constants: ["zero": Constant(name: "zero", shape: [], type: .float32, source: .floats([0]))])
    }

    @Test func `of a branch that the image decides both bodies are run, and one is taken`() throws {
        let negative = try Self.body([Node(op: "Neg", inputs: ["x"], outputs: ["r"])], outputs: ["r"])
        let twice = try Self.body([Node(op: "Add", inputs: ["x", "x"], outputs: ["r"])], outputs: ["r"])
        // One of them decides again.
        let inner = try Self.body(
            [
                Node(op: "Less", inputs: ["x", "c"], outputs: ["less"]),
                Node(
                    op: .if, inputs: ["less"], outputs: ["r"],
                    attributes: ["then_branch": twice, "else_branch": negative]),
            ], outputs: ["r"],
            constants: [Constant(name: "c", shape: [], type: .float32, source: .floats([-10]))])
        let network = try Self.decided(negative, inner)
        for (given, expected) in [(3, -3), (-4, 4), (-20, -40)] as [(Float, Float)] {
            #expect(try Self.run(network, Tensor(shape: [1], values: [given]))?.values == [expected])
        }
    }

    @Test func `a unit sees what either body of a branch sees, and what decides`() throws {
        let first = try Self.body(
            [
                Node(
                    op: .slice, inputs: ["x", "from", "to", "axis"], outputs: ["r"])
            ], outputs: ["r"],
            constants: [
                Constant(name: "from", shape: [1], type: .int64, source: .integers([2])),
                Constant(name: "to", shape: [1], type: .int64, source: .integers([3])),
                Constant(name: "axis", shape: [1], type: .int64, source: .integers([3])),
            ])
        let other = try Self.body(
            [
                Node(
                    op: .averagePool, inputs: ["x"], outputs: ["r"],
                    attributes: ["kernel_shape": .ints([1, 4])])
            ], outputs: ["r"])
        let network = try Self.decided(first, other, shape: [1, 1, 4, 4])
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network), keeping: ["y"])
        #expect(fields.unknown.isEmpty)
        let units = try #require(fields.units["y"])
        #expect(units.height == 4 && units.width == 1)
        let seen = units.field(row: 2, column: 0)
        #expect(seen.rows.first == 2 && seen.rows.count == 1 && seen.columns.count == 4)
        // All of the image decides.
        let all = units.field(row: 2, column: 0, strictly: true)
        #expect(all.rows.count == 4 && all.columns.count == 4)
    }

    @Test func `a branch that the image decides and whose bodies give other shapes is left, and refused by name`()
        throws
    {
        let one = try Self.body([Node(op: "Neg", inputs: ["x"], outputs: ["r"])], outputs: ["r"])
        let two = try Self.body(
            [Node(op: "Concat", inputs: ["x", "x"], outputs: ["r"], attributes: ["axis": .int(0)])], outputs: ["r"])
        #expect(
            throws: InferenceError.missingOperator(node: "choice", op: "If", layers: ["m", "c"])
        ) {
            try Runner(Self.decided(one, two), giving: ["y"], workers: Workers(1))
        }
    }
}
