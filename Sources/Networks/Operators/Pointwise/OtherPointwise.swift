/// Pointwise operators that are more than a function of elements: they change the type, choose, or are run in a way of their
/// own.
extension Operator {
    /// x as another type.
    public static let cast = Operator("Cast", .pointwise, .differentiable, passesValues: true)
    /// x.
    public static let identity = Operator(
        "Identity", .pointwise, .differentiable, passesValues: true, "changes nothing")
    /// The mean of the inputs.
    public static let mean = Operator("Mean", .pointwise, .differentiable)
    /// max(0, x).
    public static let relu = Operator("Relu", .pointwise, .differentiable, "sets what is negative to 0")
    /// One input or another, as a third says.
    public static let `where` = Operator("Where", .pointwise, .forward)
    /// a · 2^±b, of whole numbers without sign, in their width.
    public static let bitShift = Operator("BitShift", .pointwise, .forward)
    /// ¬x, bit by bit, in the width of its whole numbers.
    public static let bitwiseNot = Operator("BitwiseNot", .pointwise, .forward)

    static let pointwiseOperators: [Operator] =
        UnaryOperators.rows + BinaryOperators.rows + [cast, identity, mean, relu, `where`, bitShift, bitwiseNot]
}

/// Names of the rows that other code speaks of.
extension Operator {
    /// a + b.
    public static let add = Operator("Add")
    /// a − b.
    public static let sub = Operator("Sub")
    /// a · b.
    public static let mul = Operator("Mul")
    /// a / b.
    public static let div = Operator("Div")
    /// The largest of the inputs.
    public static let max = Operator("Max")
    /// The smallest of the inputs.
    public static let min = Operator("Min")
    /// tanh x.
    public static let tanh = Operator("Tanh")
    /// |x|.
    public static let abs = Operator("Abs")
    /// ⌈x⌉.
    public static let ceil = Operator("Ceil")
    /// eˣ.
    public static let exp = Operator("Exp")
    /// ⌊x⌋.
    public static let floor = Operator("Floor")
    /// ln x.
    public static let log = Operator("Log")
    /// aᵇ.
    public static let pow = Operator("Pow")
    /// x to the nearest whole number, halves to even.
    public static let round = Operator("Round")
    /// √x.
    public static let sqrt = Operator("Sqrt")
}
