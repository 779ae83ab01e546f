/// Normalisations and reductions by others.
extension Definition {
    static let normalized: [Operator: @Sendable (inout Definition) throws(NetworkError) -> Void] = [
        .groupNormalization: { (definition) throws(NetworkError) in try definition.groups() },
        .rmsNormalization: { (definition) throws(NetworkError) in try definition.rootMeanSquare() },
        .lpNormalization: { (definition) throws(NetworkError) in try definition.unitNorm() },
        .meanVarianceNormalization: { (definition) throws(NetworkError) in try definition.standardized() },
    ]

    static let reduced: [Operator: @Sendable (inout Definition) throws(NetworkError) -> Void] = [
        .reduceL1: { (definition) throws(NetworkError) in
            let values = definition.add(.abs, try definition.input(0))
            definition.reduction(.reduceSum, of: values, as: definition.output)
        },
        .reduceSumSquare: { (definition) throws(NetworkError) in
            let input = try definition.input(0)
            let values = definition.add(.mul, input, input)
            definition.reduction(.reduceSum, of: values, as: definition.output)
        },
        .reduceLogSum: { (definition) throws(NetworkError) in
            let sum = definition.reduction(.reduceSum, of: try definition.input(0))
            definition.add(.log, sum, as: definition.output)
        },
        .reduceLogSumExp: { (definition) throws(NetworkError) in try definition.logSumExp() },
    ]

    /// A reduction along the node's own axes.
    @discardableResult
    private mutating func reduction(
        _ op: Operator, of tensor: String, keeps: Bool? = nil, as output: String? = nil
    ) -> String {
        var attributes = node.attributes
        if let keeps { attributes["keepdims"] = .int(keeps ? 1 : 0) }
        return add(op, [tensor] + (node.input(1).map { [$0] } ?? []), attributes: attributes, as: output)
    }

    /// Largest + ln Σ e^(x − largest), which overflows for no x.
    private mutating func logSumExp() throws(NetworkError) {
        let largest = reduction(.reduceMax, of: try input(0), keeps: true)
        let powers = add(.exp, add(.sub, try input(0), largest))
        let sum = add(.add, add(.log, reduction(.reduceSum, of: powers, keeps: true)), largest)
        guard let shape = instance.reducedShape else { throw instance.impossible("its axes are not known") }
        _ = reshape(sum, to: shape, as: output)
    }

    /// Each group of channels as one, with mean 0 and variance 1; then a scale and an offset, of a channel or of a group.
    private mutating func groups() throws(NetworkError) {
        let (shape, scales) = (try shape(0), try shape(1))
        guard shape.count > 1, let groups = node.int("num_groups"), groups > 0, shape[1].isMultiple(of: groups),
            scales == [shape[1]] || scales == [groups]
        else {
            throw instance.impossible(
                "its channels are not shared out among its groups, or its scales are not one of each")
        }
        let joined = reshape(try input(0), to: [shape[0], groups, -1])
        let epsilon = ["epsilon": Attribute.float(node.float("epsilon") ?? 1e-5)]
        let ones = floats([Float](repeating: 1, count: groups))
        let zeros = floats([Float](repeating: 0, count: groups))
        var values = add(.instanceNormalization, joined, ones, zeros, attributes: epsilon)
        let isByGroup = scales == [groups] && groups != shape[1]
        if !isByGroup { values = reshape(values, to: shape) }
        let spread = [1, scales[0]] + [Int](repeating: 1, count: isByGroup ? 1 : shape.count - 2)
        let scaled = add(.mul, values, reshape(try input(1), to: spread))
        let shifted = add(
            .add, [scaled, reshape(try input(2), to: spread)], as: isByGroup ? nil : output)
        if isByGroup { _ = reshape(shifted, to: shape, as: output) }
    }

    private mutating func rootMeanSquare() throws(NetworkError) {
        let (rank, input) = (try shape(0).count, try input(0))
        guard let axis = instance.axis(or: -1, rank: rank) else { throw instance.impossible("it has no such axis") }
        let axes = ["axes": Attribute.ints(Array(axis..<rank))]
        let mean = add(.reduceMean, add(.mul, input, input), attributes: axes)
        let epsilon = floats([node.float("epsilon") ?? 1e-5], shape: [])
        let root = add(.sqrt, add(.add, mean, epsilon))
        add(.mul, add(.div, input, root), try self.input(1), as: output)
    }

    private mutating func unitNorm() throws(NetworkError) {
        let axes = ["axes": Attribute.ints([node.int("axis") ?? -1])]
        let input = try input(0)
        let norm =
            node.int("p") == 1
            ? add(.reduceSum, add(.abs, input), attributes: axes) : add(.reduceL2, input, attributes: axes)
        add(.div, input, norm, as: output)
    }

    private mutating func standardized() throws(NetworkError) {
        let axes = ["axes": Attribute.ints(node.ints("axes") ?? [0, 2, 3])]
        let input = try input(0)
        let centred = add(.sub, input, add(.reduceMean, input, attributes: axes))
        let variance = add(.reduceMean, add(.mul, centred, centred), attributes: axes)
        // ONNX's own definition keeps the divisor from 0 by this much.
        let spread = add(.add, add(.sqrt, variance), floats([1e-9], shape: []))
        add(.div, centred, spread, as: output)
    }
}
