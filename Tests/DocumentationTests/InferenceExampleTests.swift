import Inference
import Networks
import Planes
import Testing
import Workers

@Suite struct InferenceExampleTests {
    @Test func `four ones add up to 4`() throws {
        let image = Network.Input(name: "image", shape: [1, 1, 3, 3].map { .known($0) })
        var layers = NetworkBuilder(opset: 17, image: image)
        let ones = Constant(name: "ones", shape: [1, 1, 2, 2], type: .float32, source: .floats([1, 1, 1, 1]))
        layers.add(.conv, "sum", [ones])
        let runner = try Runner(layers.network(), giving: ["sum"], workers: Workers(1))
        let answer = try runner.run(Tensor(shape: [1, 1, 3, 3], repeating: 1))["sum"]  // 2 × 2 fours
        #expect(answer == Tensor(shape: [1, 1, 2, 2], repeating: 4))
    }
}
