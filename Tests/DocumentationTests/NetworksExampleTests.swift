import Networks
import Testing

@Suite struct NetworksExampleTests {
    @Test func `a layer of stride 2 halves its map`() throws {
        let image = Network.Input(name: "image", shape: [1, 3, 8, 6].map { .known($0) })
        var layers = NetworkBuilder("small", opset: 17, image: image)
        try layers.convolve("conv", filters: 4, kernel: [3, 3], .window(strides: [2, 2], padding: [1, 1]))
        layers.add(.relu, "relu")
        let network = try layers.network()
        let shape = layers.shape(of: "relu")  // [1, 4, 4, 3]
        // ⌊(8 + 2 − 3)/2⌋ + 1 = 4 rows, ⌊(6 + 2 − 3)/2⌋ + 1 = 3 columns.
        #expect(shape == [1, 4, 4, 3] && network.nodes.count == 2)
    }
}
