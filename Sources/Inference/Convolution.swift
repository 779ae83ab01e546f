import Networks
import Planes
import Workers

extension Factories {
    static let convolutions: [Operator: Factory] = [
        .conv: { (context) throws(OperatorError) in try Convolution(context) },
        .convTranspose: { (context) throws(OperatorError) in TransposedConvolution(context: context) },
    ]
}

/// A convolution as networks have it, that is, a correlation: output channel × row × column =
/// bias + Σ weight · input under the window, over the channels of the group.
///
/// What is done to the result at once, a bias or a bound, is done while it is in the cache.
struct Convolution: Computation {
    private let context: OperatorContext
    private let prepared: PreparedConvolution?
    /// The bounds of a Relu or Clip that follows.
    private let bounds: Bounds
    let givesFinite = true

    init(_ context: OperatorContext) throws(OperatorError) {
        self.context = context
        bounds = .none
        let isKnown = context.known[1] != nil && (context.node.input(2) == nil || context.known[2] != nil)
        prepared = isKnown ? try PreparedConvolution(ConvolutionKernels(context, context.known), context) : nil
    }

    /// The convolution of given kernels, with what follows it taken in.
    init(_ context: OperatorContext, _ kernels: ConvolutionKernels, bounds: Bounds) throws(OperatorError) {
        self.context = context
        self.bounds = bounds
        prepared = try PreparedConvolution(kernels, context)
    }

    /// The same without the bounds that it ends with, linear but for its bias, and those bounds.
    var unbounded: (convolution: Convolution, bounds: Bounds) {
        (Convolution(context: context, prepared: prepared, bounds: .none), bounds)
    }

    private init(context: OperatorContext, prepared: PreparedConvolution?, bounds: Bounds) {
        (self.context, self.prepared, self.bounds) = (context, prepared, bounds)
    }

    private func convolution(_ inputs: Inputs) throws(OperatorError) -> PreparedConvolution {
        if let prepared { return prepared }
        return try PreparedConvolution(ConvolutionKernels(context, inputs), context)
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        [.floats(try convolution(inputs).run(inputs.floats(0), bounds, workers))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let (convolution, input) = (try convolution(inputs), try inputs.floats(0))
        let below = try convolution.pullback(cotangent, toward: input.shape, workers)
        // Weights that are part of the network are nobody's to change.
        guard prepared == nil else { return [below] }
        let (weights, bias) = try convolution.weightPullback(cotangent, input, workers)
        return [below, weights, inputs[2] == nil ? nil : bias]
    }
}

/// A lower and an upper bound: Relu is from 0 to infinity.
struct Bounds: Hashable, Sendable {
    let low, high: Float

    /// No bounds.
    static let none = Bounds(low: -.infinity, high: .infinity)
    /// Relu's.
    static let positive = Bounds(low: 0, high: .infinity)

    func callAsFunction(_ value: Float) -> Float {
        let raised = value < low ? low : value
        return raised > high ? high : raised
    }
}

/// Kernels as ONNX stores them: output × input of the group × row × column.
struct ConvolutionKernels: Sendable {
    let weights: Tensor<Float>
    /// One per output.
    let bias: [Float]
    let group: Int

    init(_ weights: Tensor<Float>, bias: Tensor<Float>?, group: Int) throws(OperatorError) {
        let shape = weights.shape
        guard shape.count == 4, shape.allSatisfy({ $0 > 0 }) else {
            throw OperatorError(
                "its weights are of shape \(shapeText(shape)); output × input × row × column is expected")
        }
        guard group > 0, shape[0] > 0, shape[0] % group == 0 else {
            throw OperatorError("its \(shape[0]) outputs are not shared out among \(group) groups")
        }
        if let bias, bias.count != shape[0] {
            throw OperatorError.shapes(weights.shape, bias.shape, "a bias per output is expected")
        }
        self.weights = weights
        self.bias = bias?.values ?? [Float](repeating: 0, count: shape[0])
        self.group = group
    }

    /// The weights and the bias of a node.
    init(_ context: OperatorContext, _ inputs: Inputs) throws(OperatorError) {
        try self.init(inputs.floats(1), bias: inputs.optionalFloats(2), group: context.node.int("group") ?? 1)
    }

    var outputs: Int { weights.shape[0] }
    /// Weights of a kernel of one input channel.
    var taps: Int { weights.shape[2] * weights.shape[3] }
    /// Input channels of a group.
    var inputs: Int { weights.shape[1] }
    var outputsOfGroup: Int { outputs / group }

    /// Kernels of single channels, with their last weight first and without bias.
    var turned: ConvolutionKernels {
        var turned = weights
        turned.update { values in
            for start in stride(from: 0, to: values.count, by: taps) { values[start..<start + taps].reverse() }
        }
        return ConvolutionKernels(weights: turned, bias: [Float](repeating: 0, count: outputs), group: group)
    }

