import Networks
import Planes
import ReferenceData
import Testing
import Workers

@testable import Inference

@Suite struct PermutedWeightsTests {
    private static let kernel = Tensor<Float>(shape: [2, 1, 1, 3], values: [1, 2, 3, 4, 5, 6])
    private static let dense = Tensor<Float>(shape: [2, 3], values: [7, 8, 9, 10, 11, 12])

    private static func whole() throws -> Network {
        try network(
            [
                Node(name: "conv", op: "Conv", inputs: ["x", "k"], outputs: ["c"]),
                Node(name: "pool", op: "GlobalAveragePool", inputs: ["c"], outputs: ["p"]),
                Node(name: "flat", op: "Flatten", inputs: ["p"], outputs: ["f"]),
                Node(name: "turn", op: "Transpose", inputs: ["w"], outputs: ["t"]),
                Node(name: "fc", op: "MatMul", inputs: ["f", "u"], outputs: ["y"]),
                Node(name: "unturn", op: "Transpose", inputs: ["t"], outputs: ["u"]),
            ], constants: ["k": kernel, "w": dense])
    }

    private func values(_ network: Network, _ name: String) throws -> [Float] {
        try #require(network.constants[name]).floats()
    }

    @Test func `weights change places within each layer, also behind what turns them`() throws {
        var generator = Xorshift(state: 5)
        let permuted = try Self.whole().permutingWeights(using: &generator)
        for (name, original) in [("k", Self.kernel), ("w", Self.dense)] {
            let found = try values(permuted, name)
            #expect(found != original.values && found.sorted() == original.values)
            // Fetched again, in the same order.
            #expect(try values(permuted, name) == found)
        }
        var same = Xorshift(state: 5)
        #expect(try values(Self.whole().permutingWeights(using: &same), "w") == values(permuted, "w"))
    }

    @Test func `the last layer alone is the last before a tensor`() throws {
        var generator = Xorshift(state: 5)
        let last = try Self.whole().permutingWeights(lastBefore: "y", using: &generator)
        #expect(try values(last, "k") == Self.kernel.values && values(last, "w") != Self.dense.values)
        let first = try Self.whole().permutingWeights(lastBefore: "p", using: &generator)
        #expect(try values(first, "k") != Self.kernel.values && values(first, "w") == Self.dense.values)
    }

    @Test func `the sizes of a weight that is made keep their places`() throws {
        let sizes = Constant(name: "s", shape: [4], type: .int64, source: .integers([2, 1, 1, 3]))
        let whole = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [1, 1, 4, 4].map { .known($0) })], outputs: ["c"],
            nodes: [
                Node(name: "make", op: "ConstantOfShape", inputs: ["s"], outputs: ["k"]),
                Node(name: "conv", op: "Conv", inputs: ["x", "k"], outputs: ["c"]),
            ], constants: ["s": sizes])
        for seed in 1...8 {
            var generator = Xorshift(state: UInt64(seed))
            let permuted = try whole.permutingWeights(using: &generator)
            #expect(try permuted.constants["s"]?.integers() == [2, 1, 1, 3])
        }
    }
}
