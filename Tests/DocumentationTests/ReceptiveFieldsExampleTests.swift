import Networks
import ReceptiveFields
import Testing

@Suite struct ReceptiveFieldsExampleTests {
    @Test func `two kernels of three see seven pixels`() throws {
        let image = Network.Input(name: "image", shape: [1, 3, 32, 32].map { .known($0) })
        var layers = NetworkBuilder(opset: 17, image: image)
        try layers.convolve("one", filters: 4, kernel: [3, 3], .window(strides: [2, 2]))
        try layers.convolve("two", filters: 4, kernel: [3, 3])
        let network = try layers.network()
        let field = try ReceptiveFields(of: network, image: ImageInput(of: network)).tensor(named: "two")
        let (size, stride) = (field.rows.size, field.rows.stride)  // 7 pixels, 2 from unit to unit
        // r₀ = 1 + Σ (k − 1)·Π s = 1 + 2·1 + 2·2 (Araujo, Norris & Sim 2019).
        #expect(size == 7 && stride == 2 && field.isExact)
    }
}
