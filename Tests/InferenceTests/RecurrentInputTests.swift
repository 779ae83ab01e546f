import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// Inputs besides the image, and recurrent layers whose weights are of few bits.
@Suite struct RecurrentInputTests {
    private static func constant(_ name: String, _ shape: [Int], _ values: [Float]) -> Constant {
        Constant(name: name, shape: shape, type: .float32, source: .floats(values))
    }

    private static func network(
        _ nodes: [Node], inputs: [Network.Input], _ constants: [Constant], outputs: [String] = ["y"]
    ) throws -> Network {
        try Network(
            opset: 17, inputs: inputs, outputs: outputs, nodes: nodes,
            constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
    }

    @Test func `the first state of a recurrent layer is 0 where it is not given`() throws {
        let network = try Self.network(
            [Node(op: "RNN", inputs: ["x", "w", "r", "", "", "h"], outputs: ["", "y"])],
            inputs: [
                .init(name: "x", shape: [.known(1), .known(1), .known(1)]),
                .init(name: "h", shape: [.known(1), .named("N"), .known(1)]),
            ], [Self.constant("w", [1, 1, 1], [0.5]), Self.constant("r", [1, 1, 1], [2])])
        let runner = try Runner(network, giving: ["y"], workers: Workers(1))
        func answer(_ state: Float?) throws -> Float? {
            var inputs = ["x": Tensor<Float>(shape: [1, 1, 1], values: [1])]
            if let state { inputs["h"] = Tensor(shape: [1, 1, 1], values: [state]) }
            return try runner.run(inputs)["y"]?.values[0]
        }
        // tanh ½, tanh(½ + 2).
        let first = try #require(try answer(nil))
        #expect(try abs(first - 0.46211716) < 1e-6 && answer(0) == first)
        let later = try #require(try answer(1))
        #expect(abs(later - 0.9866143) < 1e-6)
    }

    @Test func `another input that is not given is named`() throws {
        let network = try Self.network(
            [Node(op: "Add", inputs: ["x", "z"], outputs: ["y"])],
            inputs: [
                .init(name: "x", shape: [.known(1), .known(4)]), .init(name: "z", shape: [.known(1), .known(4)]),
            ], [])
        let runner = try Runner(network, giving: ["y"], workers: Workers(1))
        #expect(throws: InferenceError.inputMissing(input: "z")) {
            try runner.run(["x": Tensor(shape: [1, 4], repeating: 1)])
        }
    }

