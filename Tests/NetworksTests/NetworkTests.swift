import Networks
import Testing

@Suite struct NetworkTests {
    private static let image = Network.Input(name: "x", shape: [.known(1), .known(3), .known(8), .known(8)])

    private func relu(_ input: String, _ output: String) -> Node {
        Node(name: "to \(output)", op: "Relu", inputs: [input], outputs: [output])
    }

    private func network(_ nodes: [Node], constants: [String: Constant] = [:]) throws(NetworkError) -> Network {
        try Network(opset: 17, inputs: [Self.image], outputs: ["y"], nodes: nodes, constants: constants)
    }

    @Test func `nodes are put after those they read, and an order that is one is kept`() throws {
        let shuffled = try network([relu("b", "y"), relu("a", "b"), relu("x", "a"), relu("x", "c")])
        #expect(shuffled.nodes.map(\.label) == ["to a", "to b", "to y", "to c"])
        let ordered = try network([relu("x", "a"), relu("x", "c"), relu("a", "b"), relu("b", "y")])
        #expect(ordered.nodes.map(\.label) == ["to a", "to c", "to b", "to y"])
    }

    @Test func `a cycle is refused by the name of a node in it`() {
        #expect(throws: NetworkError.cycle(node: "to a")) { try network([relu("b", "a"), relu("a", "b")]) }
        #expect(throws: NetworkError.cycle(node: "to a")) { try network([relu("a", "a")]) }
    }

    @Test func `a tensor has one origin`() {
        #expect(throws: NetworkError.givenTwice(tensor: "a")) { try network([relu("x", "a"), relu("x", "a")]) }
        #expect(throws: NetworkError.givenTwice(tensor: "x")) { try network([relu("x", "x")]) }
        #expect(throws: NetworkError.missing(tensor: "z", node: "to y")) { try network([relu("z", "y")]) }
    }

    @Test func `a part has what its tensor depends on, and nothing else`() throws {
        let constants = ["w", "v"].map { Constant(name: $0, shape: [1], type: .float32, source: .floats([1])) }
        let whole = try network(
            [
                relu("x", "a"), Node(op: "Mul", inputs: ["a", "w"], outputs: ["b"]), relu("a", "c"),
                Node(op: "Mul", inputs: ["b", "v"], outputs: ["y"]),
            ], constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        let part = try whole.part(giving: "b")
        #expect(part.nodes.map(\.outputs) == [["a"], ["b"]] && part.outputs == ["b"])
        #expect(Set(part.constants.keys) == ["w"] && part.inputs == whole.inputs)
        #expect(try whole.part(giving: "x").nodes.isEmpty)
    }

    @Test func `an input that has a value of its own is no input`() throws {
        let constant = Constant(name: "x", shape: [2], type: .int64, source: .integers([3, 4]))
        #expect(try network([], constants: ["x": constant]).inputs.isEmpty)
    }

    @Test func `a body may read what lies around it, and its node depends on that`() throws {
        let body = try Network(
            opset: 17, inputs: [], outputs: ["t"], nodes: [relu("a", "t"), relu("t", "u")], isBody: true)
        #expect(body.captures == ["a"])
        let branch = Node(op: "If", inputs: ["", "x"], outputs: ["y"], attributes: ["then_branch": .graph(body)])
        #expect(branch.reads == ["x", "a"] && branch.label == "y")
        #expect(try network([branch, relu("x", "a")]).nodes.map(\.op.name) == ["Relu", "If"])
    }

    @Test func `a chain of 100000 nodes is ordered`() throws {
        var nodes = (0..<100_000).map { relu($0 == 0 ? "x" : "t\($0)", "t\($0 + 1)") }
        nodes.reverse()
        #expect(try network(nodes).nodes.last?.outputs == ["t100000"])
    }

    @Test func `values are fetched when asked for, as many as the shape says`() throws {
        let stored = Constant(name: "w", shape: [3], type: .int64, source: .stored { .integers([1, 2, 3]) })
        #expect(try stored.integers() == [1, 2, 3] && stored.floats() == [1, 2, 3])
        let short = Constant(name: "w", shape: [3], type: .float32, source: .stored { .floats([1, 2]) })
        #expect(throws: NetworkError.unreadable(constant: "w", reason: "2 values for 3 elements")) {
            try short.floats()
        }
        let lost = Constant(name: "w", shape: [3], type: .float32, source: .stored { throw CancellationError() })
        #expect(throws: NetworkError.unreadable(constant: "w", reason: "CancellationError()")) { try lost.floats() }
        let paper = Constant(name: "p", shape: [64, 3, 7, 7], type: .float32, source: .none)
        #expect(paper.count == 9408)
        #expect(throws: NetworkError.self) { try paper.floats() }
        #expect(elementCount([1 << 40, 1 << 40]) == .max && elementCount([1 << 40, 1 << 40, 0]) == 0)
    }

    @Test func `settings are had by name and kind`() {
        let node = Node(
            op: "Conv", domain: "ai.onnx", inputs: [], outputs: [],
            attributes: ["group": .int(2), "strides": .ints([1, 2]), "auto_pad": .string("VALID"), "a": .float(0.5)])
        #expect(node.int("group") == 2 && node.ints("strides") == [1, 2] && node.string("auto_pad") == "VALID")
        #expect(node.float("a") == 0.5 && node.int("strides") == nil && node.ints("pads") == nil && node.op == .conv)
    }
}
