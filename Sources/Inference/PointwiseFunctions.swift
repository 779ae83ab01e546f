import Foundation
import Networks

/// The functions of pointwise operators: a row each, with the derivative beside it.
///
/// A new one is a row here and one in the table of operators.
enum PointwiseFunctions {
    /// Of one element x, whose image is y.
    static let unary: [Operator: @Sendable (Node) -> Activation] = [
        .leakyRelu: { node in
            let slope = node.float("alpha") ?? 0.01
            return Activation({ $0 < 0 ? slope * $0 : $0 }, slope: { x, _ in x < 0 ? slope : 1 })
        },
        .elu: { node in
            let alpha = node.float("alpha") ?? 1
            return Activation({ $0 < 0 ? alpha * expm1($0) : $0 }, slope: { x, y in x < 0 ? y + alpha : 1 })
        },
        .selu: { node in
            let (alpha, gamma) = (node.float("alpha") ?? 1.67326319, node.float("gamma") ?? 1.05070102)
            return Activation(
                { $0 < 0 ? gamma * alpha * expm1($0) : gamma * $0 },
                slope: { x, y in x < 0 ? y + gamma * alpha : gamma })
        },
        .sigmoid: { _ in Activation(sigmoid, slope: { _, y in y * (1 - y) }) },
        .tanh: { _ in Activation({ tanh($0) }, slope: { _, y in 1 - y * y }) },
        .hardSigmoid: { node in
            let (alpha, beta) = (node.float("alpha") ?? 0.2, node.float("beta") ?? 0.5)
            return Activation(
                { max(0, min(1, alpha * $0 + beta)) }, slope: { x, y in (0..<1).contains(y) && y > 0 ? alpha : 0 })
        },
        .hardSwish: { _ in
            Activation(
                { $0 * max(0, min(1, $0 / 6 + 0.5)) }, slope: { x, _ in x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5 })
        },
        .softplus: { _ in Activation({ max($0, 0) + log1p(exp(-abs($0))) }, slope: { x, _ in sigmoid(x) }) },
        .softsign: { _ in
            Activation({ $0 / (1 + abs($0)) }, slope: { x, _ in 1 / ((1 + abs(x)) * (1 + abs(x))) })
        },
        .gelu: { node in node.string("approximate") == "tanh" ? tanhGelu : gelu },
        .erf: { _ in Activation({ erf($0) }, slope: { x, _ in 2 / Float.pi.squareRoot() * exp(-x * x) }) },
        .sqrt: { _ in Activation({ $0.squareRoot() }, slope: { _, y in 0.5 / y }) },
        .exp: { _ in Activation({ exp($0) }, slope: { _, y in y }) },
        .log: { _ in Activation({ log($0) }, slope: { x, _ in 1 / x }) },
        .abs: { _ in Activation({ abs($0) }, slope: { x, _ in x < 0 ? -1 : 1 }) },
        .neg: { _ in Activation({ -$0 }, slope: { _, _ in -1 }) },
        .reciprocal: { _ in Activation({ 1 / $0 }, slope: { _, y in -y * y }) },
        .floor: { _ in Activation({ $0.rounded(.down) }, slope: { _, _ in 0 }) },
        .ceil: { _ in Activation({ $0.rounded(.up) }, slope: { _, _ in 0 }) },
    ]

    /// Of two elements a and b whose image is y, and so of any number, from the first on.
    static let binary: [Operator: Elementwise] = [
        .add: sum,
        .sum: sum,
        .sub: Elementwise(-, integers: { $0 &- $1 }, slopes: { _, _, _ in (1, -1) }),
        .mul: Elementwise(*, integers: { $0 &* $1 }, slopes: { a, b, _ in (b, a) }),
        .div: Elementwise(/, integers: quotient, slopes: { _, b, y in (1 / b, -y / b) }),
        .pow: Elementwise(raised, slopes: { a, b, y in (b * raised(a, b - 1), a > 0 ? y * log(a) : 0) }),
        .max: Elementwise(max, integers: max, slopes: { a, b, _ in a >= b ? (1, 0) : (0, 1) }),
        .min: Elementwise(min, integers: min, slopes: { a, b, _ in a <= b ? (1, 0) : (0, 1) }),
    ]

    /// Whether two elements stand in a relation.
    static let relations: [Operator: Comparison] = [
        .equal: Comparison({ $0 == $1 }, { $0 == $1 }),
        .less: Comparison({ $0 < $1 }, { $0 < $1 }),
        .greater: Comparison({ $0 > $1 }, { $0 > $1 }),
    ]

    private static let sum = Elementwise(+, integers: { $0 &+ $1 }, slopes: { _, _, _ in (1, 1) })

    /// Cut off toward zero; of zero, zero.
    @Sendable private static func quotient(_ a: Int, _ b: Int) -> Int {
        b == 0 ? 0 : a.dividedReportingOverflow(by: b).partialValue
    }

    @Sendable private static func raised(_ a: Float, _ b: Float) -> Float {
        b == 2 ? a * a : pow(a, b)
    }

    @Sendable private static func sigmoid(_ x: Float) -> Float {
        // The exponential of a number below 0 cannot overflow.
        let small = exp(-abs(x))
        return x < 0 ? small / (1 + small) : 1 / (1 + small)
    }

    /// √(2/π).
    private static let root = (2 / Float.pi).squareRoot()

    /// x·Φ(x), Φ the normal distribution.
    private static let gelu = Activation(
        { 0.5 * $0 * (1 + erf($0 / Float(2).squareRoot())) },
        slope: { x, _ in 0.5 * (1 + erf(x / Float(2).squareRoot())) + x * exp(-x * x / 2) * root / 2 })

    /// Its approximation by tanh.
    private static let tanhGelu = Activation(
        { 0.5 * $0 * (1 + tanh(root * ($0 + 0.044715 * $0 * $0 * $0))) },
        slope: { x, _ in
            let t = tanh(root * (x + 0.044715 * x * x * x))
            return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * root * (1 + 3 * 0.044715 * x * x)
        })
}

extension Factories {
    static let pointwise: [Operator: Factory] = PointwiseFunctions.unary.mapValues(reading)
        .merging(PointwiseFunctions.binary.mapValues(always)) { one, _ in one }
        .merging(PointwiseFunctions.relations.mapValues(always)) { one, _ in one }

    /// A computation that depends on a node's settings.
    private static func reading(_ make: @escaping @Sendable (Node) -> Activation) -> Factory {
        { (context) throws(OperatorError) in make(context.node) }
    }

    /// A computation without settings.
    private static func always(_ computation: some Computation) -> Factory {
        { (_) throws(OperatorError) in computation }
    }
}
