import Networks
import Planes
import Workers

extension Factories {
    static let shapes: [Operator: Factory] = [
        .identity: { (context) throws(OperatorError) in Reshaping(context: context) },
        .dropout: { (context) throws(OperatorError) in Reshaping(context: context) },
        .reshape: { (context) throws(OperatorError) in Reshaping(context: context) },
        .flatten: { (context) throws(OperatorError) in Reshaping(context: context) },
        .squeeze: { (context) throws(OperatorError) in Reshaping(context: context) },
        .unsqueeze: { (context) throws(OperatorError) in Reshaping(context: context) },
        .shape: { (context) throws(OperatorError) in ShapeOf(context.node) },
        .constantOfShape: { (context) throws(OperatorError) in ConstantOfShape(value: context.node.tensor("value")) },
        .cast: { (context) throws(OperatorError) in Cast(type: context.node.int("to") ?? 1) },
        .concat: { (context) throws(OperatorError) in Concat(axis: context.node.int("axis") ?? 1) },
        .split: { (context) throws(OperatorError) in Split(context: context) },
    ]
}

/// The same elements in the same order under another shape.
struct Reshaping: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let value = try inputs.value(0)
        guard context.node.op.kind == .reshaping else { return [value] }
        guard let shape = context.instance(inputs).newShape else { throw context.unfit(inputs) }
        return [value.reshaped(to: try checked(shape))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        return [cotangent.reshaped(to: try inputs.value(0).shape)]
    }
}

/// A shape as whole numbers.
struct ShapeOf: Computation {
    private let start, end: Int?

    init(_ node: Node) {
        start = node.int("start")
        end = node.int("end")
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let shape = try inputs.value(0).shape
        func place(_ index: Int) -> Int {
            let counted = index < 0 ? index + shape.count : index
            return min(max(counted, 0), shape.count)
        }
        let (from, to) = (place(start ?? 0), end.map(place) ?? shape.count)
        let sizes = from < to ? Array(shape[from..<to]) : []
        return [.integers(Tensor(shape: [sizes.count], values: sizes))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] { [] }
}

/// One value everywhere.
struct ConstantOfShape: Computation {
    let value: Constant?

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let shape = try checked(inputs.integers(0).values)
        do throws(NetworkError) {
            if let value, !value.type.isFloat {
                return [.integers(Tensor(shape: shape, repeating: try value.integers().first ?? 0))]
            }
            return [.floats(Tensor(shape: shape, repeating: try value?.floats().first ?? 0))]
        } catch {
            throw OperatorError("\(error)")
        }
    }
}

/// Elements as floats or as whole numbers, cut off toward zero; truth is what is not 0.
struct Cast: Computation {
    /// The number of `TensorProto.DataType`.
    let type: Int

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let value = try inputs.value(0)
        switch (value, type) {
        case (.floats, 1), (.floats, 10), (.floats, 11), (.floats, 16): return [value]
        case (.integers(let tensor), 1), (.integers(let tensor), 10), (.integers(let tensor), 11),
            (.integers(let tensor), 16):
            return [.floats(Tensor(shape: tensor.shape, values: tensor.values.map { Float($0) }))]
        case (.floats(let tensor), 9):
            return [.integers(Tensor(shape: tensor.shape, values: tensor.values.map { $0 == 0 ? 0 : 1 }))]
        case (.integers(let tensor), 9):
            return [.integers(Tensor(shape: tensor.shape, values: tensor.values.map { $0 == 0 ? 0 : 1 }))]
        case (.floats(let tensor), 2...7), (.floats(let tensor), 12...13):
            let whole = tensor.values.map { Int(exactly: $0.rounded(.towardZero)) }
            guard let values = whole as? [Int] else { throw OperatorError("a value is no whole number of 64 bits") }
            return [.integers(Tensor(shape: tensor.shape, values: values))]
        case (.integers, 2...7), (.integers, 12...13): return [value]
        default: throw OperatorError("elements of type \(type) in ONNX's numbering are not made")
        }
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        if case .floats = inputs[0] { return cotangents }
        return []
    }
}
