import Networks
import Planes
import Testing
import Workers

@testable import Inference

@Suite struct RecordedRunTests {
    private static let nodes = [
        Node(name: "a", op: "Mul", inputs: ["x", "x"], outputs: ["a"]),
        Node(name: "b", op: "Neg", inputs: ["x"], outputs: ["b"]),
        Node(name: "c", op: "Add", inputs: ["a", "b"], outputs: ["y"]),
        Node(name: "s", op: "Floor", inputs: ["y"], outputs: ["z"]),
        Node(name: "k", op: "Shape", inputs: ["y"], outputs: ["k"]),
    ]
    private let image = Tensor<Float>(shape: [1, 1, 2, 2], values: [1, 2, 3, 4])

    private func recording(_ tensors: [String]) throws -> RecordedRun {
        try RecordedRun(
            of: network(Self.nodes, inputs: ["x": [1, 1, 2, 2]]), upTo: tensors, on: ["x": image], workers: Workers(1))
    }

    @Test func `derivatives of paths add up`() throws {
        // y = x² − x, so dy/dx = 2x − 1.
        let recording = try recording(["y"])
        #expect(try recording.tensor("y").values == [0, 2, 6, 12])
        let ones = Tensor<Float>(shape: [1, 1, 2, 2], repeating: 1)
        #expect(try recording.gradient(of: "y", weighted: ones).values == [1, 3, 5, 7])
        #expect(try recording.gradient(of: "c", at: [0, 0, 1, 0]).values == [0, 0, 5, 0])
        #expect(try recording.gradient(of: "x", weighted: ones) == ones)
        let again = try recording.again(on: ["x": Tensor(shape: [1, 1, 2, 2], repeating: 2)])
        #expect(try again.gradient(of: "y", at: [0, 0, 0, 0]).values == [3, 0, 0, 0])
    }

    @Test func `weights that are inputs have derivatives, all in one way back`() throws {
        // y = Σ wx + b, and w is the image itself: dy/dx = 2x.
        let nodes = [Node(name: "conv", op: "Conv", inputs: ["x", "w", "b"], outputs: ["y"])]
        let network = try network(nodes, inputs: ["x": [1, 1, 2, 2], "w": [1, 1, 2, 2], "b": [1]])
        let weights = Tensor<Float>(shape: [1, 1, 2, 2], values: [5, 6, 7, 8])
        let recording = try RecordedRun(
            of: network, upTo: ["y"], on: ["x": image, "w": weights, "b": Tensor(shape: [1], values: [100])],
            workers: Workers(1))
        #expect(try recording.tensor("y").values == [170])
        let two = Tensor<Float>(shape: [1, 1, 1, 1], values: [2])
        let gradients = try recording.gradients(of: "y", weighted: two, by: ["b", "w", "x"])
        #expect(gradients["x"]?.values == [10, 12, 14, 16])
        #expect(gradients["w"]?.values == [2, 4, 6, 8] && gradients["b"]?.values == [2])
        #expect(try recording.gradients(of: "y", weighted: two, by: ["w"]) == ["w": gradients["w"]])
    }

    @Test(arguments: [(batch: 1, group: 1), (5, 2), (37, 1)])
    func `weights' derivatives are the same for any number of workers`(batch: Int, group: Int) throws {
        let nodes = [
            Node(
                op: "Conv", inputs: ["x", "w"], outputs: ["y"],
                attributes: ["group": .int(group), "pads": .ints([2, 1, 0, 1]), "strides": .ints([2, 1])])
        ]
        let (image, weights) = (noise([batch, 4, 9, 8]), noise([6, 4 / group, 3, 3], seed: 2))
        let network = try network(nodes, inputs: ["x": image.shape, "w": weights.shape])
        let all = try [1, 2, 3].map { workers in
            let recording = try RecordedRun(
                of: network, upTo: ["y"], on: ["x": image, "w": weights], workers: Workers(workers))
            let cotangent = try noise(recording.tensor("y").shape, seed: 3)
            return try recording.gradients(of: "y", weighted: cotangent, by: ["x", "w"])
        }
        #expect(all[0] == all[1] && all[0] == all[2])
        // By the definition: the sum is linear in the weights, so what it gives for a kernel is its product with the
        // derivative.
        let recording = try RecordedRun(
            of: network, upTo: ["y"], on: ["x": image, "w": weights], workers: Workers(1))
        let answer = try recording.tensor("y")
        let whole = zip(answer.values, noise(answer.shape, seed: 3).values).reduce(0.0) { $0 + Double($1.0 * $1.1) }
        let gradient = try #require(all[0]["w"])
        let product = zip(gradient.values, weights.values).reduce(0.0) { $0 + Double($1.0 * $1.1) }
        #expect(abs(whole - product) < 1e-4 * max(1, abs(whole)))
    }

    @Test func `what has no derivative is named`() throws {
        let nodes = [Node(name: "less", op: "Less", inputs: ["x", "x"], outputs: ["y"])]
        let comparing = try RecordedRun(
            of: network(nodes, inputs: ["x": [1, 1, 2, 2]]), upTo: ["y"], on: ["x": image], workers: Workers(1))
        #expect(throws: InferenceError.noGradient(node: "less", op: "Less")) {
            try comparing.gradient(of: "y", at: [0, 0, 0, 0])
        }
        let recording = try recording(["y", "k"])
        #expect(throws: InferenceError.unreached(tensor: "k", input: "x")) {
            try recording.gradient(of: "k", at: [0])
        }
        #expect(throws: InferenceError.noSuchTensor(name: "z", suggestion: nil)) { try recording.tensor("z") }
        #expect(
            "\(InferenceError.noGradient(node: "conv", op: "Conv"))"
                == "node 'conv' is a Conv, whose derivative is not computed; choose a layer before it")
        #expect(
            "\(InferenceError.unreached(tensor: "k", input: "x"))" == "tensor 'k' does not depend on input 'x'")
    }
}
