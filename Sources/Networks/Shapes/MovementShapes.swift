/// The shapes of what is moved and not changed.
extension OperatorInstance {
    var movement: [TensorFacts?] {
        guard let shape = shape(0) else { return [nil] }
        switch node.op {
        case .concat: return [concatenated]
        case .split: return split(shape)
        case .slice: return [sliced(shape)]
        case .gather: return [gathered(shape)]
        case .transpose: return [permutation.map { order in TensorFacts(order.map { shape[$0] }) }]
        case .expand: return [expanded(shape)]
        case .tile:
            guard let repeats = numbers(1)?.integers, repeats.count == shape.count else { return [nil] }
            return [sized(zip(shape, repeats).map { Self.reasonable.contains($1) ? $0 * $1 : -1 })]
        case .pad:
            return [paddings.flatMap { pads in sized(zip(shape, pads).map { $0 + $1.before + $1.after }) }]
        case .spaceToDepth, .depthToSpace: return [rearranged(shape)]
        default: return [nil]
        }
    }

    /// A shape of sizes, none of which has become negative.
    private func sized(_ sizes: [Int]) -> TensorFacts? { sizes.allSatisfy { $0 >= 0 } ? TensorFacts(sizes) : nil }

    private var concatenated: TensorFacts? {
        let shapes = node.inputs.indices.map { self.shape($0) }
        guard var shape = shapes.first ?? nil, let axis = axis(or: 1, rank: shape.count) else { return nil }
        shape[axis] = 0
        for next in shapes {
            guard let next, next.count == shape.count,
                zip(shape, next).enumerated().allSatisfy({ $0 == axis || $1.0 == $1.1 }), next[axis] <= Self.largest
            else { return nil }
            shape[axis] += next[axis]
        }
        return TensorFacts(shape)
    }

    private func split(_ shape: [Int]) -> [TensorFacts?] {
        guard let parts, let axis = axis(or: 0, rank: shape.count) else { return [nil] }
        return parts.map { size in
            var part = shape
            part[axis] = size
            return TensorFacts(part)
        }
    }

    private func sliced(_ shape: [Int]) -> TensorFacts? {
        guard let slices else { return nil }
        var result = shape
        for slice in slices { result[slice.axis] = slice.count }
        return TensorFacts(result)
    }

    private func gathered(_ shape: [Int]) -> TensorFacts? {
        guard let axis = axis(or: 0, rank: shape.count), let indices = self.shape(1) else { return nil }
        return TensorFacts(Array(shape[..<axis] + indices + shape[(axis + 1)...]))
    }

    /// The shape that `Reshape`, `Flatten`, `Squeeze` or `Unsqueeze` gives to the same elements in the same order.
    public var newShape: [Int]? {
        guard let shape = shape(0) else { return nil }
        switch node.op {
        case .flatten:
            // The axis may also be the one after the last.
            let given = node.int("axis") ?? 1
            guard let axis = given == shape.count ? given : axis(given, of: shape.count) else { return nil }
            return [elementCount(Array(shape[..<axis])), elementCount(Array(shape[axis...]))]
        case .squeeze:
            let ones = shape.indices.filter { shape[$0] == 1 }
            guard let named = setting("axes", input: 1).values(or: ones), let axes = axes(named, of: shape.count),
                axes.allSatisfy({ shape[$0] == 1 })
            else { return nil }
            return shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
        case .unsqueeze:
            guard let named = setting("axes", input: 1).values(or: []),
                let axes = axes(named, of: shape.count + named.count)
            else { return nil }
            return axes.reduce(into: shape) { $0.insert(1, at: $1) }
        default: return reshaped(shape)
        }
    }

    private func reshaped(_ shape: [Int]) -> [Int]? {
        guard var sizes = node.ints("shape") ?? numbers(1)?.integers else { return nil }
        if node.int("allowzero") != 1 {
            for axis in sizes.indices where sizes[axis] == 0 && axis < shape.count { sizes[axis] = shape[axis] }
        }
        let count = elementCount(shape)
        let known = sizes.filter { $0 != -1 }
        guard known.allSatisfy({ $0 >= 0 }), known.count >= sizes.count - 1 else { return nil }
        let product = elementCount(known)
        if let open = sizes.firstIndex(of: -1) {
            guard product > 0, count.isMultiple(of: product) else { return nil }
            sizes[open] = count / product
        }
        return elementCount(sizes) == count ? sizes : nil
    }

    private func expanded(_ shape: [Int]) -> TensorFacts? {
        guard let wanted = numbers(1)?.integers, wanted.allSatisfy({ $0 >= 0 }) else { return nil }
        return broadcast(shape, wanted).map { TensorFacts($0) }
    }

    private func rearranged(_ shape: [Int]) -> TensorFacts? {
        guard shape.count == 4, let block = node.int("blocksize"), block > 0, block <= 1 << 12 else { return nil }
        let area = block * block
        if node.op == .spaceToDepth {
            guard shape[2].isMultiple(of: block), shape[3].isMultiple(of: block) else { return nil }
            return TensorFacts([shape[0], shape[1] * area, shape[2] / block, shape[3] / block])
        }
        guard shape[1].isMultiple(of: area) else { return nil }
        return TensorFacts([shape[0], shape[1] / area, shape[2] * block, shape[3] * block])
    }
}
