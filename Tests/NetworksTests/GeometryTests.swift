import Networks
import Testing

@Suite struct GeometryTests {
    private func operation(
        _ op: String, _ shape: [Int], _ attributes: [String: Attribute] = [:], _ further: [TensorFacts] = []
    ) -> OperatorInstance {
        let inputs = ["x"] + further.indices.map { "k\($0)" }
        return OperatorInstance(
            node: Node(op: op, inputs: inputs, outputs: ["y", "z"], attributes: attributes), opset: 17,
            inputs: [TensorFacts(shape)] + further)
    }

    private func whole(_ values: [Int]) -> TensorFacts { TensorFacts([values.count], .integers(values)) }

    @Test func `slices count from either end`() throws {
        let further = [whole([-3, 9]), whole([.max, .min]), whole([0, 1]), whole([1, -4])]
        let slices = try #require(operation("Slice", [5, 8], [:], further).slices)
        #expect(slices[0].start == 2 && slices[0].step == 1 && slices[0].count == 3)
        #expect(slices[1].start == 7 && slices[1].step == -4 && slices[1].count == 2)
        #expect(operation("Slice", [5], [:], [whole([0]), whole([2]), whole([0]), whole([0])]).slices == nil)
    }

    @Test func `parts are equal unless they are given`() {
        #expect(operation("Split", [7, 2]).parts == [4, 3])
        #expect(operation("Split", [7, 2], [:], [whole([2, 5])]).parts == [2, 5])
        #expect(operation("Split", [7, 2], [:], [whole([2, 6])]).parts == nil)
    }

    private func resampling(
        _ inputs: Int, _ outputs: Int, _ mode: String, _ coordinates: String, rounding: String = "round_prefer_floor"
    ) throws -> [[Int]] {
        let attributes: [String: Attribute] = [
            "mode": .string(mode), "coordinate_transformation_mode": .string(coordinates),
            "nearest_mode": .string(rounding),
        ]
        let resize = OperatorInstance(
            node: Node(op: "Resize", inputs: ["x", "", "", "k"], outputs: ["y"], attributes: attributes), opset: 17,
            inputs: [TensorFacts([inputs]), nil, nil, whole([outputs])])
        let resampling = try #require(resize.resamplings?.first)
        return (0..<outputs).map { resampling.taps($0) }
    }

    @Test func `a resize reads the inputs that have a weight`() throws {
        #expect(try resampling(2, 4, "nearest", "asymmetric", rounding: "floor") == [[0], [0], [1], [1]])
        #expect(try resampling(2, 4, "linear", "half_pixel") == [[-1, 0], [0, 1], [0, 1], [1, 2]])
        #expect(try resampling(3, 5, "linear", "align_corners") == [[0], [0, 1], [1], [1, 2], [2]])
        #expect(try resampling(2, 4, "cubic", "half_pixel")[1] == [-1, 0, 1, 2])
        #expect(try resampling(4, 2, "nearest", "half_pixel", rounding: "round_prefer_ceil") == [[1], [3]])
        #expect(try resampling(4, 2, "nearest", "half_pixel") == [[0], [2]])
        // 15.5·14/31 − 0.5 is a tie at 6.5, which ONNX Runtime rounds down and a quotient in single precision misses.
        #expect(try resampling(14, 31, "nearest", "pytorch_half_pixel")[15] == [6])
    }

    @Test func `axes of a reduction are the attribute's, the input's, or all`() throws {
        #expect(try #require(operation("ReduceMean", [2, 3], ["axes": .ints([-1])]).reduction).axes == [1])
        #expect(
            try #require(operation("ReduceSum", [2, 3], ["keepdims": .int(0)], [whole([0])]).reduction) == ([0], false))
        #expect(try #require(operation("ReduceMax", [2, 3]).reduction).axes == [0, 1])
        #expect(operation("ReduceMax", [2, 3], ["axes": .ints([5])]).reduction == nil)
    }

    @Test func `costs are weights and their uses`() {
        func cost(_ op: String, _ shapes: [[Int]], _ output: [Int], _ attributes: [String: Attribute] = [:]) -> Cost {
            let names = shapes.indices.map { "t\($0)" }
            return Cost(
                of: OperatorInstance(
                    node: Node(op: op, inputs: names, outputs: ["y"], attributes: attributes), opset: 17,
                    inputs: shapes.map { TensorFacts($0) }), output: output
            ) { $0 != "t0" }
        }
        // AlexNet's first layer: 64·3·11·11 + 64, at 55 × 55 places.
        let conv = cost("Conv", [[1, 3, 224, 224], [64, 3, 11, 11], [64]], [1, 64, 55, 55])
        #expect(conv.parameters == 23_296 && conv.multiplyAdds == 64 * 363 * 3025)
        let grouped = cost("Conv", [[1, 8, 4, 4], [8, 1, 3, 3]], [1, 8, 4, 4], ["group": .int(8)])
        #expect(grouped.parameters == 72 && grouped.multiplyAdds == 72 * 16)
        let transposed = cost("ConvTranspose", [[1, 8, 4, 4], [8, 2, 2, 2]], [1, 2, 8, 8])
        #expect(transposed.parameters == 64 && transposed.multiplyAdds == 128 * 8)
        let full = cost("Gemm", [[1, 10], [4, 10], [4]], [1, 4], ["transB": .int(1)])
        #expect(full.parameters == 44 && full.multiplyAdds == 40)
        // Weights and bias stand behind scales and zero points.
        let quantised = cost(
            "QLinearConv", [[1, 8, 4, 4], [], [], [4, 8, 3, 3], [], [], [], [], [4]], [1, 4, 4, 4])
        #expect(quantised.parameters == 292 && quantised.multiplyAdds == 288 * 16)
        #expect(cost("Relu", [[1, 8]], [1, 8]) == cost("Sigmoid", [[1, 8]], [1, 8]))
        #expect(cost("Relu", [[1, 8]], [1, 8]).multiplyAdds == nil)
    }
}