    private init(weights: Tensor<Float>, bias: [Float], group: Int) {
        (self.weights, self.bias, self.group) = (weights, bias, group)
    }

    /// Each output channel multiplied by a factor, then an offset added.
    func scaled(by factors: [Float], adding offsets: [Float]) throws(OperatorError) -> ConvolutionKernels {
        let length = weights.count / outputs
        var scaled = weights
        scaled.update { values in
            for output in 0..<outputs {
                for index in output * length..<(output + 1) * length { values[index] *= factors[output] }
            }
        }
        return try ConvolutionKernels(
            scaled,
            bias: Tensor(shape: [outputs], values: bias.indices.map { bias[$0] * factors[$0] + offsets[$0] }),
            group: group)
    }
}

/// Kernels made ready for one way of convolving.
struct PreparedConvolution: Sendable {
    private let kernels: ConvolutionKernels
    private let context: OperatorContext
    private let way: any ConvolutionWay

    init(_ kernels: ConvolutionKernels, _ context: OperatorContext) throws(OperatorError) {
        self.kernels = kernels
        self.context = context
        let isDense = ["strides", "dilations"].allSatisfy { context.node.ints($0)?.allSatisfy { $0 == 1 } ?? true }
        let places = context.shape.flatMap { try? Self.geometry(context, kernels, on: $0).outputPlane }
        way =
            if context.algorithm == .plain {
                PlainConvolution(kernels)
            } else if context.algorithm == .precise {
                PreciseConvolution(kernels)
            } else if isDense, let winograd = WinogradConvolution(kernels, places: places) {
                winograd
            } else if kernels.inputs == 1, kernels.outputsOfGroup <= 2 {
                DepthwiseConvolution(kernels)
            } else {
                Im2colConvolution(kernels)
            }
    }

    private static func geometry(
        _ context: OperatorContext, _ kernels: ConvolutionKernels, on shape: [Int]
    ) throws(OperatorError) -> ConvolutionGeometry {
        let facts = [TensorFacts(shape), TensorFacts(kernels.weights.shape)]
        let geometry = try ConvolutionGeometry(
            OperatorInstance(node: context.node, opset: context.opset, inputs: facts))
        guard [geometry.rows.kernel, geometry.columns.kernel] == Array(kernels.weights.shape.suffix(2)) else {
            throw .shapes(
                [geometry.rows.kernel, geometry.columns.kernel], kernels.weights.shape,
                "kernel_shape is that of the weights")
        }
        return geometry
    }

    /// The convolved batch.
    ///
    /// - Throws: ``OperatorError``, also for a value that is not finite.
    func run(_ input: Tensor<Float>, _ bounds: Bounds, _ workers: Workers) throws(OperatorError) -> Tensor<Float> {
        let geometry = try Self.geometry(context, kernels, on: input.shape)
        guard geometry.channels == kernels.inputs * kernels.group else {
            throw .shapes(
                input.shape, kernels.weights.shape,
                "the weights are for \(kernels.inputs * kernels.group) channels, the input has \(geometry.channels)")
        }
        let shape = try checked([geometry.batch, kernels.outputs, geometry.rows.output, geometry.columns.output])
        try geometry.checkRoom(channels: kernels.inputs)
        try checkWork([elementCount(shape), kernels.inputs, kernels.taps])
        guard shape.allSatisfy({ $0 > 0 }) else { return Tensor(shape: shape, values: []) }
        var isFinite = false
        let output: Tensor<Float> = input.values.withUnsafeBufferPointer { from in
            Tensor(shape: shape) { to in
                guard let from = from.baseAddress, let to = to.baseAddress else { return }
                isFinite = way.run(geometry, from: from, to: to, bounds, workers)
            }
        }
        if !isFinite, let bad = Value.floats(output).firstNonFinite(workers) { throw OperatorError(nonFinite: bad) }
        return output
    }

    /// The derivative by the input: every output's cotangent spread over its window.
    func pullback(
        _ cotangent: Tensor<Float>, toward shape: [Int], _ workers: Workers
    ) throws(OperatorError) -> Tensor<Float> {
        Col2imConvolution(kernels).run(try Self.geometry(context, kernels, on: shape), cotangent, workers)
    }

    /// The derivatives by the weights and the bias.
    func weightPullback(
        _ cotangent: Tensor<Float>, _ input: Tensor<Float>, _ workers: Workers
    ) throws(OperatorError) -> (weights: Tensor<Float>, bias: Tensor<Float>) {
        WeightGradient(kernels: kernels).run(
            try Self.geometry(context, kernels, on: input.shape), cotangent, input, workers)
    }
}

/// One way of convolving: the same sums, in other orders.
protocol ConvolutionWay: Sendable {
    /// Convolves a batch; output planes are contiguous.
    ///
    /// - Returns: whether all that it writes is known to be finite.
    @discardableResult
    func run(
        _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ bounds: Bounds, _ workers: Workers
    ) -> Bool
}
