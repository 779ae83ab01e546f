/// Numbers that are reckoned from shapes.
extension OperatorInstance {
    /// `Shape`, `Size`, `Range`, `ConstantOfShape` and other tensors made from nothing.
    var arithmetic: TensorFacts? {
        switch node.op {
        case .shape:
            guard let shape = shape(0) else { return nil }
            let start = clamped(node.int("start") ?? 0, shape.count)
            let end = clamped(node.int("end") ?? shape.count, shape.count)
            let sizes = start < end ? Array(shape[start..<end]) : []
            return TensorFacts([sizes.count], .integers(sizes))
        case .size: return shape(0).map { TensorFacts([], .integers([elementCount($0)])) }
        case .range: return range
        case .constantOfShape:
            guard let sizes = numbers(0)?.integers, sizes.allSatisfy({ $0 >= 0 }) else { return nil }
            guard elementCount(sizes) <= Numbers.limit else { return TensorFacts(sizes) }
            return TensorFacts(sizes, filling.picked([Int](repeating: 0, count: elementCount(sizes))))
        case .eyeLike: return shape(0).map { TensorFacts($0) }
        default: return node.ints("shape").flatMap { $0.allSatisfy { $0 >= 0 } ? TensorFacts($0) : nil }
        }
    }

    private func clamped(_ index: Int, _ rank: Int) -> Int { max(0, min(rank, index < 0 ? index + rank : index)) }

    /// The one value of a `ConstantOfShape`, 0 if none is given.
    private var filling: Numbers {
        guard let value = node.tensor("value"), value.count == 1 else { return .floats([0]) }
        if let whole = try? value.integers() { return .integers(whole) }
        return (try? value.floats()).map { .floats($0) } ?? .floats([0])
    }

    private var range: TensorFacts? {
        guard case .integers(let start)? = numbers(0), case .integers(let end)? = numbers(1),
            case .integers(let step)? = numbers(2), let start = start.first, let end = end.first, let step = step.first,
            step != 0, [start, end, step].allSatisfy(Self.reasonable.contains)
        else { return nil }
        let count = max(0, (end - start + step - step.signum()) / step)
        guard count <= Numbers.limit else { return TensorFacts([count]) }
        return TensorFacts([count], .integers((0..<count).map { start + $0 * step }))
    }
}

/// The elements of a pointwise operation's result, where those of its inputs are known.
struct PointwiseNumbers {
    /// The elements; `nil` where they are not known.
    private(set) var result: Numbers?

    init(_ instance: OperatorInstance) {
        let inputs = instance.node.inputs.indices.compactMap { instance.numbers($0) }
        guard inputs.count == instance.node.inputs.count, let first = inputs.first else { return }
        switch instance.node.op {
        case .identity: result = first
        case .cast: result = Self.cast(first, to: instance.node.int("to") ?? 1)
        case .floor: result = .floats(first.floats.map { $0.rounded(.down) })
        case .ceil: result = .floats(first.floats.map { $0.rounded(.up) })
        case .sqrt: result = .floats(first.floats.map { $0.squareRoot() })
        case .neg: if case .integers(let values) = first { result = .integers(values.map { 0 &- $0 }) }
        case .not: result = .integers(first.integers.map { $0 == 0 ? 1 : 0 })
        case .where:
            guard inputs.count == 3 else { return }
            let isWhole = if case .integers = inputs[1], case .integers = inputs[2] { true } else { false }
            let values = Self.stretched(inputs)
            guard let values else { return }
            result =
                isWhole
                ? .integers(values[0].integers.indices.map { values[values[0].integers[$0] != 0 ? 1 : 2].integers[$0] })
                : .floats(values[0].integers.indices.map { values[values[0].integers[$0] != 0 ? 1 : 2].floats[$0] })
        default:
            guard inputs.count == 2, let values = Self.stretched(inputs) else { return }
            result = Self.combined(instance.node.op, values[0], values[1])
        }
    }

    /// ONNX's numbers of element types: 1, 10, 11 and 16 are floats, 9 is yes or no.
    private static func cast(_ numbers: Numbers, to type: Int) -> Numbers {
        if [1, 10, 11, 16].contains(type) { return .floats(numbers.floats) }
        return .integers(type == 9 ? numbers.floats.map { $0 == 0 ? 0 : 1 } : numbers.integers)
    }

    /// Equally many elements of each, single ones repeated; `nil` for shapes that are stretched otherwise.
    private static func stretched(_ inputs: [Numbers]) -> [Numbers]? {
        let count = inputs.map(\.count).max() ?? 0
        guard inputs.allSatisfy({ $0.count == count || $0.count == 1 }), !inputs.contains(where: { $0.count == 0 })
        else {
            return nil
        }
        return inputs.map { $0.count == count ? $0 : $0.picked([Int](repeating: 0, count: count)) }
    }

    private static func combined(_ op: Operator, _ a: Numbers, _ b: Numbers) -> Numbers? {
        if case .integers(let x) = a, case .integers(let y) = b {
            let values = zip(x, y).map { integer(op, $0, $1) }
            let known = values.compactMap(\.self)
            return known.count == values.count ? .integers(known) : nil
        }
        let pairs = zip(a.floats, b.floats)
        return switch op {
        case .add: .floats(pairs.map { $0 + $1 })
        case .sub: .floats(pairs.map { $0 - $1 })
        case .mul: .floats(pairs.map { $0 * $1 })
        case .div: .floats(pairs.map { $0 / $1 })
        case .pow: nil
        default: nil
        }
    }

    /// `nil` for what does not fit, and for operations that shapes are not reckoned with.
    private static func integer(_ op: Operator, _ x: Int, _ y: Int) -> Int? {
        let (value, overflow): (Int, Bool)
        switch op {
        case .add: (value, overflow) = x.addingReportingOverflow(y)
        case .sub: (value, overflow) = x.subtractingReportingOverflow(y)
        case .mul: (value, overflow) = x.multipliedReportingOverflow(by: y)
        case .div: (value, overflow) = x.dividedReportingOverflow(by: y)
        case .mod:
            // The sign is the divisor's.
            (value, overflow) = x.remainderReportingOverflow(dividingBy: y)
            if !overflow, value != 0, (value < 0) != (y < 0) { return value + y }
        case .max: return max(x, y)
        case .min: return min(x, y)
        case .equal: return x == y ? 1 : 0
        case .greater: return x > y ? 1 : 0
        case .less: return x < y ? 1 : 0
        case .greaterOrEqual: return x >= y ? 1 : 0
        case .lessOrEqual: return x <= y ? 1 : 0
        case .and: return x != 0 && y != 0 ? 1 : 0
        case .or: return x != 0 || y != 0 ? 1 : 0
        default: return nil
        }
        return overflow ? nil : value
    }
}
