import Networks
import Planes
import Testing
import Workers

@testable import Inference

@Suite struct RunnerTests {
    private static let chain = [
        Node(
            name: "conv", op: "Conv", inputs: ["x", "w", "b"], outputs: ["c"],
            attributes: ["pads": .ints([1, 1, 1, 1])]),
        Node(name: "norm", op: "BatchNormalization", inputs: ["c", "s", "o", "m", "v"], outputs: ["n"]),
        Node(name: "plus", op: "Add", inputs: ["n", "a"], outputs: ["p"]),
        Node(name: "times", op: "Mul", inputs: ["s4", "p"], outputs: ["t"]),
        Node(name: "relu", op: "Relu", inputs: ["t"], outputs: ["r"]),
        Node(name: "end", op: "Neg", inputs: ["r"], outputs: ["y"]),
    ]
    private static let constants: [String: Tensor<Float>] = [
        "w": noise([3, 1, 3, 3]), "b": noise([3]), "s": noise([3], seed: 5), "o": noise([3], seed: 6),
        "m": noise([3], seed: 7), "v": Tensor(shape: [3], values: [0.5, 1, 2]), "a": noise([3, 1, 1], seed: 8),
        "s4": noise([1, 3, 1, 1], seed: 9),
    ]
    private static let image = noise([1, 1, 4, 4], seed: 11)

    private func message(_ body: () throws(InferenceError) -> Void) -> String {
        do throws(InferenceError) { try body() } catch { return "\(error)" }
        return ""
    }

