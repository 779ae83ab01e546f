/// Elements reckoned place by place.
extension FoldRule {
    static let pointwise: [String: FoldRule] = {
        var rules: [String: FoldRule] = [
            "Cast": FoldRule(
                type: { operation, _ in
                    let type = castType(operation)
                    return type.isSmallFloat || type == .text || type == .other ? nil : type
                },
                numbers: { fold in fold.values(0).flatMap { cast($0, to: castType(fold.operation)) } }),
            "Floor": unary { $0.rounded(.down) }, "Ceil": unary { $0.rounded(.up) },
            "Sqrt": unary { $0.squareRoot() },
            "Neg": FoldRule(type: typeOfInput(0)) { fold in
                switch fold.values(0) {
                case .whole(let values)?: .whole(values.map { 0 &- $0 })
                case .real(let values)?: .real(values.map { -$0 })
                case nil: nil
                }
            },
            "Not": FoldRule(type: { _, _ in .bool }) { fold in
                fold.values(0).map { .whole($0.whole.map { $0 == 0 ? 1 : 0 }) }
            },
            "Where": FoldRule(type: typeOfInput(1), numbers: chosen),
        ]
        for op in reals.keys { rules[op] = FoldRule(type: typeOfInput(0)) { combined($0, op) } }
        for op in truths.keys { rules[op] = FoldRule(type: { _, _ in .bool }) { combined($0, op) } }
        return rules
    }()

    private static func unary(_ function: @escaping @Sendable (Float) -> Float) -> FoldRule {
        FoldRule(type: typeOfInput(0)) { fold in fold.values(0).map { .real($0.real.map(function)) } }
    }

    private static func castType(_ operation: Operation) -> NumberType {
        NumberType(onnx: operation.node.int("to") ?? 1)
    }

    /// Elements in numbers of another type; integers are cut towards zero and never wrap.
    private static func cast(_ numbers: Numbers, to type: NumberType) -> Numbers? {
        switch type {
        case .float32, .float64: .real(numbers.real)
        case .float16: .real(numbers.real.map { Float(Float16($0)) })
        case .bfloat16: .real(numbers.real.map(bfloat16))
        case .bool: .whole(numbers.real.map { $0 == 0 ? 0 : 1 })
        default: type.isInteger ? .whole(numbers.whole) : nil
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
            let shape = fold.operation.shape(index) ?? []
            return shape == fold.shape ? numbers : numbers.picked(StridedPlaces(of: shape, stretchedTo: fold.shape))
        }
    }

    private static func chosen(_ fold: Fold) -> Numbers? {
        guard let inputs = stretched(fold), inputs.count == 3 else { return nil }
        let chosen = inputs[0].whole.map { $0 != 0 }
        return inputs[1].isWhole && inputs[2].isWhole
            ? .whole(zip(chosen, zip(inputs[1].whole, inputs[2].whole)).map { $0 ? $1.0 : $1.1 })
            : .real(zip(chosen, zip(inputs[1].real, inputs[2].real)).map { $0 ? $1.0 : $1.1 })
    }

    /// The inputs, two or as many as there are, taken together from the first on.
    private static func combined(_ fold: Fold, _ op: String) -> Numbers? {
        guard let inputs = stretched(fold), let first = inputs.first else { return nil }
        return inputs.dropFirst().reduce(first) { result, next in result.flatMap { combined(op, $0, next) } }
    }

    private static func combined(_ op: String, _ a: Numbers, _ b: Numbers) -> Numbers? {
        if case .whole(let x) = a, case .whole(let y) = b {
            let values = zip(x, y).map { whole(op, $0, $1) }
            let known = values.compactMap(\.self)
            return known.count == values.count ? .whole(known) : nil
        }
        if let real = reals[op] { return .real(zip(a.real, b.real).map(real)) }
        return truths[op].map { truth in .whole(zip(a.real, b.real).map { truth($0, $1) ? 1 : 0 }) }
    }

    private static let reals: [String: @Sendable (Float, Float) -> Float] = [
        "Add": { $0 + $1 }, "Sub": { $0 - $1 }, "Mul": { $0 * $1 }, "Div": { $0 / $1 },
        "Mod": { $0.truncatingRemainder(dividingBy: $1) }, "Max": { max($0, $1) }, "Min": { min($0, $1) },
    ]

    private static let truths: [String: @Sendable (Float, Float) -> Bool] = [
        "Equal": { $0 == $1 }, "Greater": { $0 > $1 }, "Less": { $0 < $1 }, "GreaterOrEqual": { $0 >= $1 },
        "LessOrEqual": { $0 <= $1 }, "And": { $0 != 0 && $1 != 0 }, "Or": { $0 != 0 || $1 != 0 },
    ]

    /// `nil` for what does not fit.
    private static func whole(_ op: String, _ x: Int, _ y: Int) -> Int? {
        let (value, overflow): (Int, Bool)
        switch op {
        case "Add": (value, overflow) = x.addingReportingOverflow(y)
        case "Sub": (value, overflow) = x.subtractingReportingOverflow(y)
        case "Mul": (value, overflow) = x.multipliedReportingOverflow(by: y)
        case "Div": (value, overflow) = x.dividedReportingOverflow(by: y)
        case "Mod":
            // The sign is the divisor's.
            (value, overflow) = x.remainderReportingOverflow(dividingBy: y)
            if !overflow, value != 0, (value < 0) != (y < 0) { return value + y }
        case "Max": return max(x, y)
        case "Min": return min(x, y)
        case "Equal": return x == y ? 1 : 0
        case "Greater": return x > y ? 1 : 0
        case "Less": return x < y ? 1 : 0
        case "GreaterOrEqual": return x >= y ? 1 : 0
        case "LessOrEqual": return x <= y ? 1 : 0
        case "And": return x != 0 && y != 0 ? 1 : 0
        case "Or": return x != 0 || y != 0 ? 1 : 0
        default: return nil
        }
        return overflow ? nil : value
    }
}
