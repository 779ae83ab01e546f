import Networks
import Planes
import ReferenceData
import Synchronization
import Testing
import Workers

@testable import Inference

@Suite struct ExplainerTests {
    /// y = (x₀ + 2x₁ + 3x₂ + 4x₃, relu(x₃ − x₀)), with or without a softmax behind it.
    private static func runnable(
        relu: Bool = true, softmax: Bool = false, order: MapOrder = .channelsFirst
    ) throws -> RunnableNetwork {
        var nodes = [
            Node(name: "flat", op: "Flatten", inputs: ["x"], outputs: ["f"]),
            Node(name: "fc", op: "Gemm", inputs: ["f", "w"], outputs: ["s"]),
        ]
        if relu { nodes.append(Node(name: "r", op: "Relu", inputs: ["s"], outputs: ["scores"])) }
        let scores = relu ? "scores" : "s"
        if softmax { nodes.append(Node(name: "p", op: "Softmax", inputs: [scores], outputs: ["y"])) }
        let shape = order == .channelsFirst ? [1, 1, 2, 2] : [1, 2, 2, 1]
        return try RunnableNetwork(
            network(
                nodes, inputs: ["x": shape], outputs: [softmax ? "y" : scores],
                constants: ["w": Tensor(shape: [4, 2], values: [1, -1, 2, 0, 3, 0, 4, 1])]),
            preprocessing: Preprocessing.none, workers: Workers(1))
    }

    private let input = Tensor<Float>(shape: [1, 1, 2, 2], values: [1, 2, 3, 4])

    private func explained(
        _ target: AttributionTarget = .likeliest, by method: AttributionMethod, relu: Bool = true, softmax: Bool = false
    ) throws -> Attribution {
        var generator = Xorshift(state: 3)
        return try Explainer(Self.runnable(relu: relu, softmax: softmax), target: target)
            .attribution(ofInput: input, by: method, using: &generator)
    }

    @Test func `a linear answer's gradient is its weights, and times the input its shares`() throws {
        let gradient = try explained(by: .gradient)
        #expect(gradient.values.values == [1, 2, 3, 4] && gradient.answer == 30 && gradient.index == 0)
        let other = try explained(.score(ofClass: 1), by: .gradient)
        #expect(other.values.values == [-1, 0, 0, 1] && other.answer == 3 && other.index == 1)
        #expect(try explained(by: .inputTimesGradient).values.values == [1, 4, 9, 16])
        #expect(try explained(by: .integratedGradients(steps: 3, baseline: .zero)).values.values == [1, 4, 9, 16])
        // From white, 1 everywhere, whose answer is 10.
        let fromWhite = try explained(by: .integratedGradients(steps: 3, baseline: .white))
        #expect(fromWhite.values.values == [0, 2, 6, 12] && fromWhite.baselineAnswer == 10)
        #expect(try #require(fromWhite.completenessError) < 1e-6)
        // Its gradient is the same everywhere, also where noise leads.
        #expect(try explained(by: .smoothGrad(samples: 4, noise: 0.1)).values.values == [1, 2, 3, 4])
    }

