import Foundation

/// Operators on one element: a new one is a row here, with its function and the derivative.
enum UnaryOperators {
    @OperatorRows static var rows: [Operator] {
        map("Abs", { abs($0) }, integers: { $0 == .min ? .max : abs($0) }, slope: { x, _ in x < 0 ? -1 : 1 })
        map("Acos", { acos($0) }, slope: { x, _ in -1 / (1 - x * x).squareRoot() })
        map("Acosh", { acosh($0) }, slope: { x, _ in 1 / (x * x - 1).squareRoot() })
        map("Asin", { asin($0) }, slope: { x, _ in 1 / (1 - x * x).squareRoot() })
        map("Asinh", { asinh($0) }, slope: { x, _ in 1 / (x * x + 1).squareRoot() })
        map("Atan", { atan($0) }, slope: { x, _ in 1 / (1 + x * x) })
        map("Atanh", { atanh($0) }, slope: { x, _ in 1 / (1 - x * x) })
        map("Ceil", { $0.rounded(.up) }, slope: { _, _ in 0 })
        // max(0, x) + min(0, α·(e^(x/α) − 1)).
        Operator.function("Celu") { node in
            let alpha = node.float("alpha") ?? 1
            return .map({ $0 < 0 ? alpha * expm1($0 / alpha) : $0 }, slope: { x, y in x < 0 ? y / alpha + 1 : 1 })
        }
        map("Cos", { cos($0) }, slope: { x, _ in -sin(x) })
        map("Cosh", { cosh($0) }, slope: { x, _ in sinh(x) })
        // x, or α·(eˣ − 1) below 0.
        Operator.function("Elu") { node in
            let alpha = node.float("alpha") ?? 1
            return .map({ $0 < 0 ? alpha * expm1($0) : $0 }, slope: { x, y in x < 0 ? y + alpha : 1 })
        }
        map("Erf", { erf($0) }, slope: { x, _ in 2 / Float.pi.squareRoot() * exp(-x * x) })
        map("Exp", { exp($0) }, slope: { _, y in y })
        // To whole steps of a scale, within a range, and what these stand for. The derivative is that without rounding.
        Operator.function("FAKE_QUANT", "rounds to steps of few bits", domain: Operator.tensorFlowLite) { node in
            let (scale, zero) = (node.float("scale") ?? 1, node.float("zero_point") ?? 0)
            let (low, high) = (node.float("low") ?? -128, node.float("high") ?? 127)
            return .map(
                { x in
                    let step = (x / scale).rounded(.toNearestOrAwayFromZero) + zero
                    return (Swift.min(Swift.max(step, low), high) - zero) * scale
                },
                slope: { x, _ in
                    let step = x / scale + zero
                    return step < low - 0.5 || step > high + 0.5 ? 0 : 1
                })
        }
        map("Floor", { $0.rounded(.down) }, slope: { _, _ in 0 })
        Operator.function("Gelu") { node in node.string("approximate") == "tanh" ? tanhGelu : gelu }
        Operator.function("Gelu", domain: Operator.microsoft) { _ in gelu }
        Operator.function("QuickGelu", domain: Operator.microsoft) { node in swish(node.float("alpha") ?? 1.702) }
        // α·x + β between 0 and 1.
        Operator.function("HardSigmoid") { node in
            let (alpha, beta) = (node.float("alpha") ?? 0.2, node.float("beta") ?? 0.5)
            return .map(
                { max(0, min(1, alpha * $0 + beta)) }, slope: { _, y in 0 < y && y < 1 ? alpha : 0 })
        }
        // x times x/6 + ½ between 0 and 1.
        map(
            "HardSwish", { $0 * max(0, min(1, $0 / 6 + 0.5)) },
            slope: { x, _ in x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5 })
        // x, or α·x below 0.
        Operator.function("LeakyRelu", "shrinks what is negative") { node in
            let slope = node.float("alpha") ?? 0.01
            return .map({ $0 < 0 ? slope * $0 : $0 }, slope: { x, _ in x < 0 ? slope : 1 })
        }
        map("Log", { log($0) }, slope: { x, _ in 1 / x })
        // x·tanh(ln(1 + eˣ)).
        map(
            "Mish", { $0 * tanh(softplus($0)) },
            slope: { x, _ in
                let bend = tanh(softplus(x))
                return bend + x * (1 - bend * bend) * sigmoid(x)
            })
        map("Neg", { -$0 }, integers: { 0 &- $0 }, slope: { _, _ in -1 })
        map("Reciprocal", { 1 / $0 }, slope: { _, y in -y * y })
        map("Round", { $0.rounded(.toNearestOrEven) }, slope: { _, _ in 0 })
        // γ·x, or γ·α·(eˣ − 1) below 0.
        Operator.function("Selu") { node in
            let (alpha, gamma) = (node.float("alpha") ?? 1.67326319, node.float("gamma") ?? 1.05070102)
            return .map(
                { $0 < 0 ? gamma * alpha * expm1($0) : gamma * $0 },
                slope: { x, y in x < 0 ? y + gamma * alpha : gamma })
        }
        // x towards 0 by a bias, 0 around 0.
        Operator.function("Shrink") { node in
            let (limit, bias) = (node.float("lambd") ?? 0.5, node.float("bias") ?? 0)
            return .map(
                { $0 < -limit ? $0 + bias : $0 > limit ? $0 - bias : 0 }, slope: { x, _ in abs(x) > limit ? 1 : 0 })
        }
        Operator.function("Sigmoid", "bends values into 0 to 1") { _ in .map(sigmoid, slope: { _, y in y * (1 - y) }) }
        map(
            "Sign", { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, integers: { $0.signum() }, slope: { _, _ in 0 })
        map("Sin", { sin($0) }, slope: { x, _ in cos(x) })
        map("Sinh", { sinh($0) }, slope: { x, _ in cosh(x) })
        map("Softplus", softplus, slope: { x, _ in sigmoid(x) })
        map("Softsign", { $0 / (1 + abs($0)) }, slope: { x, _ in 1 / ((1 + abs(x)) * (1 + abs(x))) })
        map("Sqrt", { $0.squareRoot() }, slope: { _, y in 0.5 / y })
        Operator.function("Swish") { node in swish(node.float("alpha") ?? 1) }
        map("Tan", { tan($0) }, slope: { _, y in 1 + y * y })
        Operator.function("Tanh", "bends values into −1 to 1") { _ in .map({ tanh($0) }, slope: { _, y in 1 - y * y })
        }
        // x above α, else 0.
        Operator.function("ThresholdedRelu") { node in
            let limit = node.float("alpha") ?? 1
            return .map({ $0 > limit ? $0 : 0 }, slope: { x, _ in x > limit ? 1 : 0 })
        }
        Operator.function("IsInf", run: .forward) { node in
            let (low, high) = (node.int("detect_negative") != 0, node.int("detect_positive") != 0)
            return .test({ $0.isInfinite && ($0 < 0 ? low : high) }, integers: { _ in false })
        }
        Operator.function("IsNaN", run: .forward) { _ in .test({ $0.isNaN }, integers: { _ in false }) }
        Operator.function("Not", run: .forward) { _ in .test({ $0 == 0 }, integers: { $0 == 0 }) }
    }

    /// The row of one function of each element.
    private static func map(
        _ name: String, _ floats: @escaping @Sendable (Float) -> Float, integers: (@Sendable (Int) -> Int)? = nil,
        slope: @escaping ElementFunction.Slope
    ) -> Operator {
        Operator.function(name) { _ in .map(floats, integers: integers, slope: slope) }
    }
}

/// 1/(1 + e⁻ˣ).
@Sendable private func sigmoid(_ x: Float) -> Float {
    // The exponential of a number below 0 cannot overflow.
    let small = exp(-abs(x))
    return x < 0 ? small / (1 + small) : 1 / (1 + small)
}

/// ln(1 + eˣ).
@Sendable private func softplus(_ x: Float) -> Float { max(x, 0) + log1p(exp(-abs(x))) }

/// x/(1 + e^(−α·x)).
private func swish(_ alpha: Float) -> ElementFunction {
    .map(
        { $0 * sigmoid(alpha * $0) },
        slope: { x, _ in
            let gate = sigmoid(alpha * x)
            return gate + alpha * x * gate * (1 - gate)
        })
}
