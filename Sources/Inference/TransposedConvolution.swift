import CTiles
import Networks
import Planes
import Workers

/// A transposed convolution: every input value is spread over a window of the output, weighted by the kernels.
///
/// Weights are input × output of the group × row × column: those of the convolution that it turns round.
struct TransposedConvolution: Computation {
    private let node: Node

    init(_ recipe: Recipe) throws(Refusal) { node = recipe.node }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        let (kernels, lattice) = try turned(inputs)
        var output = SpreadConvolution(kernels).run(lattice, try inputs.floats(0), workers)
        guard let bias = try inputs.optionalFloats(2) else { return [.floats(output)] }
        guard bias.count == lattice.channels else {
            throw .shapes(output.shape, bias.shape, "a bias per output channel is expected")
        }
        output.update { values in
            guard let base = values.baseAddress else { return }
            for plane in 0..<lattice.batch * lattice.channels {
                tiles_clip(
                    lattice.inputPlane, base + plane * lattice.inputPlane, bias.values[plane % lattice.channels],
                    -.infinity, .infinity)
            }
        }
        return [.floats(output)]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let (kernels, lattice) = try turned(inputs)
        let shape = try inputs.floats(0).shape
        return [
            cotangent.values.withUnsafeBufferPointer { from in
                Tensor(shape: shape) { to in
                    guard let from = from.baseAddress, let to = to.baseAddress else { return }
                    StripConvolution(kernels).run(lattice, from: from, to: to, .none, workers)
                }
            }
        ]
    }

    /// The convolution that would give the input's shape from the output's.
    private func turned(_ inputs: Inputs) throws(Refusal) -> (ConvolutionKernels, Lattice) {
        let (input, weights) = (try inputs.floats(0).shape, try inputs.floats(1))
        let group = node.int("group") ?? 1
        let kernels = try ConvolutionKernels(weights, bias: nil, group: group)
        let window = try Window(node, kernel: Array(weights.shape.suffix(2)))
        guard input.count == 4, input[1] == kernels.outputs else {
            throw .shapes(input, weights.shape, "the weights are for \(kernels.outputs) channels")
        }
        let extra = node.ints("output_padding") ?? [0, 0]
        let sizes = node.ints("output_shape").map { Array($0.suffix(2)) }
        guard extra.count == 2, sizes.map({ $0.count == 2 }) ?? true else {
            throw Refusal("output_padding and output_shape have a value per axis")
        }
        let (rows, columns) = (
            try axis(window.rows, input[2], extra[0], sizes?[0]),
            try axis(window.columns, input[3], extra[1], sizes?[1])
        )
        _ = try checked([input[0], kernels.inputs * group, rows.input, columns.input])
        return (
            kernels, Lattice(batch: input[0], channels: kernels.inputs * group, rows: rows, columns: columns)
        )
    }

    private func axis(_ window: WindowAxis, _ length: Int, _ extra: Int, _ size: Int?) throws(Refusal) -> PlacedAxis {
        let full = window.stride * (length - 1) + extra + window.extent
        let (before, after): (Int, Int)
        switch (window.padding, size) {
        case (.explicit(let first, let last), nil): (before, after) = (first, last)
        case (let padding, let size):
            let total = max(full - (size ?? length * window.stride), 0)
            let half = padding == .same(oddAfter: true) ? total / 2 : total - total / 2
            (before, after) = (half, total - half)
        }
        guard extra >= 0, full - before - after > 0 else {
            throw Refusal("padding \(before) + \(after) leaves nothing of \(full) places")
        }
        return PlacedAxis(
            input: full - before - after, output: length, kernel: window.kernel, stride: window.stride,
            dilation: window.dilation, before: before, after: after)
    }
}
