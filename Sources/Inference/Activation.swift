import CRows
import Networks
import Planes
import Workers

/// A function of each element by itself.
struct Activation: Computation {
    private let function: @Sendable (Float) -> Float
    private let integers: (@Sendable (Int) -> Int)?
    private let derivative: ElementFunction.Slope?

    init(
        _ function: @escaping @Sendable (Float) -> Float, integers: (@Sendable (Int) -> Int)? = nil,
        slope derivative: ElementFunction.Slope?
    ) {
        self.function = function
        self.integers = integers
        self.derivative = derivative
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        if let integers, case .integers(let values) = inputs[0] {
            return [.integers(Tensor(shape: values.shape, values: values.values.map(integers)))]
        }
        return [
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
        guard let derivative else { throw .noGradient }
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
                    row_clip($0.count, $0.baseAddress, 0, bounds.low, bounds.high)
                })
        ]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard var result = cotangents[0] else { return [] }
        let (input, bounds) = (try inputs.floats(0), try bounds(inputs))
        result.update { values in
            input.values.withUnsafeBufferPointer { input in
                nonisolated(unsafe) let (to, from) = (values.baseAddress, input.baseAddress)
                workers.inPieces(input.count, of: 1 << 15) { piece in
                    guard let to, let from else { return }
                    row_pass(
                        piece.count, to + piece.lowerBound, from + piece.lowerBound, bounds.low, bounds.high)
                }
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
func isFinite(_ tensor: Tensor<Float>, _ workers: Workers) -> Bool {
    tensor.values.withUnsafeBufferPointer { buffer in
        nonisolated(unsafe) let values = buffer
        return workers.allSatisfy(values.count, inPiecesOf: 1 << 16) { piece in
            row_finite(piece.count, values.baseAddress.map { $0 + piece.lowerBound }) == 1
        }
    }
}

extension Factories {
    static let clips: [Operator: Factory] = [
        .relu: { (_) throws(OperatorError) in Clip { (_) throws(OperatorError) in .positive } },
        .clip: { (context) throws(OperatorError) in
            Clip { (inputs) throws(OperatorError) in try bounds(context, inputs) }
        },
    ]

    /// Bounds from attributes (before version 11) or inputs.
    static func bounds(_ context: OperatorContext, _ inputs: Inputs) throws(OperatorError) -> Bounds {
        let (low, high) = (try inputs.optionalFloats(1)?.values.first, try inputs.optionalFloats(2)?.values.first)
        return Bounds(
            low: context.node.float("min") ?? low ?? -.infinity, high: context.node.float("max") ?? high ?? .infinity)
    }
}
