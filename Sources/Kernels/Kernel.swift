public import Planes

/// What one unit of a convolutional layer weighs its input with: a lattice of weights per input channel.
///
/// Weights are ordered channel, row, column, and used as networks use them: by correlation, the kernel not flipped.
public struct Kernel: Hashable, Sendable {
    /// Rows and columns.
    public let size: PixelSize
    /// One plane of weights per input channel, at least one.
    public let channels: [Plane]

    /// A kernel of the given channels.
    ///
    /// - Precondition: at least one channel, all of one size.
    public init(channels: [Plane]) {
        guard let first = channels.first else { preconditionFailure("a kernel has at least one channel") }
        precondition(channels.allSatisfy { $0.size == first.size }, "a kernel's channels have one size")
        self.channels = channels
        size = first.size
    }

    /// Whether the channels can be those of an image (1, 3 or 4), so that they are colours.
    public var hasImageChannels: Bool { [1, 3, 4].contains(channels.count) }

    /// All weights: channel, row, column.
    public var values: [Float] { channels.flatMap(\.values) }

    /// The Euclidean norm of all weights.
    public var norm: Double {
        channels.reduce(0) { $0 + $1.norm * $1.norm }.squareRoot()
    }

    /// The mean of all weights.
    public var mean: Double {
        channels.reduce(0) { $0 + $1.mean } / Double(channels.count)
    }

    /// The kernel as it meets a stimulus of one colour: the channels' weighted sum.
    ///
    /// - Precondition: one weight per channel.
    public func seen(through color: [Double]) -> Plane {
        precondition(color.count == channels.count, "a colour has one weight per channel")
        return Plane(size: size) { row, column in
            Float(zip(channels, color).reduce(0.0) { $0 + Double($1.0[row, column]) * $1.1 })
        }
    }
}
