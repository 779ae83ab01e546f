/// How an operation makes elements of elements that are known before the network runs.
///
/// ``table`` is the one place that says what folds: weights on their way to a convolution, sizes on their way to a
/// reshape. Shapes follow from the operation's geometry as everywhere.
struct FoldRule: Sendable {
    /// Inputs whose few elements the output's shape follows from.
    var settings = 1..<8
    /// Why it cannot be done, where shapes and settings alone show that.
    var obstacle: @Sendable (OperatorInstance) -> UnresolvedConstant? = { _ in nil }
    /// What the output's elements are, by the types of the inputs; `nil` for types that are not made.
    let type: @Sendable (OperatorInstance, [NumberType?]) -> NumberType?
    /// The elements of an output; `nil` where those that it needs are not known, or do not fit.
    let numbers: @Sendable (Fold) throws -> Numbers?

    /// One output of an operation, with the elements of the inputs.
    struct Fold {
        let instance: OperatorInstance
        /// The inputs' elements, where they are known.
        let values: [Numbers?]
        /// The output's shape.
        let shape: [Int]
        /// What the output's elements are, where the inputs' types are known.
        var type: NumberType?
        /// Which output.
        var output = 0

        /// The elements of an input.
        func values(_ index: Int) -> Numbers? { values.indices.contains(index) ? values[index] : nil }

        /// The elements of all inputs, if all are there.
        var all: [Numbers]? {
            let known = values.compactMap(\.self)
            return known.count == values.count && !known.isEmpty ? known : nil
        }
    }

    /// The elements of an output; `nil` where they are not known.
    func elements(_ fold: Fold) throws -> Numbers? {
        // Of a shape without elements the other sizes may be any: nothing is stepped through.
        guard elementCount(fold.shape) > 0 else {
            return fold.values.allSatisfy { $0?.isWhole ?? true } ? .integers([]) : .floats([])
        }
        return try numbers(fold)
    }

    /// The rules by operation.
    static let table: [Operator: FoldRule] = [movements, pointwise, arithmetic, quantization].reduce(into: [:]) {
        $0.merge($1) { first, _ in first }
    }

    /// The type of an input as that of the output.
    static func typeOfInput(_ index: Int) -> @Sendable (OperatorInstance, [NumberType?]) -> NumberType? {
        { _, types in types.indices.contains(index) ? types[index] : nil }
    }
}

extension OperatorInstance {
    /// What is known of each output; `nil` for an operation that is not known.
    ///
    /// - Throws: ``NetworkError/impossible(node:reason:)``.
    var outputFacts: [TensorFacts?]? {
        get throws(NetworkError) {
            guard let facts = try outputShapes, let rule = FoldRule.table[node.op] else { return try outputShapes }
            let values = node.inputs.indices.map { numbers($0) }
            return facts.enumerated().map { output, known in
                guard let shape = known?.shape, elementCount(shape) <= Numbers.limit else { return known }
                let fold = FoldRule.Fold(instance: self, values: values, shape: shape, output: output)
                return TensorFacts(shape, (try? rule.elements(fold)) ?? nil)
            }
        }
    }
}
