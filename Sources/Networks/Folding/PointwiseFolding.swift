/// Elements reckoned place by place.
extension FoldRule {
    static let pointwise: [Operator: FoldRule] = {
        var rules: [Operator: FoldRule] = [
            .cast: FoldRule(
                type: { instance, _ in
                    let type = castType(instance)
                    return type.isSmallFloat || type == .text || type == .other ? nil : type
                },
                numbers: { fold in fold.values(0).flatMap { cast($0, to: castType(fold.instance)) } }),
            .floor: unary { $0.rounded(.down) }, .ceil: unary { $0.rounded(.up) },
            .sqrt: unary { $0.squareRoot() },
            .neg: FoldRule(type: typeOfInput(0)) { fold in
                switch fold.values(0) {
                case .integers(let values)?: .integers(values.map { 0 &- $0 })
                case .floats(let values)?: .floats(values.map { -$0 })
                case nil: nil
                }
            },
            .not: FoldRule(type: { _, _ in .bool }) { fold in
                fold.values(0).map { .integers($0.integers.map { $0 == 0 ? 1 : 0 }) }
            },
            .where: FoldRule(type: typeOfInput(1), numbers: chosen),
        ]
        for op in reals.keys { rules[op] = FoldRule(type: typeOfInput(0)) { combined($0, op) } }
        for op in truths.keys { rules[op] = FoldRule(type: { _, _ in .bool }) { combined($0, op) } }
        return rules
    }()

    private static func unary(_ function: @escaping @Sendable (Float) -> Float) -> FoldRule {
        FoldRule(type: typeOfInput(0)) { fold in fold.values(0).map { .floats($0.floats.map(function)) } }
    }

    private static func castType(_ instance: OperatorInstance) -> NumberType {
        NumberType(onnx: instance.node.int("to") ?? 1)
    }

    /// Elements in numbers of another type; integers are cut towards zero and never wrap.
    private static func cast(_ numbers: Numbers, to type: NumberType) -> Numbers? {
        switch type {
        case .float32, .float64: .floats(numbers.floats)
        case .float16: .floats(numbers.floats.map { Float(Float16($0)) })
        case .bfloat16: .floats(numbers.floats.map(bfloat16))
        case .bool: .integers(numbers.floats.map { $0 == 0 ? 0 : 1 })
        default: type.isInteger ? .integers(numbers.integers) : nil
        }
    }

    /// The nearest number whose lower 16 bits are zero, of two as near the even one.
    private static func bfloat16(_ value: Float) -> Float {
        guard value.isFinite else { return value }
        let bits = value.bitPattern
        return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
    }

    /// The inputs' elements, those that are fewer repeated along the axes that are stretched.
    private static func stretched(_ fold: Fold) -> [Numbers]? {
        fold.all?.enumerated().map { index, numbers in
            let shape = fold.instance.shape(index) ?? []
            return shape == fold.shape ? numbers : numbers.picked(StridedPlaces(of: shape, stretchedTo: fold.shape))
        }
    }

    private static func chosen(_ fold: Fold) -> Numbers? {
        guard let inputs = stretched(fold), inputs.count == 3 else { return nil }
        let chosen = inputs[0].integers.map { $0 != 0 }
        return inputs[1].isWhole && inputs[2].isWhole
            ? .integers(zip(chosen, zip(inputs[1].integers, inputs[2].integers)).map { $0 ? $1.0 : $1.1 })
            : .floats(zip(chosen, zip(inputs[1].floats, inputs[2].floats)).map { $0 ? $1.0 : $1.1 })
    }

    /// The inputs, two or as many as there are, taken together from the first on.
    private static func combined(_ fold: Fold, _ op: Operator) -> Numbers? {
        guard let inputs = stretched(fold), let first = inputs.first else { return nil }
        return inputs.dropFirst().reduce(first) { result, next in result.flatMap { combined(op, $0, next) } }
    }

    private static func combined(_ op: Operator, _ a: Numbers, _ b: Numbers) -> Numbers? {
        if case .integers(let x) = a, case .integers(let y) = b {
            let values = zip(x, y).map { whole(op, $0, $1) }
            let known = values.compactMap(\.self)
            return known.count == values.count ? .integers(known) : nil
        }
        if let real = reals[op] { return .floats(zip(a.floats, b.floats).map(real)) }
        return truths[op].map { truth in .integers(zip(a.floats, b.floats).map { truth($0, $1) ? 1 : 0 }) }
    }

    private static let reals: [Operator: @Sendable (Float, Float) -> Float] = [
        .add: { $0 + $1 }, .sub: { $0 - $1 }, .mul: { $0 * $1 }, .div: { $0 / $1 },
        .mod: { $0.truncatingRemainder(dividingBy: $1) }, .max: { max($0, $1) }, .min: { min($0, $1) },
    ]

    private static let truths: [Operator: @Sendable (Float, Float) -> Bool] = [
        .equal: { $0 == $1 }, .greater: { $0 > $1 }, .less: { $0 < $1 }, .greaterOrEqual: { $0 >= $1 },
        .lessOrEqual: { $0 <= $1 }, .and: { $0 != 0 && $1 != 0 }, .or: { $0 != 0 || $1 != 0 },
    ]

    /// `nil` for what does not fit.
    private static func whole(_ op: Operator, _ x: Int, _ y: Int) -> Int? {
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
