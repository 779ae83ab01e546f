import CRows
import Networks
import Planes
import Workers

/// A transposed convolution: every input value is spread over a window of the output, weighted by the kernels.
///
/// Weights are input × output of the group × row × column: those of the convolution that it turns round.
struct TransposedConvolution: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (kernels, geometry) = try turned(inputs)
        var output = Col2imConvolution(kernels).run(geometry, try inputs.floats(0), workers)
        guard let bias = try inputs.optionalFloats(2) else { return [.floats(output)] }
        guard bias.count == geometry.channels else {
            throw .shapes(output.shape, bias.shape, "a bias per output channel is expected")
        }
        output.update { values in
            guard let base = values.baseAddress else { return }
            for plane in 0..<geometry.batch * geometry.channels {
                row_clip(
                    geometry.inputPlane, base + plane * geometry.inputPlane, bias.values[plane % geometry.channels],
                    -.infinity, .infinity)
            }
        }
        return [.floats(output)]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let (kernels, geometry) = try turned(inputs)
        let shape = try inputs.floats(0).shape
        return [
            cotangent.values.withUnsafeBufferPointer { from in
                Tensor(shape: shape) { to in
                    guard let from = from.baseAddress, let to = to.baseAddress else { return }
                    _ = Im2colConvolution(kernels).run(geometry, from: from, to: to, .none, workers)
                }
            }
        ]
    }

    /// The convolution that would give the input's shape from the output's.
    private func turned(_ inputs: Inputs) throws(OperatorError) -> (ConvolutionKernels, ConvolutionGeometry) {
        let (input, weights) = (try inputs.floats(0).shape, try inputs.floats(1))
        let group = context.node.int("group") ?? 1
        let kernels = try ConvolutionKernels(weights, bias: nil, group: group)
        let geometry = try ConvolutionGeometry(context.instance(inputs), channels: kernels.inputs * group)
        guard input[1] == kernels.outputs, kernels.taps == geometry.taps else {
            throw .shapes(input, weights.shape, "the weights are for \(kernels.outputs) channels")
        }
        try geometry.checkRoom(channels: kernels.inputs)
        try checkWork([elementCount(input), kernels.inputs, kernels.taps])
        _ = try checked([geometry.batch, geometry.channels, geometry.rows.input, geometry.columns.input])
        return (kernels, geometry)
    }
}
