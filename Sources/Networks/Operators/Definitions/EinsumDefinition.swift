/// Sums of products by an equation of letters, as a product of matrices.
extension Definition {
    static let equations: [Operator: @Sendable (inout Definition) throws(NetworkError) -> Void] = [
        .einsum: { (definition) throws(NetworkError) in try definition.equation() }
    ]

    private typealias Letters = [Character]

    private mutating func equation() throws(NetworkError) {
        guard let einsum = instance.einsum, let shape = einsum.outputShape, (1...2).contains(einsum.inputs.count) else {
            throw instance.impossible(
                "an equation of one or two tensors without dots and diagonals is run, and their shapes are known")
        }
        var sizes: [Character: Int] = [:]
        for (letter, size) in zip(einsum.output, shape) { sizes[letter] = size }
        for (index, letters) in einsum.inputs.enumerated() {
            for (letter, size) in zip(letters, try self.shape(index)) { sizes[letter] = max(sizes[letter] ?? 1, size) }
            // An axis of size 1 that stands for more would have to be repeated first.
            guard zip(letters, try self.shape(index)).allSatisfy({ sizes[$0] == $1 }) else {
                throw instance.impossible("its tensors' sizes differ along a letter")
            }
        }
        guard einsum.inputs.count == 2 else {
            let (tensor, letters) = try summed(0, einsum.inputs[0], keeping: Set(einsum.output))
            arrange(tensor, letters, as: einsum.output)
            return
        }
        let (first, second) = (Set(einsum.inputs[0]), Set(einsum.inputs[1]))
        let (left, a) = try summed(0, einsum.inputs[0], keeping: second.union(einsum.output))
        let (right, b) = try summed(1, einsum.inputs[1], keeping: first.union(einsum.output))
        let isOutput = Set(einsum.output).contains
        let batch = a.filter { b.contains($0) && isOutput($0) }
        let inner = a.filter { b.contains($0) && !isOutput($0) }
        let (rows, columns) = (a.filter { !b.contains($0) }, b.filter { !a.contains($0) })
        func size(_ letters: Letters) -> Int { Count.product(letters.map { sizes[$0] ?? 1 }) }
        let matrices = (
            reshape(permuted(left, a, to: batch + rows + inner), to: [size(batch), size(rows), size(inner)]),
            reshape(permuted(right, b, to: batch + inner + columns), to: [size(batch), size(inner), size(columns)])
        )
        let product = add(.matMul, matrices.0, matrices.1)
        let order = batch + rows + columns
        arrange(reshape(product, to: order.map { sizes[$0] ?? 1 }), order, as: einsum.output)
    }

    /// An input summed over the letters that nothing else has.
    private mutating func summed(
        _ index: Int, _ letters: Letters, keeping kept: Set<Character>
    ) throws(NetworkError) -> (tensor: String, letters: Letters) {
        let axes = letters.indices.filter { !kept.contains(letters[$0]) }
        guard !axes.isEmpty else { return (try input(index), letters) }
        let sum = add(.reduceSum, try input(index), attributes: ["axes": .ints(axes), "keepdims": .int(0)])
        return (sum, letters.filter(kept.contains))
    }

    private mutating func permuted(_ tensor: String, _ letters: Letters, to order: Letters) -> String {
        letters == order ? tensor : add(.transpose, tensor, attributes: permutation(letters, order))
    }

    private mutating func arrange(_ tensor: String, _ letters: Letters, as order: Letters) {
        add(.transpose, tensor, attributes: permutation(letters, order), as: output)
    }

    private func permutation(_ letters: Letters, _ order: Letters) -> [String: Attribute] {
        ["perm": .ints(order.compactMap { letters.firstIndex(of: $0) })]
    }
}
