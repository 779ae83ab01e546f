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

    @Test func `what has no derivative is named`() throws {
        let nodes = [
            Node(name: "conv", op: "Conv", inputs: ["x", "x"], outputs: ["y"])
        ]
        let moving = try RecordedRun(
            of: network(nodes, inputs: ["x": [1, 1, 2, 2]]), upTo: ["y"], on: ["x": image], workers: Workers(1))
        #expect(throws: InferenceError.noGradient(node: "conv", op: "Conv")) {
            try moving.gradient(of: "y", at: [0, 0, 0, 0])
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
