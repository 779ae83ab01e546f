import Networks
import Planes
import Workers

extension Operators {
    static let convolutions: [String: Maker] = [
        "Conv": { (recipe) throws(Refusal) in try Convolution(recipe) },
        "ConvTranspose": { (recipe) throws(Refusal) in TransposedConvolution(recipe: recipe) },
    ]
}

/// A convolution as networks have it, that is, a correlation: output channel × row × column =
/// bias + Σ weight · input under the window, over the channels of the group.
///
/// What is done to the result at once, a bias or a bound, is done while it is in the cache.
struct Convolution: Computation {
    private let recipe: Recipe
    private let prepared: PreparedConvolution?
    /// The bounds of a Relu or Clip that follows.
    private let bounds: Bounds

    init(_ recipe: Recipe) throws(Refusal) {
        self.recipe = recipe
        bounds = .none
        let isKnown = recipe.known[1] != nil && (recipe.node.input(2) == nil || recipe.known[2] != nil)
        prepared = isKnown ? try PreparedConvolution(ConvolutionKernels(recipe, recipe.known), recipe) : nil
    }

    /// The convolution of given kernels, with what follows it taken in.
    init(_ recipe: Recipe, _ kernels: ConvolutionKernels, bounds: Bounds) throws(Refusal) {
        self.recipe = recipe
        self.bounds = bounds
        prepared = try PreparedConvolution(kernels, recipe)
    }

    private func convolution(_ inputs: Inputs) throws(Refusal) -> PreparedConvolution {
        if let prepared { return prepared }
        return try PreparedConvolution(ConvolutionKernels(recipe, inputs), recipe)
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        [.floats(try convolution(inputs).run(inputs.floats(0), bounds, workers))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] {
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

    init(_ weights: Tensor<Float>, bias: Tensor<Float>?, group: Int) throws(Refusal) {
        let shape = weights.shape
        guard shape.count == 4, shape.allSatisfy({ $0 > 0 }) else {
            throw Refusal("its weights are of shape \(shapeText(shape)); output × input × row × column is expected")
        }
        guard group > 0, shape[0] > 0, shape[0] % group == 0 else {
            throw Refusal("its \(shape[0]) outputs are not shared out among \(group) groups")
        }
        if let bias, bias.count != shape[0] {
            throw Refusal.shapes(weights.shape, bias.shape, "a bias per output is expected")
        }
        self.weights = weights
        self.bias = bias?.values ?? [Float](repeating: 0, count: shape[0])
        self.group = group
    }

    /// The weights and the bias of a node.
    init(_ recipe: Recipe, _ inputs: Inputs) throws(Refusal) {
        try self.init(inputs.floats(1), bias: inputs.optionalFloats(2), group: recipe.node.int("group") ?? 1)
    }

    var outputs: Int { weights.shape[0] }
    /// Weights of a kernel of one input channel.
    var taps: Int { weights.shape[2] * weights.shape[3] }
    /// Input channels of a group.
    var inputs: Int { weights.shape[1] }
    var outputsOfGroup: Int { outputs / group }

    /// Each output channel multiplied by a factor, then an offset added.
    func scaled(by factors: [Float], adding offsets: [Float]) throws(Refusal) -> ConvolutionKernels {
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
    private let recipe: Recipe
    private let way: any ConvolutionWay

    init(_ kernels: ConvolutionKernels, _ recipe: Recipe) throws(Refusal) {
        self.kernels = kernels
        self.recipe = recipe
        let isDense = ["strides", "dilations"].allSatisfy { recipe.node.ints($0)?.allSatisfy { $0 == 1 } ?? true }
        let places = recipe.shape.flatMap { try? Self.lattice(recipe, kernels, on: $0).outputPlane }
        way =
            if recipe.plain {
                PlainConvolution(kernels)
            } else if isDense, let winograd = WinogradConvolution(kernels, places: places) {
                winograd
            } else if kernels.inputs == 1, kernels.outputsOfGroup <= 2 {
                RowConvolution(kernels)
            } else {
                StripConvolution(kernels)
            }
    }

    private static func lattice(
        _ recipe: Recipe, _ kernels: ConvolutionKernels, on shape: [Int]
    ) throws(Refusal) -> Lattice {
        let facts = [TensorFacts(shape), TensorFacts(kernels.weights.shape)]
        let lattice = try Lattice(Networks.Operation(node: recipe.node, opset: recipe.opset, inputs: facts))
        guard [lattice.rows.kernel, lattice.columns.kernel] == Array(kernels.weights.shape.suffix(2)) else {
            throw .shapes(
                [lattice.rows.kernel, lattice.columns.kernel], kernels.weights.shape,
                "kernel_shape is that of the weights")
        }
        return lattice
    }

    func run(_ input: Tensor<Float>, _ bounds: Bounds, _ workers: Workers) throws(Refusal) -> Tensor<Float> {
        let lattice = try Self.lattice(recipe, kernels, on: input.shape)
        guard lattice.channels == kernels.inputs * kernels.group else {
            throw .shapes(
                input.shape, kernels.weights.shape,
                "the weights are for \(kernels.inputs * kernels.group) channels, the input has \(lattice.channels)")
        }
        let shape = try checked([lattice.batch, kernels.outputs, lattice.rows.output, lattice.columns.output])
        try lattice.checkRoom(channels: kernels.inputs)
        try checkWork([elementCount(shape), kernels.inputs, kernels.taps])
        guard shape.allSatisfy({ $0 > 0 }) else { return Tensor(shape: shape, values: []) }
        return input.values.withUnsafeBufferPointer { from in
            Tensor(shape: shape) { to in
                guard let from = from.baseAddress, let to = to.baseAddress else { return }
                way.run(lattice, from: from, to: to, bounds, workers)
            }
        }
    }

    /// The derivative by the input: every output's cotangent spread over its window.
    func pullback(
        _ cotangent: Tensor<Float>, toward shape: [Int], _ workers: Workers
    ) throws(Refusal) -> Tensor<Float> {
        SpreadConvolution(kernels).run(try Self.lattice(recipe, kernels, on: shape), cotangent, workers)
    }

    /// The derivatives by the weights and the bias.
    func weightPullback(
        _ cotangent: Tensor<Float>, _ input: Tensor<Float>, _ workers: Workers
    ) throws(Refusal) -> (weights: Tensor<Float>, bias: Tensor<Float>) {
        WeightGradient(kernels: kernels).run(
            try Self.lattice(recipe, kernels, on: input.shape), cotangent, input, workers)
    }
}

/// One way of convolving: the same sums, in other orders.
protocol ConvolutionWay: Sendable {
    /// Convolves a batch; output planes are contiguous.
    func run(
        _ lattice: Lattice, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ bounds: Bounds,
        _ workers: Workers)
}
