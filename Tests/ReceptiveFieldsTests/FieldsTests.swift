import Networks
import ReferenceData
import Testing

@testable import ReceptiveFields

@Suite struct FieldsTests {
    private static func window(_ inputs: Int, _ random: inout Xorshift) -> Sampling? {
        let (kernel, stride) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...3, using: &random))
        let dilation = Int.random(in: 1...3, using: &random)
        let pads = [Int.random(in: -1...3, using: &random), Int.random(in: -1...3, using: &random)]
        let node = Node(
            op: "MaxPool", inputs: ["x"], outputs: ["y"],
            attributes: [
                "kernel_shape": .ints([kernel]), "strides": .ints([stride]), "dilations": .ints([dilation]),
                "pads": .ints(pads),
            ])
        let instance = OperatorInstance(node: node, opset: 17, inputs: [TensorFacts([1, 1, inputs])])
        return ((try? instance.windows) ?? nil).map { Sampling($0[0], inputs: inputs) }
    }

    @Test(arguments: 0..<40)
    func `the closed form is the union tap by tap`(seed: UInt64) {
        var random = Xorshift(state: seed &* 2_654_435_761 + 88_172_645)
        var compared = 0
        for _ in 0..<200 {
            var fast = Fields(pixels: Int.random(in: 1...30, using: &random))
            var plain = fast.listed
            for _ in 0..<5 {
                guard let sampling = Self.window(fast.count, &random) else { break }
                fast = fast.sampled(sampling)
                plain = plain.sampled(sampling).listed
                #expect(fast.list == plain.list)
                #expect(fast.together == plain.together)
                compared += 1
            }
        }
        #expect(compared > 300)
    }

    @Test(arguments: 0..<20)
    func `a union is the union unit by unit`(seed: UInt64) {
        var random = Xorshift(state: seed &* 40_503 + 77_777)
        for _ in 0..<200 {
            let pixels = Fields(pixels: Int.random(in: 4...30, using: &random))
            guard let a = Self.window(pixels.count, &random), let b = Self.window(pixels.count, &random),
                a.outputs == b.outputs
            else { continue }
            let (first, second) = (pixels.sampled(a), pixels.sampled(b))
            #expect(first.union(second).list == zip(first.list, second.list).map { $0.union($1) })
            let whole = Fields(repeating: PixelSet(first: 0, last: pixels.count - 1), count: a.outputs)
            #expect(first.union(whole).list == whole.list)
        }
    }

    @Test func `strides wider than kernels leave pixels unseen`() {
        let fields = Fields(pixels: 9).sampled(Sampling(start: 0, step: 2, outputs: 5, inputs: 9))
        #expect(fields.list.map(\.first) == [0, 2, 4, 6, 8])
        #expect(fields.together.count == 5 && !fields.together.isDense)
    }
}
