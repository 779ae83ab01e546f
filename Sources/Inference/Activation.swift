import CTiles
import Foundation
import Networks
import Planes
import Workers

/// A function of each element by itself.
struct Activation: Computation {
    private let function: @Sendable (Float) -> Float
    /// From an element and its image.
    private let derivative: @Sendable (_ x: Float, _ y: Float) -> Float

    init(
        _ function: @escaping @Sendable (Float) -> Float, _ derivative: @escaping @Sendable (Float, Float) -> Float
    ) {
        self.function = function
        self.derivative = derivative
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        [
            .floats(
                inPlace(try inputs.takeFloats(0), workers) { values in
                    for i in values.indices { values[i] = function(values[i]) }
                })
        ]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard var result = cotangents[0], case .floats(let output) = outputs[0] else { return [] }
        let input = try inputs.floats(0)
        result.update { values in
            for index in values.indices where values[index] != 0 {
                values[index] *= derivative(input.values[index], output.values[index])
            }
        }
        return [result]
    }
}

/// Elements brought between two bounds: Relu, Clip. A bound that is a tensor of its own is a single number.
struct Clip: Computation {
    let bounds: @Sendable (Inputs) throws(OperatorError) -> Bounds

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        if case .integers(let values) = inputs[0] {
            let limits = try [inputs.optionalIntegers(1)?.first ?? .min, inputs.optionalIntegers(2)?.first ?? .max]
            return [
                .integers(
                    Tensor(shape: values.shape, values: values.values.map { min(max($0, limits[0]), limits[1]) }))
            ]
        }
        let bounds = try bounds(inputs)
        return [
            .floats(
                inPlace(try inputs.takeFloats(0), workers) {
                    tiles_clip($0.count, $0.baseAddress, 0, bounds.low, bounds.high)
                })
        ]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard var result = cotangents[0] else { return [] }
        let (input, bounds) = (try inputs.floats(0), try bounds(inputs))
        result.update { values in
            for index in values.indices where !(bounds.low < input.values[index] && input.values[index] < bounds.high) {
                values[index] = 0
            }
        }
        return [result]
    }
}

/// Changes a tensor piece by piece, in place where nobody else holds it.
func inPlace(
    _ tensor: consuming Tensor<Float>, _ workers: Workers, _ work: @Sendable (UnsafeMutableBufferPointer<Float>) -> Void
) -> Tensor<Float> {
    tensor.update { buffer in
        nonisolated(unsafe) let values = buffer
        workers.inPieces(values.count, of: 1 << 16) { work(UnsafeMutableBufferPointer(rebasing: values[$0])) }
    }
    return tensor
}

/// Whether no element is NaN or infinite.
func isFinite(_ tensor: Tensor<Float>) -> Bool {
    tensor.values.withUnsafeBufferPointer { tiles_finite($0.count, $0.baseAddress) == 1 }
}

