import Networks
import Testing

@Suite struct ShapesTests {
    private static func constant(_ name: String, _ values: [Int], _ shape: [Int]? = nil) -> Constant {
        Constant(name: name, shape: shape ?? [values.count], type: .int64, source: .integers(values))
    }

    private func shapes(
        _ nodes: [Node], _ constants: [Constant] = [], _ input: [Int] = [2, 3, 8, 6]
    ) throws -> Shapes {
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: input.map { .known($0) })], outputs: [], nodes: nodes,
            constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        return try Shapes(of: network)
    }

    private func node(_ op: String, _ inputs: [String], _ attributes: [String: Attribute] = [:]) -> Node {
        Node(name: "n", op: op, inputs: inputs, outputs: ["y"], attributes: attributes)
    }

    /// Operation, further inputs, attributes and the shape of the output for an input of 2 × 3 × 8 × 6.
    private static let cases: [(String, [Constant], [String: Attribute], [Int])] = [
        ("Relu", [], [:], [2, 3, 8, 6]),
        ("Add", [constant("k", [1, 2, 3, 4, 5, 6])], [:], [2, 3, 8, 6]),
        ("Transpose", [], ["perm": .ints([0, 2, 3, 1])], [2, 8, 6, 3]),
        ("Transpose", [], [:], [6, 8, 3, 2]),
        ("Flatten", [], [:], [2, 144]), ("Flatten", [], ["axis": .int(-1)], [48, 6]),
        ("Reshape", [constant("k", [0, -1, 4])], [:], [2, 36, 4]),
        ("Unsqueeze", [constant("k", [0, -1])], [:], [1, 2, 3, 8, 6, 1]),
        ("GlobalAveragePool", [], [:], [2, 3, 1, 1]),
        ("ReduceMean", [], ["axes": .ints([-1, 1]), "keepdims": .int(0)], [2, 8]),
        ("ReduceSum", [constant("k", [2])], [:], [2, 3, 1, 6]),
        ("ArgMax", [], ["axis": .int(1)], [2, 1, 8, 6]),
        (
            "Slice", [constant("a", [1]), constant("b", [.max]), constant("c", [2]), constant("d", [3])], [:],
            [2, 3, 3, 6]
        ),
        (
            "Slice", [constant("a", [-1]), constant("b", [.min]), constant("c", [3]), constant("d", [-2])], [:],
            [2, 3, 8, 3]
        ),
        ("Gather", [constant("k", [0, 2, 1, 1], [2, 2])], ["axis": .int(1)], [2, 2, 2, 8, 6]),
        ("Pad", [constant("k", [0, 0, 1, -2, 0, 0, 2, 0])], [:], [2, 3, 11, 4]),
        ("Tile", [constant("k", [1, 2, 1, 3])], [:], [2, 6, 8, 18]),
        ("Expand", [constant("k", [4, 1, 1, 1, 1])], [:], [4, 2, 3, 8, 6]),
        ("SpaceToDepth", [], ["blocksize": .int(2)], [2, 12, 4, 3]),
        ("MatMul", [constant("k", Array(1...12), [6, 2])], [:], [2, 3, 8, 2]),
        ("Softmax", [], [:], [2, 3, 8, 6]), ("Shape", [], ["start": .int(1)], [3]),
        ("Einsum", [constant("k", Array(1...12), [6, 2])], ["equation": .string("abcd,de->bea")], [3, 2, 2]),
        ("Concat", [constant("k", Array(1...96), [2, 1, 8, 6])], ["axis": .int(1)], [2, 4, 8, 6]),
    ]

    @Test(arguments: cases.indices)
    func `an operation gives the shape of its definition`(index: Int) throws {
        let (op, constants, attributes, expected) = Self.cases[index]
        let shapes = try shapes([node(op, ["x"] + constants.map(\.name), attributes)], constants)
        #expect(shapes["y"] == expected && shapes.unknown.isEmpty, "\(op)")
    }

    @Test func `a resize goes by scales or by sizes`() throws {
        let scales = Constant(name: "s", shape: [4], type: .float32, source: .floats([1, 1, 2, 0.5]))
        #expect(try shapes([node("Resize", ["x", "", "s"])], [scales])["y"] == [2, 3, 16, 3])
        #expect(
            try shapes([node("Resize", ["x", "", "", "k"])], [Self.constant("k", [2, 3, 5, 7])])["y"] == [2, 3, 5, 7])
    }

    @Test func `shape arithmetic is followed to the reshape that needs it`() throws {
        // As exporters write x.view(x.size(0), -1, x.size(3) // 2 * 2).
        let nodes = [
            Node(op: "Shape", inputs: ["x"], outputs: ["s"]),
            Node(op: "Gather", inputs: ["s", "zero"], outputs: ["batch"]),
            Node(op: "Gather", inputs: ["s", "three"], outputs: ["w"]),
            Node(op: "Div", inputs: ["w", "two"], outputs: ["h"]),
            Node(op: "Mul", inputs: ["h", "two"], outputs: ["m"]),
            Node(op: "Unsqueeze", inputs: ["batch", "axis"], outputs: ["b1"]),
            Node(op: "Unsqueeze", inputs: ["m", "axis"], outputs: ["m1"]),
            Node(op: "Concat", inputs: ["b1", "minus", "m1"], outputs: ["shape"], attributes: ["axis": .int(0)]),
            Node(op: "Reshape", inputs: ["x", "shape"], outputs: ["y"]),
        ]
        let constants = [
            Self.constant("zero", [0], []), Self.constant("three", [3], []), Self.constant("two", [2], []),
            Self.constant("axis", [0]), Self.constant("minus", [-1]),
        ]
        #expect(try shapes(nodes, constants)["y"] == [2, 24, 6])
    }

    @Test func `paddings that an exporter turns round are followed`() throws {
        // PyTorch's pads: pairs from the last axis on, turned into all begins and all ends.
        let nodes = [
            Node(op: "Reshape", inputs: ["pairs", "two"], outputs: ["a"]),
            Node(op: "Slice", inputs: ["a", "last", "end", "axis", "back"], outputs: ["b"]),
            Node(op: "Transpose", inputs: ["b"], outputs: ["c"], attributes: ["perm": .ints([1, 0])]),
            Node(op: "Reshape", inputs: ["c", "flat"], outputs: ["d"]),
            Node(op: "Pad", inputs: ["x", "d"], outputs: ["y"]),
        ]
        let constants = [
            Self.constant("pairs", [1, 2, 3, 4, 0, 0, 0, 0]), Self.constant("two", [-1, 2]),
            Self.constant("last", [-1]),
            Self.constant("end", [.min]), Self.constant("axis", [0]), Self.constant("back", [-1]),
            Self.constant("flat", [-1]),
        ]
        #expect(try shapes(nodes, constants)["y"] == [2, 3, 15, 9])
    }

    @Test func `what is not known stays unknown, and what contradicts itself is refused`() throws {
        let shapes = try shapes([node("Mystery", ["x"])])
        #expect(shapes["y"] == nil && shapes.unknown.map(\.op.name) == ["Mystery"])
        let weight = Constant(name: "w", shape: [4, 5, 3, 3], type: .float32, source: .none)
        #expect(throws: NetworkError.impossible(node: "n", reason: "its weight is for 5 channels and its input has 3"))
        {
            try self.shapes([node("Conv", ["x", "w"])], [weight])
        }
        #expect(throws: NetworkError.impossible(node: "n", reason: "it multiplies rows of 6 by columns of 5")) {
            try self.shapes([node("MatMul", ["x", "k"])], [Self.constant("k", [1, 2, 3, 4, 5], [5, 1])])
        }
        #expect(try self.shapes([node("Add", ["x", "k"])], [Self.constant("k", [1, 2, 3, 4, 5])])["y"] == nil)
    }
}
