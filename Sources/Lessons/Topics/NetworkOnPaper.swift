import Networks

/// A chain of layers written down without weights, as a paper's table gives them.
enum NetworkOnPaper {
    /// One layer of a chain.
    enum Layer: Hashable {
        case convolution(String, filters: Int, kernel: Int, padding: Int = 0)
        case average(String, kernel: Int)
        case largest(String, kernel: Int)
        case bend(String, op: Operator)
        case connected(String, units: Int)
        case softmax(String)
    }

    /// The network of a chain, on an image of so many channels and a side.
    ///
    /// - Throws: ``NetworkError`` for a chain that cannot be.
    static func network(
        _ name: String, channels: Int, side: Int, _ layers: [Layer]
    ) throws(NetworkError) -> Network {
        let image = Network.Input(name: "image", shape: [.known(1), .known(channels), .known(side), .known(side)])
        var builder = NetworkBuilder(name, opset: 13, image: image)
        for layer in layers { try add(layer, to: &builder) }
        return try builder.network()
    }

    private static func add(_ layer: Layer, to builder: inout NetworkBuilder) throws(NetworkError) {
        switch layer {
        case .convolution(let name, let filters, let kernel, let padding):
            try builder.convolve(
                name, filters: filters, kernel: [kernel, kernel], .window(padding: [padding, padding]))
        case .average(let name, let kernel): builder.add(.averagePool, name, [], pool(kernel))
        case .largest(let name, let kernel): builder.add(.maxPool, name, [], pool(kernel))
        case .bend(let name, let op): builder.add(op, name)
        case .connected(let name, let units): try builder.connect(name, units: units)
        case .softmax(let name): builder.add(.softmax, name)
        }
    }

    /// Windows side by side.
    private static func pool(_ kernel: Int) -> [String: Attribute] {
        .window(kernel: [kernel, kernel], strides: [kernel, kernel])
    }
}
