import Networks
import Planes
import Workers

extension Factories {
    static let normalizations: [Operator: Factory] = [
        .batchNormalization: { (context) throws(OperatorError) in
            // Its numbers would be those of the batch.
            guard context.node.int("training_mode") != 1 else { throw OperatorError("training_mode is not run") }
            return BatchNormalization(context.node)
        },
        .instanceNormalization: { (context) throws(OperatorError) in
            let epsilon = context.node.float("epsilon") ?? 1e-5
            return Standardization(epsilon: epsilon) { (shape) throws(OperatorError) in
                guard shape.count > 2 else {
                    throw OperatorError("batch × channel × … is expected, not \(shapeText(shape))")
                }
                return (length: elementCount(Array(shape.dropFirst(2))), channels: shape[1])
            }
        },
        .layerNormalization: { (context) throws(OperatorError) in
            let (axis, epsilon) = (context.node.int("axis") ?? -1, context.node.float("epsilon") ?? 1e-5)
            return Standardization(epsilon: epsilon) { (shape) throws(OperatorError) in
                (length: elementCount(Array(shape[try axis.axis(of: shape.count)...])), channels: nil)
            }
        },
        .lrn: { (context) throws(OperatorError) in try LocalResponseNormalization(context.node) },
    ]
}

/// Each channel by the mean and variance that were stored in training: scale · (x − mean) / √(variance + ε) + offset.
struct BatchNormalization: Computation {
    private let epsilon: Float

    init(_ node: Node) { epsilon = node.float("epsilon") ?? 1e-5 }

    /// One factor and one offset per channel, all that it is when a network runs.
    func affine(_ inputs: Inputs) throws(OperatorError) -> (factors: [Float], offsets: [Float]) {
        let (scale, offset) = (try inputs.floats(1).values, try inputs.floats(2).values)
        let (mean, variance) = (try inputs.floats(3).values, try inputs.floats(4).values)
        guard [offset.count, mean.count, variance.count].allSatisfy({ $0 == scale.count }) else {
            throw OperatorError("scale, offset, mean and variance have one value per channel")
        }
        let factors = scale.indices.map { Double(scale[$0]) / (Double(variance[$0]) + Double(epsilon)).squareRoot() }
        let offsets = scale.indices.map { Float(Double(offset[$0]) - Double(mean[$0]) * factors[$0]) }
        return (factors.map { Float($0) }, offsets)
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (factors, offsets) = try affine(inputs)
        let input = try inputs.takeFloats(0)
        return [.floats(try scaled(input, factors, offsets))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let factors = try affine(inputs).factors
        return [try scaled(cotangent, factors, factors.map { _ in 0 })]
    }

    private func scaled(
        _ tensor: consuming Tensor<Float>, _ factors: [Float], _ offsets: [Float]
    ) throws(OperatorError) -> Tensor<Float> {
        let shape = tensor.shape
        guard shape.count >= 2, shape[1] == factors.count else {
            throw .shapes(shape, [factors.count], "scale, offset, mean and variance have one value per channel")
        }
        let plane = elementCount(Array(shape.dropFirst(2)))
        tensor.update { values in
            for index in 0..<shape[0] * shape[1] {
                let (factor, offset) = (factors[index % shape[1]], offsets[index % shape[1]])
                for place in index * plane..<(index + 1) * plane { values[place] = values[place] * factor + offset }
            }
        }
        return tensor
    }
}

/// Runs of elements brought to mean 0 and variance 1, then scaled: instance and layer normalization.
struct Standardization: Computation {
    let epsilon: Float
    /// Elements of a run; where each run has one scale, that of its channel, how many channels there are.
    let runs: @Sendable (_ shape: [Int]) throws(OperatorError) -> (length: Int, channels: Int?)

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (scale, offset) = (try inputs.floats(1).values, try inputs.optionalFloats(2)?.values)
        var tensor = try inputs.takeFloats(0)
        let (length, channels) = try runs(tensor.shape)
        guard scale.count == channels ?? length, offset.map({ $0.count == scale.count }) ?? true else {
            throw .shapes(tensor.shape, [scale.count], "\(channels ?? length) scales and offsets are expected")
        }
        tensor.update { values in
            for run in 0..<(length == 0 ? 0 : values.count / length) {
                let (mean, factor) = moments(values[run * length..<(run + 1) * length])
                for index in 0..<length {
                    let place = channels.map { run % $0 } ?? index
                    let value = Float((Double(values[run * length + index]) - mean) * factor)
                    values[run * length + index] = value * scale[place] + (offset?[place] ?? 0)
                }
            }
        }
        return [.floats(tensor)]
    }

