import Networks
import Planes
import Workers

extension Factories {
    static let quantizations: [Operator: Factory] = [
        .dequantizeLinear: { (context) throws(OperatorError) in Dequantization(context: context) },
        .microsoftDequantizeLinear: { (context) throws(OperatorError) in Dequantization(context: context) },
        .quantizeLinear: { (context) throws(OperatorError) in try Quantization(context) },
        .microsoftQuantizeLinear: { (context) throws(OperatorError) in try Quantization(context) },
        .dynamicQuantizeLinear: { (_) throws(OperatorError) in DynamicQuantization() },
    ]
}

/// Integers brought to what they stand for: (x − zero) · scale.
struct Dequantization: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        guard let scaling = context.instance(inputs).scaling else { throw context.unfit(inputs) }
        let values = try inputs.value(0).numbers
        return [
            .floats(
                Tensor(
                    shape: values.shape,
                    values: scaling.undone(
                        values.values, scales: inputs[1]?.numbers.values, zeros: inputs[2]?.numbers.values)))
        ]
    }
}

/// Floats brought to integers of a type: round(x / scale) + zero, within its range.
struct Quantization: Computation {
    private let context: OperatorContext
    private let range: ClosedRange<Float>

    init(_ context: OperatorContext) throws(OperatorError) {
        self.context = context
        let code = context.node.int("output_dtype") ?? 0
        // A zero point that is made when the network runs is of the dynamic kind, 8 bits without sign.
        let type = (context.types.count > 2 ? context.types[2] : nil) ?? (code == 0 ? .uint8 : NumberType(onnx: code))
        guard let range = type.quantizedRange else {
            throw OperatorError("its zero point is of a type that is no integer")
        }
        self.range = range
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        guard let scaling = context.instance(inputs).scaling else { throw context.unfit(inputs) }
        let values = try inputs.floats(0)
        let levels = scaling.done(
            values.values, scales: inputs[1]?.numbers.values, zeros: inputs[2]?.numbers.values, within: range)
        return [.integers(Tensor(shape: values.shape, values: levels.map { $0.isNaN ? 0 : Int($0) }))]
    }
}

/// Floats brought to 8 bits by their own range, which holds 0; with the scale and the zero point.
struct DynamicQuantization: Computation {
    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let values = try inputs.floats(0)
        let low = values.values.reduce(0) { min($0, $1) }
        let high = values.values.reduce(0) { max($0, $1) }
        guard low.isFinite, high.isFinite else { throw OperatorError("its input is not finite") }
        // A constant of 0 has no range; any scale will do.
        let scale = high > low ? (high - low) / 255 : 1
        let zero = min(max((-low / scale).rounded(.toNearestOrEven), 0), 255)
        let levels = values.values.map { value in
            Int(min(max((value / scale).rounded(.toNearestOrEven) + zero, 0), 255))
        }
        return [
            .integers(Tensor(shape: values.shape, values: levels)), .floats(Tensor(shape: [], values: [scale])),
            .integers(Tensor(shape: [], values: [Int(zero)])),
        ]
    }
}
