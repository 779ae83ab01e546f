/// Elements that are moved and not changed.
extension FoldRule {
    static let movements: [Operator: FoldRule] = [
        .identity: kept, .reshape: kept, .flatten: kept, .squeeze: kept, .unsqueeze: kept,
        .transpose: moved { fold, input in
            guard let order = fold.instance.permutation else { return nil }
            let strides = StridedPlaces.strides(input)
            return StridedPlaces(fold.shape, strides: order.map { strides[$0] })
        },
        .slice: moved { fold, input in
            guard let slices = fold.instance.slices else { return nil }
            var (start, strides) = (0, StridedPlaces.strides(input))
            for slice in slices {
                start += slice.start * strides[slice.axis]
                // Of one element no step is taken, and it may be any.
                strides[slice.axis] *= slice.count > 1 ? slice.step : 0
            }
            return StridedPlaces(fold.shape, strides: strides, from: start)
        },
        .split: moved { fold, input in
            guard let parts = fold.instance.parts, let axis = fold.instance.axis(or: 0, rank: input.count) else {
                return nil
            }
            let strides = StridedPlaces.strides(input)
            let before = parts.prefix(fold.output).reduce(0, +)
            return StridedPlaces(fold.shape, strides: strides, from: before * strides[axis])
        },
        .expand: moved { fold, input in StridedPlaces(of: input, stretchedTo: fold.shape) },
        .gather: FoldRule(
            obstacle: { $0.numbers(1) == nil ? .unfit($0.node.op) : nil }, type: typeOfInput(0), numbers: gathered),
        .concat: FoldRule(type: typeOfInput(0), numbers: concatenated),
    ]

    /// The same elements in the same order.
    private static let kept = FoldRule(type: typeOfInput(0)) { fold in fold.values(0) }

    /// Elements of the first input, by their places in it.
    private static func moved(
        _ places: @escaping @Sendable (_ fold: Fold, _ input: [Int]) -> StridedPlaces?
    ) -> FoldRule {
        FoldRule(type: typeOfInput(0)) { fold in
            guard let numbers = fold.values(0), let input = fold.instance.shape(0) else { return nil }
            return places(fold, input).map { numbers.picked($0) }
        }
    }

    private static func gathered(_ fold: Fold) -> Numbers? {
        guard let numbers = fold.values(0), let input = fold.instance.shape(0),
            let axis = fold.instance.axis(or: 0, rank: input.count),
            let chosen = fold.instance.numbers(1)?.integers.map({ $0 < 0 ? $0 + input[axis] : $0 }),
            chosen.allSatisfy((0..<input[axis]).contains)
        else { return nil }
        let inner = elementCount(Array(input[(axis + 1)...]))
        return numbers.picked(
            (0..<elementCount(Array(input[..<axis]))).lazy.flatMap { block in
                chosen.lazy.flatMap { index in
                    let start = (block * input[axis] + index) * inner
                    return start..<start + inner
                }
            })
    }

    private static func concatenated(_ fold: Fold) -> Numbers? {
        guard let parts = fold.all, let axis = fold.instance.axis(or: 1, rank: fold.shape.count) else { return nil }
        // Block by block over the axes before, each part's share of the axis and what lies after it.
        let outer = elementCount(Array(fold.shape[..<axis]))
        let sizes = parts.indices.map { elementCount(Array((fold.instance.shape($0) ?? [])[axis...])) }
        return Numbers.joined(
            (0..<outer).flatMap { block in
                zip(parts, sizes).map { part, size in part.picked(block * size..<(block + 1) * size) }
            })
    }
}
