public import Networks
public import Planes

/// A two-dimensional convolution found in a model file: its names and sizes, not its weights.
public struct ConvolutionLayer: Hashable, Sendable {
    /// The node's name in the graph; without one, the weight tensor's name without a trailing `.weight`.
    public let name: String
    /// The operation in ONNX's words: `Conv`, `ConvTranspose`.
    public let op: Operator
    /// The name of the weight tensor.
    public let weight: String
    /// The name of the bias tensor, if the layer has one.
    public let bias: String?
    /// The weight's shape as stored, four positive sizes whose meaning is told by `layout`.
    public let shape: [Int]
    /// What the axes of `shape` are. Grouped layers store the inputs of one group, transposed ones its outputs.
    public let layout: WeightLayout
    /// The colours of the input channels, where there are three or four of an image.
    public private(set) var colors: ColorOrder
    /// How many groups the channels are parted in.
    public let group: Int
    /// Whether this is a transposed convolution.
    public let transposed: Bool

    /// A layer with a weight of the given shape; `nil` unless it has four positive sizes which `group` can part.
    ///
    /// - Parameter layout: of the weight as stored; `nil` for ONNX's, OIHW or transposed IOHW.
    init?(
        name: String, op: Operator = .conv, weight: String, bias: String?, shape: [Int], layout: WeightLayout? = nil,
        colors: ColorOrder = .rgb, group: Int = 1
    ) {
        let transposed = op == .convTranspose
        let layout = layout ?? (transposed ? .oihw.exchanged : .oihw)
        guard shape.count == 4, shape.allSatisfy({ $0 > 0 }), group > 0,
            layout.size(of: transposed ? .input : .output, in: shape).isMultiple(of: group),
            product(shape + [4]) != nil,
            product([layout.size(of: transposed ? .output : .input, in: shape), group]) != nil
        else { return nil }
        self.name = name
        self.op = op
        self.weight = weight
        self.bias = bias
        self.shape = shape
        self.layout = layout
        self.colors = colors
        self.group = group
        self.transposed = transposed
    }

    /// Output channels: kernels in the layer.
    public var outputs: Int { layout.size(of: .output, in: shape) * (transposed ? group : 1) }
    /// Input channels that each kernel sees: those of its group.
    public var inputs: Int { layout.size(of: .input, in: shape) / (transposed ? group : 1) }
    /// Rows and columns of a kernel.
    public var kernelSize: PixelSize {
        PixelSize(height: layout.size(of: .row, in: shape), width: layout.size(of: .column, in: shape))
    }
    /// Weights and biases.
    public var parameters: Int { Count.sum([Count.product(shape), bias == nil ? 0 : outputs]) }

    /// The channels of all groups together.
    var allInputs: Int { inputs * group }

    /// Whether the inputs can be an image's channels: grey (1), colour (3), colour and opacity (4).
    var takesImageChannels: Bool { !transposed && [1, 3, 4].contains(allInputs) }

    /// Whether a kernel sees more than one pixel.
    var isSpatial: Bool { kernelSize.count > 1 }

    /// What is unusual about the layer: whole sentences.
    var notes: [WeightReading] {
        var sentences: [WeightReading] = []
        if transposed {
            sentences.append(
                "It is a transposed convolution: a kernel is what one input unit paints, listed by output and input.")
        }
        if group > 1 {
            sentences.append(
                "Its channels are parted in \(group) groups: each kernel sees the \(inputs) of its group out of \(allInputs)."
            )
        }
        if colors == .bgr, !takesColors {
            sentences.append("Its channels are no colours (\(inputs)), so their order is left as it is.")
        }
        return sentences
    }

    /// The layer with its input channels taken for colours in the given order.
    func taking(_ colors: ColorOrder) -> ConvolutionLayer {
        var layer = self
        layer.colors = colors
        return layer
    }

    /// A weight tensor's name without its ending, and what its bias would be called.
    static func names(of weight: String) -> (stem: String, bias: String) {
        let ending = weightEndings.first { weight.hasSuffix($0.weight) }
        let stem = String(weight.dropLast(ending?.weight.count ?? 0))
        return (stem, stem + (ending?.bias ?? ".bias"))
    }

    /// The name of a layer whose weight tensor has this name.
    static func stem(of weight: String) -> String { names(of: weight).stem }

    /// How the names of a weight and of its bias end with different writers.
    private static let weightEndings: [(weight: String, bias: String)] = [
        (".weight", ".bias"), (".kernel", ".bias"), ("/kernel:0", "/bias:0"), ("/kernel", "/bias"),
        ("_weight", "_bias"), ("/weights", "/biases"),
    ]
}
