public import Planes

/// Kernels of one size and one number of channels: a learned layer or a designed set, and nothing downstream can tell.
public struct KernelBank: Hashable, Sendable {
    /// What the bank is called: a layer's name in its file, or a design's.
    public let name: String
    /// The kernels, in the order of the layer's output channels; at least one.
    public let kernels: [Kernel]

    /// A bank of kernels.
    ///
    /// - Precondition: at least one kernel; all of one size and number of channels.
    public init(name: String, kernels: [Kernel]) {
        guard let first = kernels.first else { preconditionFailure("a bank has at least one kernel") }
        precondition(
            kernels.allSatisfy { $0.size == first.size && $0.channels.count == first.channels.count },
            "a bank's kernels have one shape")
        self.name = name
        self.kernels = kernels
    }

    /// A bank read from weights in the order output, input, row, column (OIHW).
    ///
    /// - Precondition: `weights.count == outputs · inputs · size.count`.
    public init(name: String, outputs: Int, inputs: Int, size: PixelSize, weights: [Float]) {
        precondition(weights.count == outputs * inputs * size.count, "a bank has one weight per place")
        self.init(
            name: name,
            kernels: (0..<outputs).map { output in
                Kernel(
                    channels: (0..<inputs).map { input in
                        let start = (output * inputs + input) * size.count
                        return Plane(size: size, values: Array(weights[start..<start + size.count]))
                    })
            })
    }

    /// Rows and columns of every kernel.
    public var size: PixelSize { kernels[0].size }
    /// Input channels of every kernel.
    public var channelCount: Int { kernels[0].channels.count }
    /// How many kernels.
    public var count: Int { kernels.count }
}
