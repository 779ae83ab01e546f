/// Tensors that are made from shapes and from nothing.
extension OperatorInstance {
    /// The shape of what `Shape`, `Size`, `Range`, `ConstantOfShape` and others of their kind give.
    var arithmetic: TensorFacts? {
        switch node.op {
        case .shape: return shapeSlice.map { TensorFacts([$0.count]) }
        case .size: return shape(0).map { _ in TensorFacts([]) }
        case .range: return range.map { TensorFacts([$0.count]) } ?? floatRange.map { TensorFacts([$0.count]) }
        case .constantOfShape:
            guard let sizes = numbers(0)?.integers, sizes.allSatisfy({ $0 >= 0 }) else { return nil }
            return TensorFacts(sizes)
        case .eyeLike: return shape(0).map { TensorFacts($0) }
        default: return node.ints("shape").flatMap { sizes in sizes.allSatisfy { $0 >= 0 } ? TensorFacts(sizes) : nil }
        }
    }

    /// The sizes that a `Shape` gives: those of all axes, or of a part of them.
    fileprivate var shapeSlice: [Int]? {
        guard let shape = shape(0) else { return nil }
        let start = clamped(node.int("start") ?? 0, shape.count)
        let end = clamped(node.int("end") ?? shape.count, shape.count)
        return start < end ? Array(shape[start..<end]) : []
    }

    private func clamped(_ index: Int, _ rank: Int) -> Int { max(0, min(rank, index < 0 ? index + rank : index)) }

    /// The whole numbers that a `Range` counts.
    fileprivate var range: (start: Int, step: Int, count: Int)? {
        guard case .integers(let start)? = numbers(0), case .integers(let end)? = numbers(1),
            case .integers(let step)? = numbers(2), let start = start.first, let end = end.first, let step = step.first,
            step != 0, [start, end, step].allSatisfy(Self.reasonable.contains)
        else { return nil }
        return (start, step, max(0, (end - start + step - step.signum()) / step))
    }

    /// The same of floats, as networks count the places of anchors.
    fileprivate var floatRange: (start: Float, step: Float, count: Int)? {
        guard case .floats(let start)? = numbers(0), case .floats(let end)? = numbers(1),
            case .floats(let step)? = numbers(2), let start = start.first, let end = end.first, let step = step.first
        else { return nil }
        let count = ((end - start) / step).rounded(.up)
        guard count.isFinite, abs(count) <= Float(Self.reasonable.upperBound) else { return nil }
        return (start, step, max(0, Int(count)))
    }
}

extension FoldRule {
    static let arithmetic: [Operator: FoldRule] = [
        // One that holds nothing that is read; all others are constants by now.
        .constant: FoldRule(type: { _, _ in nil }, numbers: { _ in nil }),
        .shape: FoldRule(type: { _, _ in .int64 }) { fold in fold.instance.shapeSlice.map { .integers($0) } },
        .size: FoldRule(type: { _, _ in .int64 }) { fold in
            fold.instance.shape(0).map { .integers([elementCount($0)]) }
        },
        .range: FoldRule(settings: 0..<3, type: typeOfInput(0)) { fold in
            if let range = fold.instance.floatRange {
                return .floats((0..<range.count).map { range.start + Float($0) * range.step })
            }
            return fold.instance.range.map { range in
                .integers((0..<range.count).map { range.start + $0 * range.step })
            }
        },
        .constantOfShape: FoldRule(
            settings: 0..<1,
            obstacle: { instance in
                instance.node.tensor("value").map { $0.count == 1 } ?? true ? nil : .unfit(instance.node.op)
            },
            type: { instance, _ in instance.node.tensor("value")?.type ?? .float32 },
            numbers: { fold in
                let value = try fold.instance.node.tensor("value").map { try $0.elements() } ?? .floats([0])
                return value.picked(repeatElement(0, count: elementCount(fold.shape)))
            }),
        // The number of elements, as exporters reckon it: all sizes, multiplied.
        .reduceProd: FoldRule(
            obstacle: { instance in
                instance.reducedShape.map(elementCount) == 1 ? nil : .unfit(instance.node.op)
            },
            type: typeOfInput(0),
            numbers: { fold in
                guard elementCount(fold.shape) == 1, let values = fold.values(0) else { return nil }
                if case .floats(let values) = values { return .floats([values.reduce(1, *)]) }
                return .integers([elementCount(values.integers)])
            }),
    ]
}
