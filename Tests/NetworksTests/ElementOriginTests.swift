import Networks
import Testing

@Suite struct ElementOriginTests {
    private static func numbers(_ name: String, _ values: [Int], _ shape: [Int]? = nil) -> Constant {
        Constant(name: name, shape: shape ?? [values.count], type: .int64, source: .integers(values))
    }

    /// Where an element of `y`, made of an image `x` of 1 × 3 × 8 × 6, comes from.
    private func origin(_ place: [Int], _ nodes: [Node], _ constants: [Constant] = []) throws -> String? {
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [1, 3, 8, 6].map { .known($0) })], outputs: ["y"],
            nodes: nodes, constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        return ElementOrigins(of: network, shapes: try Shapes(of: network)).origin(of: place, in: "y")
            .map { "\($0.tensor) \($0.place)" }
    }

    /// An operation, further inputs, attributes, a place, and where its element comes from.
    private static let cases: [(String, [Constant], [String: Attribute], [Int], String?)] = [
        ("Identity", [], [:], [0, 1, 2, 3], "x [0, 1, 2, 3]"),
        ("Div", [numbers("k", [255], [])], [:], [0, 1, 2, 3], "x [0, 1, 2, 3]"),
        ("Transpose", [], ["perm": .ints([0, 2, 3, 1])], [0, 2, 3, 1], "x [0, 1, 2, 3]"),
        ("Transpose", [], ["perm": .ints([3, 0, 1, 2])], [5, 0, 1, 2], "x [0, 1, 2, 5]"),
        (
            "Slice",
            [numbers("a", [1, 0]), numbers("b", [.max, .max]), numbers("c", [2, 3]), numbers("d", [2, 3])],
            [:], [0, 1, 2, 1], "x [0, 1, 5, 3]"
        ),
        (
            "Slice", [numbers("a", [-1]), numbers("b", [.min]), numbers("c", [3]), numbers("d", [-2])], [:],
            [0, 1, 2, 1], "x [0, 1, 2, 3]"
        ),
        ("SpaceToDepth", [], ["blocksize": .int(2)], [0, 7, 1, 2], "x [0, 1, 3, 4]"),
        ("Reshape", [numbers("k", [1, 3, 4, 2, 6])], [:], [0, 2, 3, 1, 4], "x [0, 2, 7, 4]"),
        ("Unsqueeze", [numbers("k", [0])], [:], [0, 0, 1, 2, 3], "x [0, 1, 2, 3]"),
        ("Gather", [numbers("k", [2, -2, 0])], ["axis": .int(1)], [0, 1, 2, 3], "x [0, 1, 2, 3]"),
        ("Pad", [numbers("k", [0, 0, 1, 2, 0, 0, 1, 2])], [:], [0, 1, 3, 5], "x [0, 1, 2, 3]"),
        ("Pad", [numbers("k", [0, 0, 1, 2, 0, 0, 1, 2])], [:], [0, 1, 0, 5], nil),
        ("Concat", [numbers("k", Array(0..<48), [1, 1, 8, 6])], ["axis": .int(1)], [0, 2, 2, 3], "x [0, 2, 2, 3]"),
        ("Concat", [numbers("k", Array(0..<48), [1, 1, 8, 6])], ["axis": .int(1)], [0, 3, 2, 3], nil),
        ("Softmax", [], [:], [0, 1, 2, 3], "y [0, 1, 2, 3]"), ("Identity", [], [:], [0, 3, 0, 0], nil),
        ("Identity", [], [:], [0, 1, 2], nil),
    ]

    @Test(arguments: cases.indices)
    func `an element is followed back to where it was`(index: Int) throws {
        let (op, constants, attributes, place, expected) = Self.cases[index]
        let node = Node(op: op, inputs: ["x"] + constants.map(\.name), outputs: ["y"], attributes: attributes)
        #expect(try origin(place, [node], constants) == expected, "\(op)")
    }

    @Test func `parts are followed to their whole, and through several operations`() throws {
        let nodes = [
            Node(op: "Split", inputs: ["x", "sizes"], outputs: ["a", "b"], attributes: ["axis": .int(3)]),
            Node(op: "Mul", inputs: ["k", "b"], outputs: ["c"]),
            Node(op: "Concat", inputs: ["c", "a"], outputs: ["y"], attributes: ["axis": .int(-1)]),
        ]
        let constants = [Self.numbers("sizes", [2, 4]), Self.numbers("k", [3], [])]
        #expect(try origin([0, 1, 2, 3], nodes, constants) == "x [0, 1, 2, 5]")
        #expect(try origin([0, 1, 2, 4], nodes, constants) == "x [0, 1, 2, 0]")
    }
}
