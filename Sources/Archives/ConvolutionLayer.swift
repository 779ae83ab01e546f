public import Planes

/// A two-dimensional convolution found in a model file: its names and sizes, not its weights.
public struct ConvolutionLayer: Hashable, Sendable {
    /// The node's name in the graph; without one, the weight tensor's name without a trailing `.weight`.
    public let name: String
    /// The operation in ONNX's words: `Conv`, `ConvTranspose`.
    public let op: String
    /// The name of the weight tensor.
    public let weight: String
    /// The name of the bias tensor, if the layer has one.
    public let bias: String?
    /// The weight's shape as stored, four positive sizes.
    ///
    /// Output, input per group, row, column; for a transposed convolution input, output per group, row, column.
    public let shape: [Int]
    /// How many groups the channels are parted in.
    public let group: Int
    /// Whether this is a transposed convolution.
    public let transposed: Bool

    /// A layer with a weight of the given shape; `nil` unless it has four positive sizes which `group` can part.
    init?(name: String, op: String = "Conv", weight: String, bias: String?, shape: [Int], group: Int = 1) {
        let transposed = op == "ConvTranspose"
        guard shape.count == 4, shape.allSatisfy({ $0 > 0 }), group > 0, shape[0].isMultiple(of: group),
            product(shape + [4]) != nil, product([shape[1], group]) != nil
        else { return nil }
        self.name = name
        self.op = op
        self.weight = weight
        self.bias = bias
        self.shape = shape
        self.group = group
        self.transposed = transposed
    }

    /// Output channels: kernels in the layer.
    public var outputs: Int { transposed ? shape[1] * group : shape[0] }
    /// Input channels that each kernel sees: those of its group.
    public var inputs: Int { transposed ? shape[0] / group : shape[1] }
    /// Rows and columns of a kernel.
    public var kernelSize: PixelSize { PixelSize(height: shape[2], width: shape[3]) }
    /// Weights and biases.
    public var parameters: Int { shape.reduce(1, *) + (bias == nil ? 0 : outputs) }

    /// Whether the inputs can be an image's channels: grey (1), colour (3), colour and opacity (4).
    var takesImageChannels: Bool { !transposed && group == 1 && [1, 3, 4].contains(inputs) }

    /// The weight tensor's name without a trailing `.weight`.
    static func stem(of weight: String) -> String {
        weight.hasSuffix(".weight") ? String(weight.dropLast(".weight".count)) : weight
    }
}
