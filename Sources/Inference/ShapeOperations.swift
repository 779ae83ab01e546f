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
        .size: { (_) throws(OperatorError) in SizeOf() },
        .range: { (_) throws(OperatorError) in Counting() },
        .eyeLike: { (context) throws(OperatorError) in Diagonal(node: context.node) },
        .castLike: { (_) throws(OperatorError) in CastLike() },
        .cast: { (context) throws(OperatorError) in Cast(type: context.node.int("to") ?? 1) },
        .concat: { (context) throws(OperatorError) in Concat(axis: context.node.int("axis") ?? 1) },
        .split: { (context) throws(OperatorError) in Split(context: context) },
    ]
}

/// The same elements in the same order under another shape.
struct Reshaping: Computation {
    let context: OperatorContext
    let givesFinite = true

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

/// How many elements a tensor has.
struct SizeOf: Computation {
    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        [.integers(Tensor(shape: [], values: [elementCount(try inputs.value(0).shape)]))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] { [] }
}

/// Numbers from a start, in steps, to before a limit.
struct Counting: Computation {
    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (start, limit, step) = (try inputs.value(0), try inputs.value(1), try inputs.value(2))
        if case .integers(let from) = start, case .integers(let to) = limit, case .integers(let by) = step,
            let from = from.values.first, let to = to.values.first, let by = by.values.first
        {
            let (distance, overflow) = to.subtractingReportingOverflow(from)
            guard by != 0, !overflow else { throw OperatorError("from \(from) to \(to) by \(by) is no range") }
            let steps = distance.dividedReportingOverflow(by: by).partialValue
            let count = (distance < 0) == (by < 0) && distance != 0 ? steps + (distance % by == 0 ? 0 : 1) : 0
            return [
                .integers(
                    try Tensor(checked: [count]) { values in
                        for index in values.indices { values[index] = from &+ index &* by }
                    })
            ]
        }
        guard let from = start.numbers.values.first, let to = limit.numbers.values.first,
            let by = step.numbers.values.first, by != 0, ((to - from) / by).isFinite
        else { throw OperatorError("it needs a start, a limit and a step that is not 0") }
        let count = Swift.max(0, Count.whole(((to - from) / by).rounded(.up)))
        return [
            .floats(
                try Tensor(checked: [count]) { values in
                    for index in values.indices { values[index] = from + Float(index) * by }
                })
        ]
    }
}

/// 1 on a diagonal of a matrix, else 0.
struct Diagonal: Computation {
    let node: Node

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let value = try inputs.value(0)
        guard value.shape.count == 2 else { throw OperatorError("it is of matrices") }
        let (rows, columns, offset) = (value.shape[0], value.shape[1], node.int("k") ?? 0)
        let ones = Tensor(
            shape: [rows, columns],
            values: (0..<rows * columns).map { index -> Float in
                index % columns == (index / columns).addingReportingOverflow(offset).partialValue ? 1 : 0
            })
        let isFloat =
            node.int("dtype").map { [1, 10, 11, 16].contains($0) }
            ?? { if case .floats = value { true } else { false } }()
        return [isFloat ? .floats(ones) : .integers(Tensor(shape: ones.shape, values: ones.values.map { Int($0) }))]
    }
}

/// Elements in numbers of the kind that another tensor has.
struct CastLike: Computation {
    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        var only = Inputs([try inputs.value(0)])
        if case .floats = try inputs.value(1) { return try Cast(type: 1).run(&only, workers) }
        return try Cast(type: 7).run(&only, workers)
    }
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
