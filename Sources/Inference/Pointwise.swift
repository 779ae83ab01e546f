import Networks

extension Factories {
    /// The operators whose rows say what they make of elements.
    static let pointwise: [Operator: Factory] = Operator.table.reduce(into: [:]) { factories, op in
        factories[op] = op.function.map { factory($0, Elementwise.Loop(op)) }
    }

    private static func factory(
        _ function: @escaping @Sendable (Node) -> ElementFunction, _ loop: Elementwise.Loop?
    ) -> Factory {
        { (context) throws(OperatorError) in computation(function(context.node), loop) }
    }

    private static func computation(_ function: ElementFunction, _ loop: Elementwise.Loop?) -> any Computation {
        switch function {
        case .map(let floats, let integers, let slope): Activation(floats, integers: integers, slope: slope)
        case .test(let floats, let integers): Condition(floats: floats, integers: integers)
        case .combine(let floats, let integers, let slopes):
            Elementwise(floats, integers: integers, slopes: slopes, loop: loop)
        case .relate(let floats, let integers): Comparison(floats: floats, integers: integers)
        }
    }
}
