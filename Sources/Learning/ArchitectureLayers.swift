internal import GSL
internal import Networks
internal import Planes

/// The layers of an architecture, put one on another with weights as they are before learning.
struct ArchitectureLayers {
    private let activation: Architecture.Activation
    private var builder: NetworkBuilder

    /// Pixels from 0 to 255 become numbers from 0 to 1.
    init(_ architecture: Architecture, generator: MersenneTwister) {
        let activation = architecture.activation
        self.activation = activation
        let (rows, columns) = (Architecture.digit.height, Architecture.digit.width)
        let image = Network.Input(name: "image", shape: [.named("N"), .known(1), .known(rows), .known(columns)])
        builder = NetworkBuilder(architecture.kind.rawValue, opset: 13, image: image) { shape in
            guard shape.count > 1 else { return .floats([Float](repeating: 0, count: shape[0])) }
            // Outputs × what each reads.
            let inputs = Double(shape.dropFirst().reduce(1, *))
            let deviation = ((activation == .relu ? 2 : 1) / inputs).squareRoot()
            return .floats((0..<shape.reduce(1, *)).map { _ in Float(deviation * generator.gaussian()) })
        }
        builder.add(
            .mul, "scaled", [Constant(name: "scale", shape: [1], type: .float32, source: .floats([1 / 255]))])
    }

    private mutating func activate(_ name: String) {
        builder.add(activation == .relu ? .relu : .tanh, "\(name).\(activation.rawValue)", giving: "\(name).active")
    }

    /// A convolution of 5 × 5 and its activation.
    mutating func convolve(_ name: String, channels: Int, stride: Int, padding: Int) throws(NetworkError) {
        try builder.convolve(
            name, filters: channels, kernel: [5, 5],
            .window(strides: [stride, stride], padding: [padding, padding]))
        activate(name)
    }

    /// A pool of 2 × 2.
    mutating func pool(_ name: String, _ pooling: Architecture.Pooling) {
        builder.add(pooling == .max ? .maxPool : .averagePool, name, [], .window(kernel: [2, 2], strides: [2, 2]))
    }

    /// A fully connected layer, and its activation unless it is the answer.
    mutating func connect(_ name: String, units: Int, isLast: Bool = false) throws(NetworkError) {
        try builder.connect(name, units: units)
        if !isLast { activate(name) }
    }

    /// The whole.
    func network() throws(NetworkError) -> Network { try builder.network() }
}