extension Operators {
    static let activations: [String: Factory] = [
        "Relu": { (_) throws(OperatorError) in Clip { (_) throws(OperatorError) in .positive } },
        "Clip": { (context) throws(OperatorError) in
            Clip { (inputs) throws(OperatorError) in try bounds(context, inputs) }
        },
        "LeakyRelu": { (context) throws(OperatorError) in
            let slope = context.node.float("alpha") ?? 0.01
            return Activation({ $0 < 0 ? slope * $0 : $0 }, { x, _ in x < 0 ? slope : 1 })
        },
        "Elu": { (context) throws(OperatorError) in
            let alpha = context.node.float("alpha") ?? 1
            return Activation({ $0 < 0 ? alpha * expm1($0) : $0 }, { x, y in x < 0 ? y + alpha : 1 })
        },
        "Selu": { (context) throws(OperatorError) in
            let (alpha, gamma) = (context.node.float("alpha") ?? 1.67326319, context.node.float("gamma") ?? 1.05070102)
            return Activation(
                { $0 < 0 ? gamma * alpha * expm1($0) : gamma * $0 }, { x, y in x < 0 ? y + gamma * alpha : gamma })
        },
        "Sigmoid": { (_) throws(OperatorError) in Activation(sigmoid, { _, y in y * (1 - y) }) },
        "Tanh": { (_) throws(OperatorError) in Activation({ tanh($0) }, { _, y in 1 - y * y }) },
        "HardSigmoid": { (context) throws(OperatorError) in
            let (alpha, beta) = (context.node.float("alpha") ?? 0.2, context.node.float("beta") ?? 0.5)
            return Activation(
                { max(0, min(1, alpha * $0 + beta)) }, { x, y in (0..<1).contains(y) && y > 0 ? alpha : 0 })
        },
        "HardSwish": { (_) throws(OperatorError) in
            Activation(
                { $0 * max(0, min(1, $0 / 6 + 0.5)) }, { x, _ in x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5 })
        },
        "Softplus": { (_) throws(OperatorError) in
            Activation({ max($0, 0) + log1p(exp(-abs($0))) }, { x, _ in sigmoid(x) })
        },
        "Softsign": { (_) throws(OperatorError) in
            Activation({ $0 / (1 + abs($0)) }, { x, _ in 1 / ((1 + abs(x)) * (1 + abs(x))) })
        },
        "Gelu": { (context) throws(OperatorError) in gelu(isTanh: context.node.string("approximate") == "tanh") },
        "Erf": { (_) throws(OperatorError) in
            Activation({ erf($0) }, { x, _ in 2 / Float.pi.squareRoot() * exp(-x * x) })
        },
        "Sqrt": { (_) throws(OperatorError) in Activation({ $0.squareRoot() }, { _, y in 0.5 / y }) },
        "Exp": { (_) throws(OperatorError) in Activation({ exp($0) }, { _, y in y }) },
        "Log": { (_) throws(OperatorError) in Activation({ log($0) }, { x, _ in 1 / x }) },
        "Abs": { (_) throws(OperatorError) in Activation({ abs($0) }, { x, _ in x < 0 ? -1 : 1 }) },
        "Neg": { (_) throws(OperatorError) in Activation({ -$0 }, { _, _ in -1 }) },
        "Reciprocal": { (_) throws(OperatorError) in Activation({ 1 / $0 }, { _, y in -y * y }) },
        "Floor": { (_) throws(OperatorError) in Activation({ $0.rounded(.down) }, { _, _ in 0 }) },
        "Ceil": { (_) throws(OperatorError) in Activation({ $0.rounded(.up) }, { _, _ in 0 }) },
    ]

    /// Bounds from attributes (before version 11) or inputs.
    static func bounds(_ context: OperatorContext, _ inputs: Inputs) throws(OperatorError) -> Bounds {
        let (low, high) = (try inputs.optionalFloats(1)?.values.first, try inputs.optionalFloats(2)?.values.first)
        return Bounds(
            low: context.node.float("min") ?? low ?? -.infinity, high: context.node.float("max") ?? high ?? .infinity)
    }

    @Sendable private static func sigmoid(_ x: Float) -> Float {
        // The exponential of a number below 0 cannot overflow.
        let small = exp(-abs(x))
        return x < 0 ? small / (1 + small) : 1 / (1 + small)
    }

    /// x·Φ(x), Φ the normal distribution; or its approximation by tanh.
    private static func gelu(isTanh: Bool) -> Activation {
        let root = (2 / Float.pi).squareRoot()
        if isTanh {
            return Activation({ 0.5 * $0 * (1 + tanh(root * ($0 + 0.044715 * $0 * $0 * $0))) }) { x, _ in
                let t = tanh(root * (x + 0.044715 * x * x * x))
                return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * root * (1 + 3 * 0.044715 * x * x)
            }
        }
        return Activation({ 0.5 * $0 * (1 + erf($0 / Float(2).squareRoot())) }) { x, _ in
            0.5 * (1 + erf(x / Float(2).squareRoot())) + x * exp(-x * x / 2) * root / 2
        }
    }
}
