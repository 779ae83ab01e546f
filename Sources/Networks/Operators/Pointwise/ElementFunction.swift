/// What a pointwise operator makes of the elements at a place.
///
/// One definition serves both who runs a network on tensors and ``Folding``, which works out what is known before a run.
package enum ElementFunction: Sendable {
    /// From an element and its image.
    package typealias Slope = @Sendable (_ x: Float, _ y: Float) -> Float
    /// From two elements and their image.
    package typealias Slopes = @Sendable (_ a: Float, _ b: Float, _ y: Float) -> (Float, Float)
    /// A whole number, and whether it is not the right one because that does not fit.
    package typealias Whole = (partialValue: Int, overflow: Bool)

    /// Another number of the same kind from each; `integers` is `nil` where whole numbers are read as floats.
    case map(
        @Sendable (Float) -> Float, integers: (@Sendable (Int) -> Int)? = nil, slope: Slope? = nil)
    /// Whether something is true of each: 1 or 0.
    case test(@Sendable (Float) -> Bool, integers: @Sendable (Int) -> Bool)
    /// One number of two of a kind, and so of any number of them, from the first on; `nil` for a kind that the operator is
    /// not defined on.
    case combine(
        (@Sendable (Float, Float) -> Float)?, integers: (@Sendable (Int, Int) -> Whole)? = nil, slopes: Slopes? = nil)
    /// Whether a relation holds between two: 1 or 0.
    case relate(@Sendable (Float, Float) -> Bool, integers: @Sendable (Int, Int) -> Bool)
}

/// Rows of a table, one under the other.
@resultBuilder enum OperatorRows {
    static func buildBlock(_ rows: Operator...) -> [Operator] { rows }
}

extension Operator {
    /// The row of an operator whose function depends on its node.
    static func function(
        _ name: String, _ words: OperatorWords? = nil, run execution: Execution = .differentiable,
        domain: String = "", weights: [Int] = [], _ function: @escaping @Sendable (Node) -> ElementFunction
    ) -> Operator {
        Operator(name, .pointwise, execution, domain: domain, weights: weights, words, function: function)
    }
}
