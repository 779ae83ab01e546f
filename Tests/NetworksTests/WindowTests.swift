import Networks
import Testing

@Suite struct WindowTests {
    private func window(
        _ inputs: Int, kernel: Int, _ attributes: [String: Attribute] = [:], of op: String = "Conv"
    ) throws -> Window {
        let node = Node(
            name: "n", op: op, inputs: ["x", "w"], outputs: ["y"],
            attributes: attributes.merging(["kernel_shape": .ints([kernel])]) { $1 })
        let instance = OperatorInstance(
            node: node, opset: 17, inputs: [TensorFacts([1, 1, inputs]), TensorFacts([1, 1, kernel])])
        return try #require(try instance.windows?.first)
    }

    @Test func `outputs are those of the formula`() throws {
        // ⌊(224 + 2 + 2 − 11)/4⌋ + 1 = 55.
        let first = try window(224, kernel: 11, ["strides": .ints([4]), "pads": .ints([2, 2])])
        #expect(first.outputs == 55 && first.before == 2 && first.span == 11 && !first.isTransposed)
        #expect(try window(32, kernel: 3, ["dilations": .ints([4])]).outputs == 24)
        #expect(try window(12, kernel: 3, ["pads": .ints([-1, -3])]).outputs == 6)
    }

    @Test func `equal padding depends on the size and goes before or after`() throws {
        let upper = try window(16, kernel: 3, ["strides": .ints([2]), "auto_pad": .string("SAME_UPPER")])
        let lower = try window(16, kernel: 3, ["strides": .ints([2]), "auto_pad": .string("SAME_LOWER")])
        #expect(upper.outputs == 8 && upper.before == 0 && lower.outputs == 8 && lower.before == 1)
        #expect(try window(15, kernel: 3, ["strides": .ints([2]), "auto_pad": .string("SAME_UPPER")]).before == 1)
        #expect(
            try window(15, kernel: 5, ["strides": .ints([2]), "auto_pad": .string("VALID"), "pads": .ints([9, 9])])
                .outputs == 6)
    }

    @Test func `rounding up adds a window unless it would begin in the padding`() throws {
        func outputs(_ inputs: Int, _ pads: [Int], kernel: Int = 3) throws -> Int {
            try window(
                inputs, kernel: kernel, ["strides": .ints([2]), "pads": .ints(pads), "ceil_mode": .int(1)],
                of: "MaxPool"
            ).outputs
        }
        #expect(try outputs(14, [0, 0]) == 7 && outputs(15, [0, 0]) == 7)
        // A third window would begin at 4 − 1, after the last of 3 inputs.
        #expect(try outputs(3, [1, 1], kernel: 2) == 2)
        #expect(try outputs(2, [0, 0]) == 1)
    }

    @Test func `a transposed convolution gives what its formula says`() throws {
        // 2·(8 − 1) + 4 − 1 − 1 = 16.
        let plain = try window(8, kernel: 4, ["strides": .ints([2]), "pads": .ints([1, 1])], of: "ConvTranspose")
        #expect(plain.outputs == 16 && plain.isTransposed && plain.before == 1)
        let extra = try window(
            8, kernel: 3, ["strides": .ints([2]), "pads": .ints([1, 1]), "output_padding": .ints([1])],
            of: "ConvTranspose")
        #expect(extra.outputs == 16)
        let asked = try window(8, kernel: 3, ["strides": .ints([2]), "output_shape": .ints([16])], of: "ConvTranspose")
        #expect(asked.outputs == 16 && asked.before == 1)
    }

    @Test func `windows that cannot be are refused`() {
        #expect(
            throws: NetworkError.impossible(node: "n", reason: "a window of 5 does not fit into 3, padding included")
        ) {
            try window(3, kernel: 5)
        }
        #expect(
            throws: NetworkError.impossible(node: "n", reason: "kernel, stride and dilation are from 1 to 1073741824")
        ) {
            try window(3, kernel: 1, ["strides": .ints([0])])
        }
        #expect(throws: NetworkError.impossible(node: "n", reason: "its window has not as many axes as its input of 3"))
        {
            try window(3, kernel: 1, ["strides": .ints([1, 1])])
        }
        #expect(throws: NetworkError.self) { try window(3, kernel: 1, ["pads": .ints([.min, .min])]) }
    }
}
