import Networks
import Testing

@Suite struct NetworkBuilderTests {
    private func builder(_ sizes: [Network.Dimension] = [.named("N"), .known(3), .known(8), .known(6)])
        -> NetworkBuilder
    {
        NetworkBuilder("small", opset: 13, image: Network.Input(name: "x", shape: sizes)) { shape in
            .floats([Float](repeating: shape.count > 1 ? 0.5 : 0, count: shape.reduce(1, *)))
        }
    }

    @Test func `a layer reads the one before, and knows how much that is`() throws {
        var layers = builder()
        try layers.convolve("conv", filters: 4, kernel: [3, 3], groups: 1, .window(strides: [2, 2], padding: [1, 1]))
        layers.add(.relu, "relu", giving: "active")
        #expect(layers.top == "active" && layers.shape(of: "active") == [1, 4, 4, 3])
        try layers.connect("first", units: 5)
        try layers.connect("second", units: 2)
        let network = try layers.network()
        #expect(network.name == "small" && network.opset == 13 && network.outputs == ["second"])
        #expect(network.nodes.map(\.op) == [.conv, .relu, .flatten, .gemm, .gemm])
        #expect(network.nodes[0].ints("kernel_shape") == [3, 3] && network.nodes[0].ints("pads") == [1, 1, 1, 1])
        #expect(network.nodes[3].inputs == ["flat", "first.weight", "first.bias"])
        let shapes = network.constants.mapValues(\.shape)
        #expect(shapes["conv.weight"] == [4, 3, 3, 3] && shapes["first.weight"] == [5, 48])
        #expect(shapes["second.weight"] == [2, 5] && shapes["second.bias"] == [2])
        #expect(try network.constants["first.weight"]?.floats() == [Float](repeating: 0.5, count: 240))
        #expect(try network.constants["first.bias"]?.floats() == [0, 0, 0, 0, 0])
    }

    @Test func `layers may branch, and leave an input out`() throws {
        var layers = builder()
        layers.add(.relu, "a", reading: ["x"])
        layers.add(.tanh, "b", reading: ["x"])
        layers.add(.concat, "both", reading: ["a", "b"], [], ["axis": .int(1)])
        let scales = Constant(name: "s", shape: [4], type: .float32, source: .floats([1, 1, 2, 2]))
        layers.add(.resize, "large", [nil, scales])
        #expect(layers.shape(of: "large") == [1, 6, 16, 12])
        #expect(try layers.network().nodes.last?.inputs == ["both", "", "s"])
    }

    @Test func `grouped and transposed kernels are shaped as ONNX has them`() throws {
        var layers = builder()
        try layers.convolve("grouped", filters: 6, kernel: [1, 1], groups: 3)
        try layers.convolve("transposed", by: .convTranspose, filters: 4, kernel: [2, 2], groups: 2)
        let network = try layers.network()
        #expect(network.constants["grouped.weight"]?.shape == [6, 1, 1, 1])
        #expect(network.constants["transposed.weight"]?.shape == [6, 2, 2, 2])
        #expect(network.nodes.map { $0.int("group") } == [3, 2])
    }

    @Test func `a layer that needs to know what it reads says why it does not`() throws {
        var open = builder([.known(1), .known(3), .named("rows"), .named("columns")])
        #expect(
            throws: NetworkError.impossible(node: "c", reason: "the shape of 'x', which it reads, is not known")
        ) { try open.convolve("c", filters: 2, kernel: [3, 3]) }
        try open.convolve("c", filters: 2, kernel: [3, 3], channels: 3)
        #expect(try open.network().constants["c.weight"]?.shape == [2, 3, 3, 3])
        var small = builder()
        try small.convolve("large", filters: 2, kernel: [9, 9])
        #expect(
            throws: NetworkError.impossible(
                node: "large", reason: "a window of 9 does not fit into 8, padding included")
        ) { try small.connect("answer", units: 2) }
    }
}
