import Networks
import Planes
import ReferenceData
import Testing
import Workers

@testable import Inference

@Suite struct GradCAMTests {
    /// Two channels, x and −x; y = the mean of the first less twice the mean of the second.
    private static func explainer() throws -> Explainer {
        let nodes = [
            Node(name: "conv", op: "Conv", inputs: ["x", "k"], outputs: ["maps"]),
            Node(name: "gap", op: "GlobalAveragePool", inputs: ["maps"], outputs: ["means"]),
            Node(name: "flat", op: "Flatten", inputs: ["means"], outputs: ["f"]),
            Node(name: "fc", op: "Gemm", inputs: ["f", "w"], outputs: ["y"]),
            Node(name: "late", op: "Relu", inputs: ["y"], outputs: ["z"]),
        ]
        return try Explainer(
            RunnableNetwork(
                network(
                    nodes, inputs: ["x": [1, 1, 2, 2]], outputs: ["y", "z"],
                    constants: [
                        "k": Tensor(shape: [2, 1, 1, 1], values: [1, -1]),
                        "w": Tensor(shape: [2, 2], values: [1, 0, -2, 0]),
                    ]), preprocessing: Preprocessing.none, workers: Workers(1)), target: .score(ofClass: 0))
    }

    private let input = Tensor<Float>(shape: [1, 1, 2, 2], values: [4, -8, 0, 2])

    private func map(_ layer: String, rectified: Bool) throws -> Attribution {
        var generator = Xorshift(state: 1)
        return try Self.explainer().attribution(
            ofInput: input, by: .gradCAM(MapLayer(layer, tensor: layer), isRectified: rectified), using: &generator)
    }

    @Test func `channels are weighted by their mean derivative`() throws {
        // ∂y by the first channel's units is 1/4 each, by the second's −2/4: x/4 + 2x/4.
        #expect(try map("maps", rectified: false).values.values == [3, -6, 0, 1.5])
        let rectified = try map("maps", rectified: true)
        #expect(rectified.values.values == [3, 0, 0, 1.5] && rectified.values.shape == [1, 1, 2, 2])
    }

    @Test func `a layer that has no part in the answer, or no maps, is refused`() {
        #expect(throws: InferenceError.notOnTheWay(layer: "z", tensor: "y")) { try map("z", rectified: true) }
        #expect(
            "\(InferenceError.notOnTheWay(layer: "z", tensor: "y"))"
                == "'z' has no part in 'y', which is explained; name a layer before it")
        #expect(throws: InferenceError.noMap(layer: "f")) { try map("f", rectified: true) }
    }
}