    @Test func `what is taken into a convolution changes nothing but rounding`() throws {
        let chain = try network(Self.chain, constants: Self.constants)
        let fast = try Runner(chain, giving: ["y"], workers: Workers(1))
        let plain = try Runner(chain, giving: ["y"], by: .plain, workers: Workers(1))
        #expect(fast.plan.steps.map(\.op.name) == ["Conv", "Neg"])
        #expect(plain.plan.steps.map(\.op.name) == ["Conv", "BatchNormalization", "Add", "Mul", "Relu", "Neg"])
        let (a, b) = (try #require(try fast.run(Self.image)["y"]), try #require(try plain.run(Self.image)["y"]))
        #expect(difference(a, from: b) < 1e-6)
    }

    @Test(arguments: [[1, 2, 5, 7], [1, 2, 1, 1]]) func `a sum takes in the Relu that follows it`(shape: [Int]) throws {
        let sum = try network(
            [Node(op: "Add", inputs: ["x", "b"], outputs: ["s"]), Node(op: "Relu", inputs: ["s"], outputs: ["y"])],
            inputs: ["x": [1, 2, 5, 7]], constants: ["b": noise(shape, seed: 2)])
        let (input, other) = (noise([1, 2, 5, 7]), noise(shape, seed: 2))
        let runner = try Runner(sum, giving: ["y"], workers: Workers(1))
        let found = try #require(runner.run(["x": input])["y"])
        let step = 35 * (shape[2] == 1 ? 1 : 0)
        #expect(
            found.values
                == input.values.enumerated().map { max($1 + other.values[step > 0 ? $0 / step : $0], 0) })
        // What overflows is refused, also where the Relu would hide it.
        var huge = input
        huge.update { $0[3] = -.greatestFiniteMagnitude }
        let far = try network(
            [Node(op: "Add", inputs: ["x", "x"], outputs: ["s"]), Node(op: "Relu", inputs: ["s"], outputs: ["y"])],
            inputs: ["x": [1, 2, 5, 7]])
        #expect(throws: InferenceError.nonFinite(node: "s", op: "Add", tensor: "y", value: -.infinity)) {
            try Runner(far, giving: ["y"], workers: Workers(1)).run(["x": huge])
        }
    }

    @Test func `a tensor that is asked for is not taken in`() throws {
        let chain = try network(Self.chain, constants: Self.constants)
        let names = ["c", "n", "p", "t", "r", "y"]
        let all = try Runner(chain, giving: names, workers: Workers(1)).run(Self.image)
        let plain = try Runner(chain, giving: names, by: .plain, workers: Workers(1)).run(Self.image)
        for name in names {
            let expected = try #require(plain[name])
            #expect(difference(try #require(all[name]), from: expected) < 1e-6)
            let alone = try Runner(chain, giving: [name], workers: Workers(1)).run(Self.image)
            #expect(alone.keys.sorted() == [name])
            #expect(difference(try #require(alone[name]), from: expected) < 1e-6)
        }
    }

    @Test func `an output that is read and not computed is said to be missing`() throws {
        let nodes = [
            Node(name: "norm", op: "LayerNormalization", inputs: ["x", "g"], outputs: ["n", "mean"]),
            Node(name: "plus", op: "Add", inputs: ["n", "mean"], outputs: ["y"]),
        ]
        let both = try network(nodes, constants: ["g": noise([4])])
        #expect(try Runner(both, giving: ["n"], workers: Workers(1)).run(Self.image)["n"] != nil)
        let said = message { () throws(InferenceError) in
            _ = try Runner(both, giving: ["y"], workers: Workers(1)).run(Self.image)
        }
        #expect(
            said == "node 'norm' (LayerNormalization) cannot run: its output 'mean', which is read, is not computed")
    }

    @Test func `only what a tensor needs is read and run`() throws {
        // The weight of the second node has no values.
        let nodes = [
            Node(op: "Relu", inputs: ["x"], outputs: ["a"]), Node(op: "Mul", inputs: ["a", "w"], outputs: ["y"]),
        ]
        let paper = try Network(
            opset: 17, inputs: [Network.Input(name: "x", shape: [.known(1), .known(2)])], outputs: ["y"], nodes: nodes,
            constants: ["w": Constant(name: "w", shape: [2], type: .float32, source: .none)])
        let image = Tensor<Float>(shape: [1, 2], values: [-1, 2])
        #expect(try Runner(paper, giving: ["a"], workers: Workers(1)).run(image)["a"]?.values == [0, 2])
        #expect(
            message { () throws(InferenceError) in _ = try Runner(paper, giving: ["y"], workers: Workers(1)) }
                == "constant 'w' cannot be read: the network is on paper and has no values; give one with weights")
    }

    @Test func `a node's name stands for its first output`() throws {
        let chain = try network(Self.chain, constants: Self.constants)
        let runner = try Runner(chain, giving: ["conv"], workers: Workers(1))
        #expect(runner.tensors == ["c"])
        #expect(try runner.run(Self.image)["c"]?.shape == [1, 3, 4, 4])
        #expect(
            message { () throws(InferenceError) in _ = try Runner(chain, giving: ["Conv"], workers: Workers(1)) }
                == "there is no layer or tensor 'Conv'; did you mean 'conv'?")
        #expect(
            message { () throws(InferenceError) in _ = try Runner(chain, giving: ["fc7"], workers: Workers(1)) }
                == "there is no layer or tensor 'fc7'; striate rf lists those there are")
    }

    @Test func `an operation that is missing is named with the layers before it`() throws {
        let nodes = [
            Node(name: "one", op: "Relu", inputs: ["x"], outputs: ["a"]),
            Node(name: "two", op: "Unique", inputs: ["a"], outputs: ["b"]),
            Node(name: "three", op: "Relu", inputs: ["b"], outputs: ["y"]),
            Node(name: "beside", op: "Neg", inputs: ["a"], outputs: ["z"]),
        ]
        let missing = try network(nodes)
        #expect(
            message { () throws(InferenceError) in _ = try Runner(missing, giving: ["y"], workers: Workers(1)) }
                == "node 'two' is a Unique, which is not run; the 2 layers that do not need it can be, the last is 'beside'"
        )
        #expect(try Runner(missing, giving: ["z"], workers: Workers(1)).run(Self.image)["z"] != nil)
        let first = try network([Node(name: "f", op: "Foo", domain: "mine", inputs: ["x"], outputs: ["y"])])
        #expect(
            message { () throws(InferenceError) in _ = try Runner(first, giving: ["y"], workers: Workers(1)) }
                == "node 'f' is a Foo, which is not run; no layer before it can be")
    }

    @Test(arguments: [["x"], []])
    func `a convolution without weights is refused`(inputs: [String]) throws {
        let bare = try network([Node(name: "c", op: "Conv", inputs: inputs, outputs: ["y"])])
        let text = message { () throws(InferenceError) in
            _ = try Runner(bare, giving: ["y"], workers: Workers(1)).run(Self.image)
        }
        #expect(text == "node 'c' (Conv) cannot run: input 1 is missing")
    }

    @Test func `shapes that do not fit are named with the layer`() throws {
        let chain = try network(Self.chain, inputs: ["x": [1, -1, -1, -1]], constants: Self.constants)
        let runner = try Runner(chain, giving: ["c"], workers: Workers(1))
        #expect(
            message { () throws(InferenceError) in _ = try runner.run(noise([1, 2, 4, 4])) }
                == "node 'conv' (Conv) cannot run: shapes 1 × 2 × 4 × 4 and 3 × 1 × 3 × 3 do not fit; the weights are for "
                + "1 channels, the input has 2")
        #expect(
            message { () throws(InferenceError) in _ = try runner.run(noise([1, 4, 4])) }
                == "input 'x' is of shape 1 × 4 × 4; ? × ? × ? × ? is expected")
        let added = try network(
            [Node(name: "sum", op: "Add", inputs: ["x", "w"], outputs: ["y"])], constants: ["w": noise([3])])
        let adder = try Runner(added, giving: ["y"], workers: Workers(1))
        #expect(
            message { () throws(InferenceError) in _ = try adder.run(Self.image) }
                == "node 'sum' (Add) cannot run: shapes 1 × 1 × 4 × 4 and 3 do not fit; sizes are equal or 1, counted "
                + "from the last axis")
        #expect(
            message { () throws(InferenceError) in _ = try adder.run(noise([1, 1, 4, 5])) }
                == "input 'x' is of shape 1 × 1 × 4 × 5; ? × 1 × 4 × 4 is expected")
        #expect(
            message { () throws(InferenceError) in _ = try adder.run([:]) }
                == "input 'x' is not given; say what it holds")
    }

    @Test func `the first NaN or infinity is named`() throws {
        var constants = Self.constants
        constants["w"] = Tensor(shape: [3, 1, 3, 3], values: (0..<27).map { $0 == 20 ? .nan : 1 })
        let bad = try network(Self.chain, constants: constants)
        #expect(
            message { () throws(InferenceError) in _ = try Runner(bad, giving: ["y"], workers: Workers(1)) }
                == "weight 'w' of node 'conv' holds nan; weights are finite numbers")
        let nodes = [
            Node(name: "log", op: "Log", inputs: ["x"], outputs: ["a"]),
            Node(name: "end", op: "Relu", inputs: ["a"], outputs: ["y"]),
        ]
        let runner = try Runner(network(nodes), giving: ["y"], workers: Workers(1))
        #expect(
            message { () throws(InferenceError) in _ = try runner.run(Tensor(shape: [1, 1, 4, 4], repeating: 0)) }
                == "node 'log' (Log) is the first to give -inf, in 'a'; are input and weights as the network was trained "
                + "with?")
        #expect(
            message { () throws(InferenceError) in _ = try runner.run(Tensor(shape: [1, 1, 4, 4], repeating: .nan)) }
                == "node 'x' (input) is the first to give nan, in 'x'; are input and weights as the network was trained "
                + "with?")
    }

    @Test func `what would not fit into memory is refused`() throws {
        let big = try network(
            [
                Node(
                    name: "up", op: "Upsample", inputs: ["x"], outputs: ["y"],
                    attributes: ["scales": .floats([1, 1, 9999, 9999])])
            ],
            opset: 7)
        #expect(
            message { () throws(InferenceError) in _ = try Runner(big, giving: ["y"], workers: Workers(1)) }
                == "node 'up' is not run: with it the network asks for more than 50331648 elements in use, with its "
                + "output of 1 × 1 × 39996 × 39996")
    }

    @Test func `a network that needs minutes is refused before it runs`() throws {
        let nodes = (0..<8).map {
            Node(
                name: "c\($0)", op: "Conv", inputs: [$0 == 0 ? "x" : "t\($0 - 1)", "w"], outputs: ["t\($0)"],
                attributes: ["pads": .ints([31, 31, 31, 31])])
        }
        let weights = noise([32, 32, 63, 63])
        let slow = try network(nodes, inputs: ["x": [1, 32, 256, 256]], constants: ["w": weights])
        // 32 · 32 · 63² · 256² for each; 2^36 are given and 2^17 for each of its 32 · 32 · 63² weights, 2^39 at most: two of them.
        #expect(
            message { () throws(InferenceError) in
                _ = try Runner(slow, giving: ["t7"], on: ["x": [1, 32, 256, 256]], workers: Workers(1))
            }
                == "node 'c2' is not run: with it the network asks for more than 549755813888 multiply-adds, or loops as long"
        )
    }

    @Test func `work without end is refused`() throws {
        let windows = try network(
            [
                Node(
                    name: "pool", op: "MaxPool", inputs: ["x"], outputs: ["y"],
                    attributes: ["kernel_shape": .ints([4096, 4096]), "pads": .ints([4096, 4096, 4096, 4096])])
            ])
        #expect(
            message { () throws(InferenceError) in _ = try Runner(windows, giving: ["y"], workers: Workers(1)) }
                == "node 'pool' is not run: with it the network asks for more than 68719476736 multiply-adds, or loops as "
                + "long")
        let filled = try Network(
            opset: 17, inputs: [Network.Input(name: "x", shape: [.known(1)])], outputs: ["y"],
            nodes: [
                Node(op: "ConstantOfShape", inputs: ["t"], outputs: ["c"]),
                Node(op: "Mul", inputs: ["x", "c"], outputs: ["y"]),
            ],
            constants: ["t": Constant(name: "t", shape: [2], type: .int64, source: .integers([1 << 40, 0]))])
        #expect(
            message { () throws(InferenceError) in _ = try Runner(filled, giving: ["y"], workers: Workers(1)) }
                == "node 'c' (ConstantOfShape) cannot run: its output of shape 1099511627776 × 0 would hold more than 2^27 elements"
        )
    }

    @Test func `constants of constants are computed once`() throws {
        let nodes = [
            Node(op: "Add", inputs: ["w", "w"], outputs: ["w2"]), Node(op: "Mul", inputs: ["x", "w2"], outputs: ["y"]),
            Node(op: "Dropout", inputs: ["y"], outputs: ["z"]),
        ]
        let runner = try Runner(
            network(nodes, constants: ["w": Tensor(shape: [1], values: [3])]), giving: ["z", "w2"], workers: Workers(1))
        #expect(runner.plan.steps.map(\.op.name) == ["Mul", "Dropout"])
        let result = try runner.run(Tensor(shape: [1, 1, 4, 4], repeating: 2))
        #expect(result["w2"]?.values == [6] && result["z"]?.values == [Float](repeating: 12, count: 16))
    }
}