    @Test func `a branch that an input decides, of which nothing is said, is told with the input`() throws {
        func body(_ op: String) throws -> Network {
            try Network(
                opset: 17, inputs: [], outputs: ["b"], nodes: [Node(op: Operator(op), inputs: ["x"], outputs: ["b"])],
                isBody: true)
        }
        let network = try Self.network(
            [
                Node(op: "Not", inputs: ["s"], outputs: ["is"]),
                Node(
                    name: "way", op: "If", inputs: ["is"], outputs: ["y"],
                    attributes: ["then_branch": .graph(body("Relu")), "else_branch": .graph(body("Flatten"))]),
            ],
            inputs: [
                .init(name: "x", shape: [.known(1), .known(2), .known(2), .known(2)]),
                .init(name: "s", type: .bool, shape: []),
            ], [])
        #expect(throws: InferenceError.undecided(node: "way", op: "If", inputs: ["s"])) {
            try Runner(network, giving: ["y"], workers: Workers(1))
        }
        let fixed = try Runner(network.fixing(["s": [0]]), giving: ["y"], workers: Workers(1))
        let answer = try fixed.run(Tensor(shape: [1, 2, 2, 2], repeating: -1))["y"]
        #expect(answer?.values == [Float](repeating: 0, count: 8))
    }

    @Test func `an input of whole numbers is one of whole numbers`() throws {
        // 7/2 is cut off, and places are looked up.
        let network = try Self.network(
            [
                Node(op: "Div", inputs: ["i", "two"], outputs: ["place"]),
                Node(op: "Gather", inputs: ["table", "place"], outputs: ["y"]),
            ], inputs: [.init(name: "i", type: .int64, shape: [.known(2)])],
            [
                Self.constant("table", [4], [10, 11, 12, 13]),
                Constant(name: "two", shape: [], type: .int64, source: .integers([2])),
            ])
        let runner = try Runner(network, giving: ["y"], workers: Workers(1))
        #expect(try runner.run(["i": Tensor(shape: [2], values: [7, 2])])["y"]?.values == [13, 11])
    }

    /// What ONNX Runtime 1.32 gives for an LSTM with the weights that the integers stand for; its own `DynamicQuantizeLSTM`
    /// rounds inputs and states besides, and differs by up to 0.002.
    @Test func `an LSTM of quantised weights is one of the numbers that they stand for`() throws {
        let (input, weights, recurrent, bias): ([Float], [Int], [Int], [Float]) = (
            [
                -0.8019314, -1.324359, -0.2483616, 0.4204452, 1.136047, 0.1097064, -0.5526473, -0.7847804, 0.7487458,
                1.634783, 0.2727688, -1.233329,
            ],
            [
                -40, -12, -43, 85, -59, 71, 53, 61, -70, -20, 23, -2, 29, 31, 29, -80,
                82, 10, 72, -42, -25, 68, -57, -79, -23, 32, -68, 66, -29, -50, 8, 71,
                69, 66, -35, -87, 50, 37, 48, -90, -84, 0, -30, -12, 77, -54, 5, -32,
            ],
            [
                -37, 55, -63, -34, -69, -64, -40, 35, 14, -10, -60, 53, 53, -48, -80, -33,
                -64, 53, 3, 1, -38, 1, 84, -48, 48, -88, -34, 77, 66, -75, 61, 62,
            ],
            [
                0.7380419, -1.098973, -0.3312909, -0.8404732, 1.448731, 0.5682131, 2.431732, 0.6419164, 0.8449928,
                0.8406829, -0.6066115, -0.07002845, 1.350389, -0.3965508, 0.1887995, -0.02122346, 0.6092165, -0.3649088,
                -0.1523619, 0.2423814, 0.1030231, -0.8649728, 0.8957831, -1.298481, -1.201116, -1.282492, 0.9669723,
                -0.3606084, -0.9710364, -1.136021, 0.4211311, -1.054841,
            ]
        )
        let expected: [String: [Float]] = [
            "all": [
                0.1925268, 0.08931013, 0.1308267, -0.06146286, 0.2456077, 0.08850761, 0.2827702, -0.1149759, 0.3668063,
                0.04923232, 0.2055712, -0.05512896, 0.0607132, 0.3637561, 0.237147, -0.1486184,
            ],
            "last": [0.0607132, 0.3637561, 0.1308267, -0.06146286],
            "memory": [2.385498, 0.5684784, 0.1494311, -0.1023908],
        ]
        func bytes(_ name: String, _ shape: [Int], _ values: [Int]) -> Constant {
            Constant(name: name, shape: shape, type: .int8, source: .integers(values))
        }
        let node = Node(
            op: Operator("DynamicQuantizeLSTM", domain: "com.microsoft"),
            inputs: ["x", "w", "r", "b", "", "", "", "", "ws", "wz", "rs", "rz"], outputs: ["all", "last", "memory"],
            attributes: ["direction": .string("bidirectional"), "hidden_size": .int(2)])
        let network = try Self.network(
            [node], inputs: [.init(name: "x", shape: [.known(4), .known(1), .known(3)])],
            [
                bytes("w", [2, 3, 8], weights), bytes("r", [2, 2, 8], recurrent), bytes("wz", [2], [3, -5]),
                bytes("rz", [2], [0, 7]), Self.constant("b", [2, 16], bias), Self.constant("ws", [2], [0.01, 0.012]),
                Self.constant("rs", [2], [0.009, 0.011]),
            ], outputs: ["all", "last", "memory"])
        let found = try Runner(network, giving: network.outputs, workers: Workers(1)).run(
            ["x": Tensor(shape: [4, 1, 3], values: input)])
        for (name, values) in expected {
            let tensor = try #require(found[name])
            #expect(tensor.shape == (name == "all" ? [4, 2, 1, 2] : [2, 1, 2]))
            for (a, b) in zip(tensor.values, values) { #expect(abs(a - b) < 1e-5, "\(name)") }
        }
        #expect(network.isQuantized)
    }
}
