import Foundation

/// Operators on two elements or more: a new one is a row here, with its function and the derivatives.
enum BinaryOperators {
    @OperatorRows static var rows: [Operator] {
        combine(
            "Add", { $0 + $1 }, integers: { $0.addingReportingOverflow($1) }, slopes: { _, _, _ in (1, 1) },
            weights: [0, 1],
            OperatorWords("adds its inputs unit by unit", learned: "adds a learned number to each {part}"))
        combine(
            "Sum", { $0 + $1 }, integers: { $0.addingReportingOverflow($1) }, slopes: { _, _, _ in (1, 1) },
            OperatorWords("adds its inputs unit by unit", learned: "adds a learned number to each {part}"))
        combine("Sub", { $0 - $1 }, integers: { $0.subtractingReportingOverflow($1) }, slopes: { _, _, _ in (1, -1) })
        combine(
            "Mul", { $0 * $1 }, integers: { $0.multipliedReportingOverflow(by: $1) }, slopes: { a, b, _ in (b, a) },
            weights: [0, 1],
            OperatorWords("multiplies its inputs unit by unit", learned: "multiplies each {part} by a learned number"))
        combine("Div", { $0 / $1 }, integers: quotient, slopes: { _, b, y in (1 / b, -y / b) })
        // The remainder has the dividend's sign if `fmod` is set, as for floats, and else the divisor's.
        Operator.function("Mod") { node in
            let isSigned = node.int("fmod") == 1
            return .combine(
                { $0.truncatingRemainder(dividingBy: $1) },
                integers: { isSigned ? remainder($0, $1) : modulus($0, $1) },
                slopes: { a, b, _ in (1, -(a / b).rounded(.towardZero)) })
        }
        combine(
            "Pow", raised, integers: power, slopes: { a, b, y in (b * raised(a, b - 1), a > 0 ? y * log(a) : 0) })
        combine(
            "Max", { max($0, $1) }, integers: { (max($0, $1), false) },
            slopes: { a, b, _ in a >= b ? (1, 0) : (0, 1) })
        combine(
            "Min", { min($0, $1) }, integers: { (min($0, $1), false) },
            slopes: { a, b, _ in a <= b ? (1, 0) : (0, 1) })
        Operator.function("BiasGelu", domain: Operator.microsoft) { _ in biasGelu }
        Operator.function("FastGelu", domain: Operator.microsoft) { node in
            node.inputs.count > 1 ? biasTanhGelu : tanhGelu
        }
        bitwise("BitwiseAnd", { $0 & $1 })
        bitwise("BitwiseOr", { $0 | $1 })
        bitwise("BitwiseXor", { $0 ^ $1 })
        relate("Equal", { $0 == $1 }, { $0 == $1 })
        relate("Greater", { $0 > $1 }, { $0 > $1 })
        relate("GreaterOrEqual", { $0 >= $1 }, { $0 >= $1 })
        relate("Less", { $0 < $1 }, { $0 < $1 })
        relate("LessOrEqual", { $0 <= $1 }, { $0 <= $1 })
        relate("And", { $0 != 0 && $1 != 0 }, { $0 != 0 && $1 != 0 })
        relate("Or", { $0 != 0 || $1 != 0 }, { $0 != 0 || $1 != 0 })
        relate("Xor", { ($0 != 0) != ($1 != 0) }, { ($0 != 0) != ($1 != 0) })
    }

    private static func combine(
        _ name: String, _ floats: @escaping @Sendable (Float, Float) -> Float,
        integers: (@Sendable (Int, Int) -> ElementFunction.Whole)? = nil, slopes: @escaping ElementFunction.Slopes,
        weights: [Int] = [], _ words: OperatorWords? = nil
    ) -> Operator {
        Operator.function(name, words, weights: weights) { _ in .combine(floats, integers: integers, slopes: slopes) }
    }

    private static func bitwise(_ name: String, _ integers: @escaping @Sendable (Int, Int) -> Int) -> Operator {
        Operator.function(name, run: .forward) { _ in .combine(nil, integers: { (integers($0, $1), false) }) }
    }

    private static func relate(
        _ name: String, _ floats: @escaping @Sendable (Float, Float) -> Bool,
        _ integers: @escaping @Sendable (Int, Int) -> Bool
    ) -> Operator {
        Operator.function(name, run: .forward) { _ in .relate(floats, integers: integers) }
    }
}

/// Cut off toward zero.
@Sendable private func quotient(_ a: Int, _ b: Int) -> ElementFunction.Whole {
    b == 0 ? (0, true) : a.dividedReportingOverflow(by: b)
}

/// With the sign of the dividend.
private func remainder(_ a: Int, _ b: Int) -> ElementFunction.Whole {
    b == 0 ? (0, true) : (a.remainderReportingOverflow(dividingBy: b).partialValue, false)
}

/// With the sign of the divisor.
private func modulus(_ a: Int, _ b: Int) -> ElementFunction.Whole {
    let (value, isUndefined) = remainder(a, b)
    return (value != 0 && (value < 0) != (b < 0) ? value + b : value, isUndefined)
}

/// A square as a product, which is the same on every machine.
@Sendable private func raised(_ a: Float, _ b: Float) -> Float {
    b == 2 ? a * a : pow(a, b)
}

/// By squaring; a negative exponent's fraction is cut off toward zero.
@Sendable private func power(_ a: Int, _ b: Int) -> ElementFunction.Whole {
    guard b >= 0 else { return (a == 1 ? 1 : a == -1 ? (b.isMultiple(of: 2) ? 1 : -1) : 0, a == 0) }
    var (result, overflow) = (1, false)
    for bit in (0..<Int.bitWidth - b.leadingZeroBitCount).reversed() {
        for factor in [result] + (b >> bit & 1 == 1 ? [a] : []) {
            let product = result.multipliedReportingOverflow(by: factor)
            (result, overflow) = (product.partialValue, overflow || product.overflow)
        }
    }
    return (result, overflow)
}