    @Test(arguments: [
        AttributionMethod.integratedGradients(steps: 40, baseline: .zero), .smoothGrad(samples: 40, noise: 0.1),
        .occlusion(window: PixelSize(side: 1), stride: PixelSize(side: 1), baseline: .zero),
    ])
    func `what hears how far it is may end it`(method: AttributionMethod) throws {
        let heard = Mutex<[Int]>([])
        var generator = Xorshift(state: 3)
        let error = #expect(throws: InferenceError.self) {
            try Explainer(Self.runnable()).attribution(ofInput: input, by: method, using: &generator) {
                done throws(InferenceError) in
                heard.withLock { $0.append(done) }
                if done == 3 { throw .stopped }
            }
        }
        #expect(error == .stopped && heard.withLock { $0 }.last == 3)
    }

    @Test func `an answer is taken before its softmax`() throws {
        let explainer = try Explainer(Self.runnable(softmax: true))
        #expect(explainer.isBeforeSoftmax && explainer.tensor == "scores")
        #expect(try explained(by: .gradient, softmax: true).values.values == [1, 2, 3, 4])
        #expect(try !Explainer(Self.runnable()).isBeforeSoftmax)
    }

    @Test func `guided backpropagation lets only positive derivatives pass a rectifier`() throws {
        // y = a − b with a = relu(x), b = relu(x): derivatives 1 and −1; of the second nothing comes back.
        let nodes = [
            Node(op: "Relu", inputs: ["x"], outputs: ["a"]), Node(op: "Clip", inputs: ["x", "zero"], outputs: ["b"]),
            Node(op: "Mul", inputs: ["b", "minus"], outputs: ["c"]),
            Node(op: "Add", inputs: ["a", "c"], outputs: ["y"]),
        ]
        let net = try RunnableNetwork(
            network(
                nodes, inputs: ["x": [1, 1, 2, 2]],
                constants: [
                    "minus": Tensor(shape: [1], values: [-1]), "zero": Tensor(shape: [], values: [0]),
                ]),
            preprocessing: Preprocessing.none, workers: Workers(1))
        let explainer = try Explainer(net, target: .unit(channel: 0, row: 0, column: 1, MapLayer("y", tensor: "y")))
        var generator = Xorshift(state: 1)
        #expect(
            try explainer.attribution(ofInput: input, by: .guidedBackpropagation, using: &generator).values.values
                == [0, 1, 0, 0])
        #expect(
            try explainer.attribution(ofInput: input, by: .gradient, using: &generator).values.values == [0, 0, 0, 0])
        #expect(throws: InferenceError.noRectifier) { try explained(by: .guidedBackpropagation, relu: false) }
        #expect(
            "\(InferenceError.noRectifier)"
                == "it has no rectifier (Relu), so that guided backpropagation is the gradient; choose another method")
    }

    @Test func `smooth gradients are the same for a seed and differ between seeds`() throws {
        let nodes = [Node(op: "Mul", inputs: ["x", "x"], outputs: ["y"])]
        let net = try RunnableNetwork(
            network(nodes, inputs: ["x": [1, 1, 2, 2]]), preprocessing: Preprocessing.none, workers: Workers(1))
        let explainer = try Explainer(net, target: .channel(0, MapLayer("y", tensor: "y")))
        func found(_ seed: UInt64, _ samples: Int) throws -> [Float] {
            var generator = Xorshift(state: seed)
            return try explainer.attribution(
                ofInput: input, by: .smoothGrad(samples: samples, noise: 0.2), using: &generator
            ).values.values
        }
        #expect(try found(1, 3) == found(1, 3))
        #expect(try found(1, 3) != found(2, 3))
        // ∂y/∂x is x / 2, so the mean is the gradient at the mean: noise of deviation .6 leaves .3 / √2000 = .007.
        for (value, expected) in zip(try found(1, 2000), [0.5, 1, 1.5, 2] as [Float]) {
            #expect(abs(value - expected) < 0.03)
        }
    }

    @Test func `maps with channels last give what those with channels first give`() throws {
        let first = try explained(by: .gradient)
        var generator = Xorshift(state: 1)
        let last = try Explainer(Self.runnable(order: .channelsLast)).attribution(
            ofInput: input.reshaped(to: [1, 2, 2, 1]), by: .gradient, using: &generator)
        #expect(first.values == last.values)
    }

    @Test func `of derivatives the largest channel is drawn, of shares the sum`() {
        let values = Tensor<Float>(shape: [1, 3, 1, 2], values: [1, -2, -3, 1, 2, 1])
        func plane(_ method: AttributionMethod) -> [Float] {
            Attribution(method: method, values: values, answer: 1, index: nil, baselineAnswer: nil).plane.values
        }
        #expect(plane(.gradient) == [-3, -2])
        #expect(plane(.inputTimesGradient) == [0, 0])
        let side = PixelSize(side: 1)
        #expect(plane(.occlusion(window: side, stride: side, baseline: .zero)) == [1, -2])
    }

    @Test func `a class that there is not is refused`() {
        #expect(throws: InferenceError.noSuchClass(2, count: 2)) { try explained(.score(ofClass: 2), by: .gradient) }
        #expect("\(InferenceError.noSuchClass(2, count: 2))" == "there is no class 2; they are 0 to 1")
    }
}
