import Networks
import Planes

/// A convolution and what follows it, taken in as long as the result is the same: scales and offsets per channel go
/// into weights and biases, a bound ends the row.
struct Fusion {
    private let context: OperatorContext
    /// Whether what comes out has the channels last.
    private let isChannelsLast: Bool
    private var kernels: ConvolutionKernels
    private var bounds = Bounds.none
    private var isClosed = false
    /// The tensor that comes out.
    private(set) var output: String
    /// Outputs of the fused nodes.
    private(set) var fused: [String] = []

    /// - Precondition: the convolution's weights are known.
    init(_ context: OperatorContext, isChannelsLast: Bool) throws(OperatorError) {
        self.context = context
        self.isChannelsLast = isChannelsLast
        kernels = try ConvolutionKernels(context, context.known)
        output = context.node.outputs[0]
    }

    /// The one operation that does it all.
    var convolution: Convolution {
        get throws(OperatorError) { try Convolution(context, kernels, bounds: bounds) }
    }

    /// Fuses a node that alone reads the output; `false` where that is not possible.
    mutating func fuse(_ node: Node, _ known: Inputs) -> Bool {
        guard !isClosed, node.reads.filter({ $0 == output }).count == 1 else { return false }
        guard let other = try? effect(of: node, known) else { return false }
        if let (factors, offsets) = other.affine {
            guard let scaled = try? kernels.scaled(by: factors, adding: offsets) else { return false }
            kernels = scaled
        }
        if let limits = other.bounds {
            bounds = limits
            isClosed = true
        }
        output = node.outputs[0]
        fused.append(output)
        return true
    }

    private typealias Effect = (affine: (factors: [Float], offsets: [Float])?, bounds: Bounds?)

    private func effect(of node: Node, _ known: Inputs) throws(OperatorError) -> Effect? {
        let ones = [Float](repeating: 1, count: kernels.outputs)
        switch node.op {
        case .relu: return (nil, .positive)
        case .clip:
            let isKnown = node.inputs.dropFirst().indices.allSatisfy { node.inputs[$0].isEmpty || known[$0] != nil }
            guard isKnown else { return nil }
            return (nil, try Factories.bounds(OperatorContext(node, opset: 0, known: known, algorithm: .fast), known))
        case .batchNormalization
        where node.inputs.first == output && node.isChannelsLast == isChannelsLast && node.int("training_mode") != 1:
            let affine = try BatchNormalization(node).affine(known)
            return affine.factors.count == kernels.outputs ? (affine, nil) : nil
        case .add:
            guard let offsets = try perChannel(node, known) else { return nil }
            return ((ones, offsets), nil)
        case .mul:
            guard let factors = try perChannel(node, known) else { return nil }
            return ((factors, ones.map { _ in 0 }), nil)
        default: return nil
        }
    }

    /// The other operand, if it is one known number per channel and the same at every place.
    private func perChannel(_ node: Node, _ known: Inputs) throws(OperatorError) -> [Float]? {
        guard node.inputs.count == 2 else { return nil }
        let other = node.inputs[0] == output ? 1 : 0
        guard case .floats(let tensor) = known[other] else { return nil }
        if tensor.count == 1, tensor.shape.count <= 4 {
            return [Float](repeating: tensor.values[0], count: kernels.outputs)
        }
        let shape = tensor.shape
        let isChannel =
            isChannelsLast
            ? shape.count <= 4 && shape.last == kernels.outputs
            : [3, 4].contains(shape.count) && Array(shape.suffix(3)) == [kernels.outputs, 1, 1]
        return isChannel && tensor.count == kernels.outputs ? tensor.values : nil
    }
}
