/// Operators on each element by itself: a new one is a row here, its name in the list below and, to be run, its function in
/// Inference's `PointwiseFunctions`.
extension Operator {
    /// |x|.
    public static let abs = Operator("Abs", .pointwise, .differentiable)
    /// arccos x.
    public static let acos = Operator("Acos", .pointwise, .notRun)
    /// arcosh x.
    public static let acosh = Operator("Acosh", .pointwise, .notRun)
    /// a + b.
    public static let add = Operator(
        "Add", .pointwise, .differentiable, weights: [0, 1],
        OperatorWords("adds its inputs unit by unit", learned: "adds a learned number to each {part}"))
    /// a ∧ b, of truth values.
    public static let and = Operator("And", .pointwise, .notRun)
    /// arcsin x.
    public static let asin = Operator("Asin", .pointwise, .notRun)
    /// arsinh x.
    public static let asinh = Operator("Asinh", .pointwise, .notRun)
    /// arctan x.
    public static let atan = Operator("Atan", .pointwise, .notRun)
    /// artanh x.
    public static let atanh = Operator("Atanh", .pointwise, .notRun)
    /// a · 2^±b, of whole numbers.
    public static let bitShift = Operator("BitShift", .pointwise, .notRun)
    /// a ∧ b, bit by bit.
    public static let bitwiseAnd = Operator("BitwiseAnd", .pointwise, .notRun)
    /// ¬x, bit by bit.
    public static let bitwiseNot = Operator("BitwiseNot", .pointwise, .notRun)
    /// a ∨ b, bit by bit.
    public static let bitwiseOr = Operator("BitwiseOr", .pointwise, .notRun)
    /// a ⊕ b, bit by bit.
    public static let bitwiseXor = Operator("BitwiseXor", .pointwise, .notRun)
    /// x as another type.
    public static let cast = Operator("Cast", .pointwise, .differentiable, passesValues: true)
    /// ⌈x⌉.
    public static let ceil = Operator("Ceil", .pointwise, .differentiable)
    /// max(0, x) + min(0, α·(e^(x/α) − 1)).
    public static let celu = Operator("Celu", .pointwise, .notRun)
    /// cos x.
    public static let cos = Operator("Cos", .pointwise, .notRun)
    /// cosh x.
    public static let cosh = Operator("Cosh", .pointwise, .notRun)
    /// a / b.
    public static let div = Operator("Div", .pointwise, .differentiable)
    /// x, or α·(eˣ − 1) below 0.
    public static let elu = Operator("Elu", .pointwise, .differentiable)
    /// Whether a = b.
    public static let equal = Operator("Equal", .pointwise, .forward)
    /// The error function.
    public static let erf = Operator("Erf", .pointwise, .differentiable)
    /// eˣ.
    public static let exp = Operator("Exp", .pointwise, .differentiable)
    /// ⌊x⌋.
    public static let floor = Operator("Floor", .pointwise, .differentiable)
    /// x·Φ(x), Φ the normal distribution.
    public static let gelu = Operator("Gelu", .pointwise, .differentiable)
    /// Whether a > b.
    public static let greater = Operator("Greater", .pointwise, .forward)
    /// Whether a ≥ b.
    public static let greaterOrEqual = Operator("GreaterOrEqual", .pointwise, .notRun)
    /// α·x + β between 0 and 1.
    public static let hardSigmoid = Operator("HardSigmoid", .pointwise, .differentiable)
    /// x times x/6 + ½ between 0 and 1.
    public static let hardSwish = Operator("HardSwish", .pointwise, .differentiable)
    /// x.
    public static let identity = Operator(
        "Identity", .pointwise, .differentiable, passesValues: true, "changes nothing")
    /// Whether x is infinite.
    public static let isInf = Operator("IsInf", .pointwise, .notRun)
    /// Whether x is NaN.
    public static let isNaN = Operator("IsNaN", .pointwise, .notRun)
    /// x, or α·x below 0.
    public static let leakyRelu = Operator("LeakyRelu", .pointwise, .differentiable, "shrinks what is negative")
    /// Whether a < b.
    public static let less = Operator("Less", .pointwise, .forward)
    /// Whether a ≤ b.
    public static let lessOrEqual = Operator("LessOrEqual", .pointwise, .notRun)
    /// ln x.
    public static let log = Operator("Log", .pointwise, .differentiable)
    /// The largest of the inputs.
    public static let max = Operator("Max", .pointwise, .differentiable)
    /// The mean of the inputs.
    public static let mean = Operator("Mean", .pointwise, .notRun)
    /// The smallest of the inputs.
    public static let min = Operator("Min", .pointwise, .differentiable)
    /// x·tanh(ln(1 + eˣ)).
    public static let mish = Operator("Mish", .pointwise, .notRun)
    /// The remainder of a / b.
    public static let mod = Operator("Mod", .pointwise, .notRun)
    /// a · b.
    public static let mul = Operator(
        "Mul", .pointwise, .differentiable, weights: [0, 1],
        OperatorWords("multiplies its inputs unit by unit", learned: "multiplies each {part} by a learned number"))
    /// −x.
    public static let neg = Operator("Neg", .pointwise, .differentiable)
    /// ¬x, of a truth value.
    public static let not = Operator("Not", .pointwise, .notRun)
    /// a ∨ b, of truth values.
    public static let or = Operator("Or", .pointwise, .notRun)
    /// aᵇ.
    public static let pow = Operator("Pow", .pointwise, .differentiable)
    /// 1/x.
    public static let reciprocal = Operator("Reciprocal", .pointwise, .differentiable)
    /// max(0, x).
    public static let relu = Operator("Relu", .pointwise, .differentiable, "sets what is negative to 0")
    /// x rounded, ties to even.
    public static let round = Operator("Round", .pointwise, .notRun)
    /// γ·x, or γ·α·(eˣ − 1) below 0.
    public static let selu = Operator("Selu", .pointwise, .differentiable)
    /// x towards 0 by a bias, 0 around 0.
    public static let shrink = Operator("Shrink", .pointwise, .notRun)
    /// 1/(1 + e⁻ˣ).
    public static let sigmoid = Operator("Sigmoid", .pointwise, .differentiable, "bends values into 0 to 1")
    /// −1, 0 or 1.
    public static let sign = Operator("Sign", .pointwise, .notRun)
    /// sin x.
    public static let sin = Operator("Sin", .pointwise, .notRun)
    /// sinh x.
    public static let sinh = Operator("Sinh", .pointwise, .notRun)
    /// ln(1 + eˣ).
    public static let softplus = Operator("Softplus", .pointwise, .differentiable)
    /// x/(1 + |x|).
    public static let softsign = Operator("Softsign", .pointwise, .differentiable)
    /// √x.
    public static let sqrt = Operator("Sqrt", .pointwise, .differentiable)
    /// a − b.
    public static let sub = Operator("Sub", .pointwise, .differentiable)
    /// The sum of the inputs.
    public static let sum = Operator(
        "Sum", .pointwise, .differentiable,
        OperatorWords("adds its inputs unit by unit", learned: "adds a learned number to each {part}"))
    /// x/(1 + e^(−α·x)).
    public static let swish = Operator("Swish", .pointwise, .notRun)
    /// tan x.
    public static let tan = Operator("Tan", .pointwise, .notRun)
    /// tanh x.
    public static let tanh = Operator("Tanh", .pointwise, .differentiable, "bends values into −1 to 1")
    /// x above α, else 0.
    public static let thresholdedRelu = Operator("ThresholdedRelu", .pointwise, .notRun)
    /// One input or another, as a third says.
    public static let `where` = Operator("Where", .pointwise, .forward)
    /// a ⊕ b, of truth values.
    public static let xor = Operator("Xor", .pointwise, .notRun)
    /// ``gelu``, of another runtime.
    public static let microsoftGelu = Operator("Gelu", .pointwise, .notRun, domain: microsoft)
    /// Gelu of a + b.
    public static let biasGelu = Operator("BiasGelu", .pointwise, .notRun, domain: microsoft)
    /// Gelu by tanh, of x or of x + b.
    public static let fastGelu = Operator("FastGelu", .pointwise, .notRun, domain: microsoft)
    /// x/(1 + e^(−α·x)).
    public static let quickGelu = Operator("QuickGelu", .pointwise, .notRun, domain: microsoft)

    static let pointwiseOperators: [Operator] = [
        abs, acos, acosh, add, and, asin, asinh, atan, atanh, bitShift, bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor,
        cast, ceil, celu, cos, cosh, div, elu, equal, erf, exp, floor, gelu, greater, greaterOrEqual, hardSigmoid,
        hardSwish, identity, isInf, isNaN, leakyRelu, less, lessOrEqual, log, max, mean, min, mish, mod, mul, neg, not,
        or, pow, reciprocal, relu, round, selu, shrink, sigmoid, sign, sin, sinh, softplus, softsign, sqrt, sub, sum,
        swish, tan, tanh, thresholdedRelu, `where`, xor, microsoftGelu, biasGelu, fastGelu, quickGelu,
    ]
}
