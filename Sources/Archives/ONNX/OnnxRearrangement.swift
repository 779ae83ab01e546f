/// A tensor with its axes in another order: what `Transpose` makes.
struct OnnxTransposition: TensorStorage {
    /// The tensor.
    let input: StoredTensor
    /// Which axis of the input each axis of the result is.
    let permutation: [Int]

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        let stored = try input.values(in: file)
        let strides = permutation.map { input.shape[($0 + 1)...].reduce(1, *) }
        let sizes = permutation.map { input.shape[$0] }
        var counter = [Int](repeating: 0, count: sizes.count)
        var place = 0
        return stored.indices.map { _ in
            defer {
                var axis = sizes.count - 1
                while axis >= 0 {
                    counter[axis] += 1
                    place += strides[axis]
                    if counter[axis] < sizes[axis] { break }
                    place -= strides[axis] * sizes[axis]
                    counter[axis] = 0
                    axis -= 1
                }
            }
            return stored[place]
        }
    }
}

/// Operations that leave the elements where they are and change only the shape; those that turn axes.
extension OnnxConstants {
    mutating func transposed(_ input: StoredTensor, _ node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        let axes = Array(input.shape.indices)
        let permutation = node.attributes["perm"]?.ints ?? axes.reversed()
        guard permutation.sorted() == axes else { throw unable(node) }
        return StoredTensor(
            name: input.name, shape: permutation.map { input.shape[$0] },
            storage: OnnxTransposition(input: input, permutation: permutation))
    }

    /// `Reshape`: a size of 0 is the input's own, and one of −1 is what remains.
    mutating func reshaped(_ input: StoredTensor, _ node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        guard var shape = try numbers(1, of: node) ?? node.attributes["shape"]?.ints else { throw unable(node) }
        if node.int("allowzero", default: 0) == 0 {
            for (axis, size) in shape.enumerated() where size == 0 && axis < input.shape.count {
                shape[axis] = input.shape[axis]
            }
        }
        if let axis = shape.firstIndex(of: -1) {
            shape[axis] = 1
            guard let others = elementCount(shape), others > 0 else { throw unable(node) }
            shape[axis] = input.count / others
        }
        return try reshaped(input, shape, node)
    }

    mutating func squeezed(_ input: StoredTensor, _ node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        let rank = input.shape.count
        let axes = try numbers(1, of: node) ?? node.attributes["axes"]?.ints
        let dropped = axes.map { Set($0.map { $0 < 0 ? $0 + rank : $0 }) }
        let shape = input.shape.enumerated().filter { axis, size in !(dropped?.contains(axis) ?? (size == 1)) }
        return try reshaped(input, shape.map(\.element), node)
    }

    mutating func unsqueezed(_ input: StoredTensor, _ node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        guard let axes = try numbers(1, of: node) ?? node.attributes["axes"]?.ints, axes.count <= 16 else {
            throw unable(node)
        }
        let rank = input.shape.count + axes.count
        let added = Set(axes.map { $0 < 0 ? $0 + rank : $0 })
        guard added.count == axes.count, added.allSatisfy((0..<rank).contains) else { throw unable(node) }
        var sizes = input.shape[...]
        return try reshaped(input, (0..<rank).map { added.contains($0) ? 1 : sizes.removeFirst() }, node)
    }

    private func reshaped(
        _ input: StoredTensor, _ shape: [Int], _ node: OnnxNode
    ) throws(OnnxObstacle) -> StoredTensor {
        guard elementCount(shape) == input.count else { throw unable(node) }
        return StoredTensor(name: input.name, shape: shape, storage: input.storage)
    }
}
