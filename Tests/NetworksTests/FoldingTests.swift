import Networks
import Testing

@Suite struct FoldingTests {
    private static func whole(_ name: String, _ values: [Int], _ shape: [Int]? = nil) -> Constant {
        Constant(name: name, shape: shape ?? [values.count], type: .int64, source: .integers(values))
    }

    private static func real(_ name: String, _ values: [Float], _ shape: [Int]? = nil) -> Constant {
        Constant(name: name, shape: shape ?? [values.count], type: .float32, source: .floats(values))
    }

    /// The weight of most tests: 2 × 3, 0 … 5.
    private static let weight = real("w", [0, 1, 2, 3, 4, 5], [2, 3])

    private static func node(
        _ op: String, _ inputs: [String], _ attributes: [String: Attribute] = [:], outputs: [String] = ["y"]
    ) -> Node {
        Node(op: op, inputs: inputs, outputs: outputs, attributes: attributes)
    }

    private static func network(_ nodes: [Node], _ constants: [Constant], reading input: Bool = false) throws -> Network
    {
        try Network(
            opset: 17, inputs: input ? [.init(name: "x", shape: [.known(2)])] : [], outputs: [], nodes: nodes,
            constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
    }

    private struct Case {
        let node: Node
        var others: [Constant] = []
        let shape: [Int]
        let values: [Float]
        var type = NumberType.float32
    }

    private static let cases: [Case] = [
        Case(node: node("Identity", ["w"]), shape: [2, 3], values: [0, 1, 2, 3, 4, 5]),
        Case(node: node("Transpose", ["w"]), shape: [3, 2], values: [0, 3, 1, 4, 2, 5]),
        Case(node: node("Flatten", ["w"], ["axis": .int(0)]), shape: [1, 6], values: [0, 1, 2, 3, 4, 5]),
        Case(
            node: node("Slice", ["w", "a", "b", "c", "d"]),
            others: [whole("a", [-1]), whole("b", [.min]), whole("c", [1]), whole("d", [-2])], shape: [2, 2],
            values: [2, 0, 5, 3]),
        Case(
            node: node("Gather", ["w", "k"], ["axis": .int(1)]), others: [whole("k", [2, -3, 2, 1], [2, 2])],
            shape: [2, 2, 2], values: [2, 0, 2, 1, 5, 3, 5, 4]),
        Case(
            node: node("Concat", ["w", "v"], ["axis": .int(-1)]), others: [real("v", [8, 9], [2, 1])], shape: [2, 4],
            values: [0, 1, 2, 8, 3, 4, 5, 9]),
        Case(
            node: node("Split", ["w"], ["axis": .int(1), "split": .ints([1, 2])], outputs: ["z", "y"]), shape: [2, 2],
            values: [1, 2, 4, 5]),
        Case(
            node: node("Expand", ["v", "k"]), others: [real("v", [1, 2], [2, 1]), whole("k", [2, 2, 3])],
            shape: [2, 2, 3], values: [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2]),
        // Scales of each output, as weight normalisation writes them.
        Case(
            node: node("Mul", ["w", "v"]), others: [real("v", [10, 100], [2, 1])], shape: [2, 3],
            values: [0, 10, 20, 300, 400, 500]),
        Case(
            node: node("Sub", ["v", "w"]), others: [real("v", [1, 2, 3])], shape: [2, 3], values: [1, 1, 1, -2, -2, -2]
        ),
        Case(
            node: node("Max", ["w", "v"]), others: [real("v", [2.5], [])], shape: [2, 3],
            values: [2.5, 2.5, 2.5, 3, 4, 5]),
        Case(
            node: node("Where", ["k", "w", "v"]), others: [whole("k", [1, 0, 1]), real("v", [9], [])], shape: [2, 3],
            values: [0, 9, 2, 3, 9, 5]),
        Case(
            node: node("Less", ["w", "v"]), others: [real("v", [2], [])], shape: [2, 3], values: [1, 1, 0, 0, 0, 0],
            type: .bool),
        Case(node: node("Neg", ["w"]), shape: [2, 3], values: [0, -1, -2, -3, -4, -5]),
        Case(
            node: node("Cast", ["v"], ["to": .int(6)]), others: [real("v", [-2.7, 2.7])], shape: [2], values: [-2, 2],
            type: .int32),
        Case(
            node: node("Cast", ["v"], ["to": .int(9)]), others: [real("v", [-0.5, 0])], shape: [2], values: [1, 0],
            type: .bool),
        Case(
            node: node("DequantizeLinear", ["k", "s", "z"], ["axis": .int(0)]),
            others: [whole("k", [1, 2, 3, 4], [2, 2]), real("s", [0.5, 2]), whole("z", [1, 0])], shape: [2, 2],
            values: [0, 0.5, 6, 8]),
        Case(
            node: node("QuantizeLinear", ["v", "s"]), others: [real("v", [1.5, 2.5, -1, 300]), real("s", [1], [])],
            shape: [4], values: [2, 2, 0, 255], type: .uint8),
        Case(
            node: node("ConstantOfShape", ["k"], ["value": .tensor(whole("", [7]))]), others: [whole("k", [2, 1])],
            shape: [2, 1], values: [7, 7], type: .int64),
        Case(node: node("Shape", ["w"]), shape: [2], values: [2, 3], type: .int64),
        Case(
            node: node("Range", ["a", "b", "c"]),
            others: [whole("a", [5], []), whole("b", [0], []), whole("c", [-2], [])],
            shape: [3], values: [5, 3, 1], type: .int64),
        Case(
            node: node("Range", ["a", "b", "c"]),
            others: [real("a", [0.5], []), real("b", [3], []), real("c", [1], [])],
            shape: [3], values: [0.5, 1.5, 2.5], type: .float32),
        Case(
            node: node("ReduceProd", ["k"], ["keepdims": .int(0)]), others: [whole("k", [2, 3])], shape: [],
            values: [6], type: .int64),
    ]

    @Test(arguments: cases.indices)
    func `an operation on constants is a constant of the right elements`(index: Int) throws {
        let expected = Self.cases[index]
        var folding = Folding(of: try Self.network([expected.node], [Self.weight] + expected.others))
        let constant = try folding.constant("y")
        #expect(constant.name == "y" && constant.shape == expected.shape && constant.type == expected.type)
        #expect(try constant.floats() == expected.values, "\(expected.node.op)")
    }

    @Test func `elements are read when they are asked for, and not before`() throws {
        let stored = Constant(
            name: "w", shape: [512, 512, 3, 3], type: .float32, source: .stored { throw CancellationError() })
        let nodes = [
            Self.node("Transpose", ["w"], ["perm": .ints([3, 2, 0, 1])], outputs: ["t"]), Self.node("Neg", ["t"]),
        ]
        var folding = Folding(of: try Self.network(nodes, [stored]))
        let constant = try folding.constant("y")
        #expect(constant.shape == [3, 3, 512, 512])
        // The error is that of the file, which says best what is wrong.
        #expect(throws: CancellationError.self) { try constant.elements() }
        #expect(throws: NetworkError.unreadable(constant: "y", reason: "CancellationError()")) { try constant.floats() }
    }

    private func reason(_ nodes: [Node], _ others: [Constant] = [], reading input: Bool = false) throws
        -> UnresolvedConstant?
    {
        var folding = Folding(of: try Self.network(nodes, [Self.weight] + others, reading: input))
        do throws(UnresolvedConstant) {
            _ = try folding.constant("y")
            return nil
        } catch { return error }
    }

    @Test func `what is not folded is named by its reason`() throws {
        #expect(try reason([]) == .missing)
        #expect(
            try reason([Self.node("Relu", ["x"], outputs: ["z"]), Self.node("Identity", ["x"])], reading: true)
                == .input)
        #expect(try reason([Self.node("MatMul", ["w", "w"])]) == .computed(.matMul))
        let foreign = Node(op: "Identity", domain: "my.domain", inputs: ["w"], outputs: ["y"])
        #expect(try reason([foreign]) == .computed(Operator("Identity", domain: "my.domain")))
        #expect(try reason([Self.node("Reshape", ["w", "k"])], [Self.whole("k", [4, -1])]) == .unfit(.reshape))
        #expect(
            try reason([Self.node("DequantizeLinear", ["w", "s"])], [Self.real("s", [1, 2])])
                == .misfittingScales([2], of: [2, 3]))
        let text = try #require(try reason([foreign])).description
        #expect(text == "which the file computes by Identity of 'my.domain'")
    }

    @Test func `what a few bytes ask for is bounded`() throws {
        let wide = [Self.node("Expand", ["w", "k"])]
        var folding = Folding(
            of: try Self.network(wide, [Self.weight, Self.whole("k", [1000, 2, 3])]), mostFilled: 5999)
        let constant = try folding.constant("y")
        #expect(throws: NetworkError.tooManyElements(tensor: "y", shape: [1000, 2, 3], limit: 5999)) {
            try constant.floats()
        }
        // Twice as many each time, were they not counted.
        let doubled = (0..<40).map {
            Self.node(
                "Concat", [$0 == 0 ? "w" : "n\($0)", $0 == 0 ? "w" : "n\($0)"], ["axis": .int(0)],
                outputs: [$0 == 39 ? "y" : "n\($0 + 1)"])
        }
        #expect(try reason(doubled) == .tooManyOperations(limit: 64))
    }

    @Test func `tensors that depend on no input are fixed, and no others`() throws {
        let nodes = [
            Self.node("Neg", ["w"], outputs: ["a"]), Self.node("Add", ["a", "x"], outputs: ["b"]),
            Self.node("MatMul", ["a", "w"], outputs: ["c"]),
        ]
        #expect(try Self.network(nodes, [Self.weight], reading: true).fixedTensors == ["w", "a", "c"])
    }
}
