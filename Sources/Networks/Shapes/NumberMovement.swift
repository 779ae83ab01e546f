/// Small tensors of known elements, moved as the operation moves them.
extension OperatorInstance {
    /// The elements of the first output of a `Slice`, `Transpose`, `Gather` or `Concat`; `nil` where they are not known.
    ///
    /// - Parameter shape: of the output.
    func movedNumbers(_ shape: [Int]) -> Numbers? {
        guard elementCount(shape) <= Numbers.limit, let input = self.shape(0) else { return nil }
        if node.op == .concat { return concatenatedNumbers(shape) }
        guard let numbers = numbers(0) else { return nil }
        let paces = Self.paces(input)
        switch node.op {
        case .transpose:
            guard let permutation else { return nil }
            return Self.picked(numbers, shape) { place in
                zip(place, permutation).reduce(0) { $0 + $1.0 * paces[$1.1] }
            }
        case .slice:
            guard let slices else { return nil }
            return Self.picked(numbers, shape) { place in
                var place = place
                for slice in slices { place[slice.axis] = slice.start + slice.step * place[slice.axis] }
                return zip(place, paces).reduce(0) { $0 + $1.0 * $1.1 }
            }
        case .gather:
            guard let axis = axis(or: 0, rank: input.count), let indices = self.shape(1),
                let chosen = self.numbers(1)?.integers.map({ $0 < 0 ? $0 + input[axis] : $0 }),
                chosen.allSatisfy((0..<input[axis]).contains)
            else { return nil }
            let steps = Self.paces(indices)
            return Self.picked(numbers, shape) { place in
                let inner = place[axis..<axis + indices.count]
                let index = chosen[zip(inner, steps).reduce(0) { $0 + $1.0 * $1.1 }]
                let source = place[..<axis] + [index] + place[(axis + indices.count)...]
                return zip(source, paces).reduce(0) { $0 + $1.0 * $1.1 }
            }
        default: return nil
        }
    }

    private func concatenatedNumbers(_ shape: [Int]) -> Numbers? {
        guard let axis = axis(or: 1, rank: shape.count) else { return nil }
        let parts = node.inputs.indices.compactMap { numbers($0) }
        guard parts.count == node.inputs.count else { return nil }
        // Block by block over the axes before, each part's share of the axis and what lies after it.
        let outer = elementCount(Array(shape[..<axis]))
        let sizes = node.inputs.indices.map { elementCount(Array((self.shape($0) ?? [])[axis...])) }
        return Numbers.joined(
            (0..<outer).flatMap { block in
                zip(parts, sizes).map { part, size in part.picked(block * size..<(block + 1) * size) }
            })
    }

    /// Elements from one place to the next along each axis.
    private static func paces(_ shape: [Int]) -> [Int] {
        shape.indices.map { elementCount(Array(shape[($0 + 1)...])) }
    }

    /// The elements of a tensor by the place that each comes from.
    private static func picked(_ numbers: Numbers, _ shape: [Int], _ source: ([Int]) -> Int) -> Numbers {
        var place = shape.map { _ in 0 }
        var sources: [Int] = []
        for _ in 0..<elementCount(shape) {
            sources.append(source(place))
            for axis in shape.indices.reversed() {
                place[axis] += 1
                if place[axis] < shape[axis] { break }
                place[axis] = 0
            }
        }
        return numbers.picked(sources)
    }
}
