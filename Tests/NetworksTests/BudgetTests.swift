import Networks
import Testing

@Suite struct BudgetTests {
    @Test func `sums and products that no Int holds are the largest, and a product with 0 is 0`() {
        #expect(Count.sum([1, 2, 3]) == 6 && Count.sum([.max, 1, .max]) == .max && Count.sum([]) == 0)
        #expect(Count.product([2, 3, 4]) == 24 && Count.product([.max, 2]) == .max && Count.product([]) == 1)
        #expect(Count.product([.max, .max, 0]) == 0 && elementCount([0, .max, .max]) == 0)
    }

    @Test func `numbers of a file become whole ones without end`() {
        #expect(Count.whole(2.9) == 2 && Count.whole(-2.9) == -2 && Count.whole(Float.nan) == 0)
        #expect(Count.whole(Float.infinity) == .max && Count.whole(-1e300) == -.max)
    }

    private func shapes(_ node: Node, _ constants: [Constant] = [], size: Int = 64) throws -> (Network, Shapes) {
        let network = try Network(
            opset: 18, inputs: [Network.Input(name: "x", shape: [.known(1), .known(1), .known(size), .known(size)])],
            outputs: ["y"], nodes: [node], constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        return (network, try Shapes(of: network))
    }

    private func pool(_ side: Int) -> Node {
        Node(
            name: "pool", op: "AveragePool", inputs: ["x"], outputs: ["y"],
            attributes: ["kernel_shape": .ints([side, side]), "auto_pad": .string("SAME_UPPER")])
    }

    @Test func `a pool is granted by the taps that it looks at`() throws {
        let (network, small) = try shapes(pool(3), size: 1024)
        try small.check(network.nodes, within: Budget(of: network))
        let (other, large) = try shapes(pool(256), size: 1024)
        #expect(
            throws: NetworkError.overBudget(node: "pool", reason: "68719476736 multiply-adds, or loops as long")
        ) { try large.check(other.nodes, within: Budget(of: other)) }
    }

    @Test func `a network of many weights is given more than one of few`() throws {
        let weights = Constant(name: "w", shape: [64, 1, 3, 3], type: .float32, source: .none)
        let (none, _) = try shapes(pool(3))
        let (some, _) = try shapes(Node(op: "Conv", inputs: ["x", "w"], outputs: ["y"]), [weights])
        let (few, many) = (Budget(of: none), Budget(of: some))
        #expect(many.work == few.work + 576 * 131072)
        #expect(many.elements > few.elements && many.pixels > few.pixels && many.studyWork > few.studyWork)
    }

    @Test func `an enlargement to what no Int holds has no shape, by sizes and by scales`() throws {
        let sizes = Constant(name: "s", shape: [4], type: .int64, source: .integers([1, 1, .max, 1]))
        let keeping = Node(
            op: "Resize", inputs: ["x", "", "", "s"], outputs: ["y"],
            attributes: ["keep_aspect_ratio_policy": .string("not_smaller")])
        #expect(try shapes(keeping, [sizes]).1["y"] == nil)
        let scales = Constant(name: "s", shape: [4], type: .float32, source: .floats([1, 1, 3e38, 1]))
        #expect(try shapes(Node(op: "Resize", inputs: ["x", "", "s"], outputs: ["y"]), [scales]).1["y"] == nil)
    }

    @Test func `parts that sum to more than there is are no split`() throws {
        let parts = Constant(name: "s", shape: [3], type: .int64, source: .integers([1, 1 << 29, 1 << 30]))
        let node = Node(op: "Split", inputs: ["x", "s"], outputs: ["a", "b", "y"], attributes: ["axis": .int(2)])
        #expect(try shapes(node, [parts], size: 1 << 30).1["y"] == nil)
    }

    @Test func `a learned count that no Int holds is the largest`() throws {
        let weight = Constant(name: "w", shape: [1 << 30, 1 << 30, 1 << 30, 1], type: .float32, source: .none)
        let (_, shapes) = try shapes(Node(op: "Identity", inputs: ["x"], outputs: ["y"]), [weight])
        let node = Node(op: "Conv", inputs: ["x", "w"], outputs: ["z"])
        #expect(Cost(of: shapes.instance(of: node), output: nil) { _ in true }.parameters == .max)
    }
}
