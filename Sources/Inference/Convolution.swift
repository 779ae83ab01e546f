import Networks
import Planes
import Workers

extension Operators {
    static let convolutions: [String: Maker] = [
        "Conv": { (recipe) throws(Refusal) in try Convolution(recipe) },
        "ConvTranspose": { (recipe) throws(Refusal) in try TransposedConvolution(recipe) },
    ]
}

/// A convolution as networks have it, that is, a correlation: output channel × row × column =
/// bias + Σ weight · input under the window, over the channels of the group.
///
/// What is done to the result at once, a bias or a bound, is done while it is in the cache.
struct Convolution: Computation {
    private let node: Node
    private let group: Int
    private let plain: Bool
    private let prepared: PreparedConvolution?
    /// The bounds of a Relu or Clip that follows.
    private var bounds: Bounds

    init(_ recipe: Recipe, bounds: Bounds = .none) throws(Refusal) {
        node = recipe.node
        group = node.int("group") ?? 1
        plain = recipe.plain
        self.bounds = bounds
        prepared =
            if recipe.known[1] != nil, recipe.node.input(2) == nil || recipe.known[2] != nil {
                try PreparedConvolution(Self.kernels(recipe.known, node, group), node, on: recipe.shape, plain: plain)
            } else { nil }
    }

    /// The convolution of given kernels, with what follows it taken in.
    init(_ recipe: Recipe, _ kernels: ConvolutionKernels, bounds: Bounds) throws(Refusal) {
        node = recipe.node
        group = kernels.group
        plain = recipe.plain
        self.bounds = bounds
        prepared = try PreparedConvolution(kernels, node, on: recipe.shape, plain: plain)
    }

    static func kernels(_ inputs: Inputs, _ node: Node, _ group: Int) throws(Refusal) -> ConvolutionKernels {
        try ConvolutionKernels(inputs.floats(1), bias: inputs.optionalFloats(2), group: group)
    }

    private func convolution(_ inputs: Inputs) throws(Refusal) -> PreparedConvolution {
        if let prepared { return prepared }
        return try PreparedConvolution(
            Self.kernels(inputs, node, group), node, on: inputs.floats(0).shape, plain: plain)
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        [.floats(try convolution(inputs).run(inputs.floats(0), bounds, workers))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        // What the weights depend on would be left out.
        guard prepared != nil else { throw .noGradient }
        return [try convolution(inputs).pullback(cotangent, toward: inputs.floats(0).shape, workers)]
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
        guard shape.count == 4 else {
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

    var outputs: Int { weights.shape[0] }
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
    private let window: Window
    private let way: any ConvolutionWay

    init(_ kernels: ConvolutionKernels, _ node: Node, on shape: [Int]?, plain: Bool) throws(Refusal) {
        window = try Window(node, kernel: Array(kernels.weights.shape.suffix(2)))
        guard [window.rows.kernel, window.columns.kernel] == Array(kernels.weights.shape.suffix(2)) else {
            throw .shapes(
                [window.rows.kernel, window.columns.kernel], kernels.weights.shape,
                "kernel_shape is that of the weights")
        }
        self.kernels = kernels
        way =
            if plain {
                PlainConvolution(kernels)
            } else if let winograd = WinogradConvolution(kernels, window, on: shape) {
                winograd
            } else if kernels.inputs == 1, kernels.outputsOfGroup <= 2 {
                RowConvolution(kernels)
            } else {
                StripConvolution(kernels)
            }
    }

    func run(_ input: Tensor<Float>, _ bounds: Bounds, _ workers: Workers) throws(Refusal) -> Tensor<Float> {
        let lattice = try Lattice(window, on: input.shape)
        guard lattice.channels == kernels.inputs * kernels.group else {
            throw .shapes(
                input.shape, kernels.weights.shape,
                "the weights are for \(kernels.inputs * kernels.group) channels, the input has \(lattice.channels)")
        }
        let shape = try checked([lattice.batch, kernels.outputs, lattice.rows.output, lattice.columns.output])
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
        SpreadConvolution(kernels).run(try Lattice(window, on: shape), cotangent, workers)
    }
}

/// One way of convolving: the same sums, in other orders.
protocol ConvolutionWay: Sendable {
    /// Convolves a batch; output planes are contiguous.
    func run(
        _ lattice: Lattice, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ bounds: Bounds,
        _ workers: Workers)
}
