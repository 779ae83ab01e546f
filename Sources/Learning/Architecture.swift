internal import GSL
public import Networks
public import Planes

/// A network that reads digits: 28 × 28 pixels from 0 to 255, white ink on black, as numbers for ten classes.
///
/// The numbers are logits: their softmax are the probabilities.
public struct Architecture: Hashable, Codable, Sendable {
    /// Which layers.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// LeCun, Bottou, Bengio & Haffner (1998), *Proc. IEEE*: two convolutions of 5 × 5 with a pool of 2 × 2 behind each,
        /// then three fully connected layers. Here every map of C3 reads all maps of S2, and the answer is ten numbers in
        /// place of distances to prototypes.
        case lenet5 = "lenet-5"
        /// LeCun et al. (1989), *Neural Computation*: two convolutions of 5 × 5 with stride 2 and no pool, then two fully
        /// connected layers. Here on 28 × 28 pixels in place of 16 × 16, and every map of H2 reads all maps of H1.
        case lenet1989 = "lenet-1989"
        /// No convolution: LeNet-5's fully connected layers, on the pixels.
        case dense
    }

    /// What follows each layer but the last.
    public enum Activation: String, CaseIterable, Codable, Sendable {
        case relu, tanh
    }

    /// What makes maps smaller in LeNet-5.
    public enum Pooling: String, CaseIterable, Codable, Sendable {
        /// The largest of 2 × 2.
        case max
        /// Subsampling: the mean of 2 × 2. In 1998 each map had a factor and an offset of its own besides.
        case average
    }

    /// Which layers.
    public let kind: Kind
    /// Behind each layer.
    public let activation: Activation
    /// Behind LeNet-5's convolutions.
    public let pooling: Pooling

    /// A network's layers.
    public init(_ kind: Kind, activation: Activation = .relu, pooling: Pooling = .max) {
        self.kind = kind
        self.activation = activation
        self.pooling = pooling
    }

    /// Rows and columns of a digit.
    public static let digit = PixelSize(side: 28)
    /// The digits 0 to 9.
    public static let classes = 10

    /// The network's name for people.
    public var title: String {
        switch kind {
        case .lenet5: "LeNet-5"
        case .lenet1989: "LeNet of 1989"
        case .dense: "Fully connected"
        }
    }

    /// The network with weights as they are before learning: normal deviates of variance 1/inputs behind a tanh (LeCun,
    /// Bottou, Orr & Müller 1998), 2/inputs behind a ReLU (He, Zhang, Ren & Sun 2015); no biases.
    public func network(seed: UInt64) -> Network {
        let generator = MersenneTwister(seed: seed, stream: Stream.weights)
        do throws(NetworkError) { return try network(generator) } catch { preconditionFailure("\(error)") }
    }

    private func network(_ generator: MersenneTwister) throws(NetworkError) -> Network {
        var layers = ArchitectureLayers(self, generator: generator)
        switch kind {
        case .lenet5:
            try layers.convolve("C1", channels: 6, stride: 1, padding: 2)
            layers.pool("S2", pooling)
            try layers.convolve("C3", channels: 16, stride: 1, padding: 0)
            layers.pool("S4", pooling)
            try layers.connect("C5", units: 120)
            try layers.connect("F6", units: 84)
        case .lenet1989:
            try layers.convolve("H1", channels: 12, stride: 2, padding: 2)
            try layers.convolve("H2", channels: 12, stride: 2, padding: 2)
            try layers.connect("H3", units: 30)
        case .dense:
            try layers.connect("C5", units: 120)
            try layers.connect("F6", units: 84)
        }
        try layers.connect("output", units: Self.classes, isLast: true)
        return try layers.network()
    }

    /// The name of the weights of the first convolution; `nil` without one.
    public var firstKernels: String? {
        switch kind {
        case .lenet5: "C1.weight"
        case .lenet1989: "H1.weight"
        case .dense: nil
        }
    }
}

/// Which stream of a seed's numbers is for what.
enum Stream {
    static let split: UInt64 = 0
    static let weights: UInt64 = 1
    /// The order of the examples in an epoch.
    static func order(epoch: Int) -> UInt64 { 2 + UInt64(epoch) }
}