    /// The mean, and one over the root of the variance and ε.
    private func moments(_ run: Slice<UnsafeMutableBufferPointer<Float>>) -> (mean: Double, factor: Double) {
        let mean = run.reduce(0.0) { $0 + Double($1) } / Double(run.count)
        let variance = run.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(run.count)
        return (mean, 1 / (variance + Double(epsilon)).squareRoot())
    }

    /// With z the standardized run and g the scaled cotangent: (g − mean g − z · mean(g·z)) / √(variance + ε).
    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard var result = cotangents[0] else { return [] }
        var input = try inputs.floats(0)
        let scale = try inputs.floats(1).values
        let (length, channels) = try runs(input.shape)
        input.update { values in
            result.update { cotangent in
                for run in 0..<(length == 0 ? 0 : values.count / length) {
                    let range = run * length..<(run + 1) * length
                    let (mean, factor) = moments(values[range])
                    let z = range.map { (Double(values[$0]) - mean) * factor }
                    let g = range.enumerated().map { index, place in
                        Double(cotangent[place]) * Double(scale[channels.map { run % $0 } ?? index])
                    }
                    let meanG = g.reduce(0, +) / Double(length)
                    let meanGZ = zip(g, z).reduce(0) { $0 + $1.0 * $1.1 } / Double(length)
                    for index in 0..<length {
                        cotangent[range.lowerBound + index] = Float((g[index] - meanG - z[index] * meanGZ) * factor)
                    }
                }
            }
        }
        return [result]
    }
}

/// Each value divided by the activity of its neighbouring channels: x / (k + α/n · Σ x²)^β, n channels around it.
///
/// - SeeAlso: Krizhevsky, Sutskever & Hinton (2012), *NIPS*, section 3.3.
struct LocalResponseNormalization: Computation {
    private let size: Int
    private let alpha, beta, bias: Float

    init(_ node: Node) throws(OperatorError) {
        guard let size = node.int("size"), size > 0 else {
            throw OperatorError("its size, a number of channels, is missing")
        }
        self.size = size
        alpha = node.float("alpha") ?? 1e-4
        beta = node.float("beta") ?? 0.75
        bias = node.float("bias") ?? 1
    }

    /// Channels around one: as many below as above, an odd one above.
    private func around(_ channel: Int, of channels: Int) -> Range<Int> {
        max(0, channel - (size - 1) / 2)..<min(channels, channel + size / 2 + 1)
    }

    /// Calls `body` with channels, places of a plane and where an image begins.
    private func forEachImage(_ shape: [Int], _ body: (_ channels: Int, _ plane: Int, _ start: Int) -> Void)
        throws(OperatorError)
    {
        guard shape.count > 2 else { throw OperatorError("batch × channel × … is expected, not \(shapeText(shape))") }
        let plane = elementCount(Array(shape.dropFirst(2)))
        for image in 0..<shape[0] { body(shape[1], plane, image * shape[1] * plane) }
    }

    /// k + α/n · Σ x².
    private func activity(_ x: [Float], _ start: Int, _ channel: Int, _ channels: Int, _ plane: Int) -> [Float] {
        var sums = [Float](repeating: 0, count: plane)
        for other in around(channel, of: channels) {
            let from = start + other * plane
            for place in 0..<plane { sums[place] += x[from + place] * x[from + place] }
        }
        return sums.map { bias + alpha / Float(size) * $0 }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let input = try inputs.floats(0)
        var output = input
        try forEachImage(input.shape) { channels, plane, start in
            output.update { buffer in
                nonisolated(unsafe) let values = buffer
                workers.forEach(channels) { channel in
                    let activity = activity(input.values, start, channel, channels, plane)
                    for place in 0..<plane { values[start + channel * plane + place] *= power(activity[place], -beta) }
                }
            }
        }
        return [.floats(output)]
    }

    /// ∂L/∂x_i = g_i·d_i^−β − 2αβ/n · x_i · Σ_j g_j·x_j·d_j^(−β−1), over the j that i is around.
    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let x = try inputs.floats(0)
        var result = Tensor<Float>(shape: x.shape, repeating: 0)
        try forEachImage(x.shape) { channels, plane, start in
            result.update { values in
                for channel in 0..<channels {
                    let activity = activity(x.values, start, channel, channels, plane)
                    for place in 0..<plane {
                        let index = start + channel * plane + place
                        let g = cotangent.values[index]
                        guard g != 0 else { continue }
                        let share = power(activity[place], -beta)
                        values[index] += g * share
                        let common = 2 * alpha * beta / Float(size) * g * x.values[index] * share / activity[place]
                        for other in around(channel, of: channels) {
                            let neighbour = start + other * plane + place
                            values[neighbour] -= common * x.values[neighbour]
                        }
                    }
                }
            }
        }
        return [result]
    }
}
