/// Elements reckoned place by place.
extension FoldRule {
    static let pointwise: [Operator: FoldRule] = {
        var rules: [Operator: FoldRule] = [
            .cast: FoldRule(
                type: { instance, _ in
                    let type = castType(instance)
                    return type.isSmallFloat || type == .text || type == .other ? nil : type
                },
                numbers: { fold in fold.values(0).flatMap { cast($0, to: castType(fold.instance)) } }),
            .where: FoldRule(type: typeOfInput(1), numbers: chosen),
        ]
        for op in Operator.table {
            guard let function = op.function else { continue }
            rules[op] = FoldRule(type: { type(of: function($0.node), $1) }) { numbers($0, function($0.instance.node)) }
        }
        return rules
    }()

    private static func type(of function: ElementFunction, _ types: [NumberType?]) -> NumberType? {
        switch function {
        case .map, .combine: types.first ?? nil
        case .test, .relate: .bool
        }
    }

    private static func numbers(_ fold: Fold, _ function: ElementFunction) -> Numbers? {
        guard let inputs = stretched(fold), let first = inputs.first else { return nil }
        switch function {
        case .map(let floats, let integers, _):
            if let integers, case .integers(let values) = first { return .integers(values.map(integers)) }
            return .floats(first.floats.map(floats))
        case .test(let floats, let integers):
            return switch first {
            case .integers(let values): .integers(values.map { integers($0) ? 1 : 0 })
            case .floats(let values): .integers(values.map { floats($0) ? 1 : 0 })
            }
        case .combine(let floats, let integers, _):
            return inputs.dropFirst().reduce(first) { result, next in
                result.flatMap { combined($0, next, floats, integers) }
            }
        case .relate(let floats, let integers):
            guard inputs.count == 2 else { return nil }
            if case .integers(let a) = first, case .integers(let b) = inputs[1] {
                return .integers(zip(a, b).map { integers($0, $1) ? 1 : 0 })
            }
            return .integers(zip(first.floats, inputs[1].floats).map { floats($0, $1) ? 1 : 0 })
        }
    }

    /// `nil` for a kind that the operator does not take, and for what does not fit.
    private static func combined(
        _ a: Numbers, _ b: Numbers, _ floats: ((Float, Float) -> Float)?,
        _ integers: ((Int, Int) -> ElementFunction.Whole)?
    ) -> Numbers? {
        if let integers, case .integers(let x) = a, case .integers(let y) = b {
            let values = zip(x, y).map { integers($0, $1) }
            return values.contains(where: \.overflow) ? nil : .integers(values.map(\.partialValue))
        }
        return floats.map { .floats(zip(a.floats, b.floats).map($0)) }
    }

    private static func castType(_ instance: OperatorInstance) -> NumberType {
        NumberType(onnx: instance.node.int("to") ?? 1)
    }

    /// Elements in numbers of another type; integers are cut towards zero and never wrap.
    private static func cast(_ numbers: Numbers, to type: NumberType) -> Numbers? {
        switch type {
        case .float32, .float64: .floats(numbers.floats)
        case .float16: .floats(numbers.floats.map { Float(Float16($0)) })
        case .bfloat16: .floats(numbers.floats.map(bfloat16))
        case .bool: .integers(numbers.floats.map { $0 == 0 ? 0 : 1 })
        default: type.isInteger ? .integers(numbers.integers) : nil
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
            let shape = fold.instance.shape(index) ?? []
            return shape == fold.shape ? numbers : numbers.picked(StridedPlaces(of: shape, stretchedTo: fold.shape))
        }
    }

    private static func chosen(_ fold: Fold) -> Numbers? {
        guard let inputs = stretched(fold), inputs.count == 3 else { return nil }
        let chosen = inputs[0].integers.map { $0 != 0 }
        return inputs[1].isWhole && inputs[2].isWhole
            ? .integers(zip(chosen, zip(inputs[1].integers, inputs[2].integers)).map { $0 ? $1.0 : $1.1 })
            : .floats(zip(chosen, zip(inputs[1].floats, inputs[2].floats)).map { $0 ? $1.0 : $1.1 })
    }
}
