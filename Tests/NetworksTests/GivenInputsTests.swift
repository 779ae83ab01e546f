import Testing

@testable import Networks

/// Inputs besides the picture, of which it is said what they hold.
@Suite struct GivenInputsTests {
    /// Twice the picture where the rate is 16, else the picture; a size of its own beside.
    private static func network() throws -> Network {
        func body(_ op: String, _ inputs: [String]) throws -> Network {
            try Network(
                opset: 17, inputs: [], outputs: ["z"], nodes: [Node(op: op, inputs: inputs, outputs: ["z"])],
                isBody: true)
        }
        return try Network(
            opset: 17,
            inputs: [
                .init(name: "x", shape: [.known(1), .known(3), .known(8), .known(8)]),
                .init(name: "rate", type: .int64, shape: []),
                .init(name: "scale", shape: [.named("batch"), .known(2)]),
            ], outputs: ["y"],
            nodes: [
                Node(op: "Equal", inputs: ["rate", "sixteen"], outputs: ["is"]),
                Node(
                    op: "If", inputs: ["is"], outputs: ["y"],
                    attributes: [
                        "then_branch": .graph(body("Add", ["x", "x"])), "else_branch": .graph(body("Relu", ["x"])),
                    ]),
            ],
            constants: [
                "sixteen": Constant(name: "sixteen", shape: [], type: .int64, source: .integers([16]))
            ])
    }

    @Test(arguments: [(16.0, "Add"), (8, "Relu")])
    func `the branch is taken that a given number decides`(rate: Double, op: String) throws {
        let network = try Self.network().fixing(["rate": [rate]])
        #expect(network.inputs.map(\.name) == ["x", "scale"])
        let taken = try network.unrolled().nodes.map(\.op.name)
        #expect(taken.contains(op) && !taken.contains("If"))
    }

    @Test func `without the number both are, and one is chosen`() throws {
        let network = try Self.network().unrolled()
        #expect(network.nodes.contains { $0.op == .where } && network.inputs.count == 3)
    }

    @Test func `one number stands for all elements, an open size is one`() throws {
        let network = try Self.network()
        let one = try #require(try network.fixing(["scale": [0.5]]).constants["scale"])
        #expect(try one.shape == [1, 2] && one.floats() == [0.5, 0.5])
        let two = try #require(try network.fixing(["scale": [1, 2]]).constants["scale"])
        #expect(try two.floats() == [1, 2])
        #expect(try network.fixing(["rate": [16]]).constants["rate"]?.integers() == [16])
    }

    @Test func `what an input does not take is refused`() throws {
        let network = try Self.network()
        #expect(throws: NetworkError.noSuchInput(name: "sr", inputs: ["x", "rate", "scale"])) {
            try network.fixing(["sr": [1]])
        }
        #expect(throws: NetworkError.misfit(input: "rate", reason: "it holds whole numbers, and 0.5 is none")) {
            try network.fixing(["rate": [0.5]])
        }
        #expect(
            throws: NetworkError.misfit(
                input: "scale", reason: "it is of shape 1 × 2; 2 numbers are expected, or one for all, not 3")
        ) { try network.fixing(["scale": [1, 2, 3]]) }
    }

    @Test func `a tensor that would fill the memory is refused before it is made`() throws {
        let huge = try Network(
            opset: 17, inputs: [.init(name: "h", shape: [.known(1 << 20), .known(1 << 20)])], outputs: ["h"], nodes: [])
        #expect(throws: NetworkError.tooManyElements(tensor: "h", shape: [1 << 20, 1 << 20], limit: 1 << 26)) {
            try huge.fixing(["h": [0]])
        }
    }
}
