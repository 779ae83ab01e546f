import Networks

/// What sums of products see: matrices multiplied, and Einstein's notation for the rest.
///
/// An output element sees, of every factor, what the elements of its places see; over axes that are summed, of all.
struct ProductRule {
    /// The node with its shapes.
    let instance: OperatorInstance
    /// The shape of the output.
    let output: [Int]
    /// The input that holds the second factor.
    let second: Int

    /// The footprint of the output; `nil` for an equation that is not followed.
    func footprint(_ inputs: [Footprint]) -> Footprint? {
        let node = instance.node
        switch node.op {
        case .einsum:
            guard let einsum = instance.einsum else { return nil }
            return zip(inputs, einsum.inputs).reduce(Footprint(empty: output)) { result, factor in
                result.union(placed(factor.0, factor.1, einsum.output))
            }
        case .gemm:
            let a = placed(inputs[0], node.int("transA") == 1 ? ["k", "m"] : ["m", "k"], ["m", "n"])
            let b = placed(inputs[1], node.int("transB") == 1 ? ["n", "k"] : ["k", "n"], ["m", "n"])
            let product = a.union(b)
            return inputs.count > 2 && !inputs[2].isEmpty ? product.union(inputs[2].spread(to: output)) : product
        default:
            let (first, second) = (inputs[0], inputs[second])
            let (a, b) = (first.shape.count, second.shape.count)
            // Outer axes are named from the last to the first.
            func names(_ rank: Int, _ last: [String]) -> [String] {
                (0..<max(0, rank - 2)).reversed().map { "outer \($0)" } + last.suffix(min(rank, 2))
            }
            let outer = max(a, b) - 2
            let result = names(outer + 2, []) + (a > 1 ? ["m"] : []) + (b > 1 ? ["n"] : [])
            return placed(first, names(a, ["m", "k"]), result)
                .union(placed(second, names(b, b > 1 ? ["k", "n"] : ["k"]), result))
        }
    }

    /// A factor at its places in the result: axes that are not there are summed, those it has not are stretched.
    private func placed<Name: Hashable>(_ factor: Footprint, _ names: [Name], _ result: [Name]) -> Footprint {
        guard !factor.isEmpty else { return Footprint(empty: output) }
        let summed = names.indices.filter { !result.contains(names[$0]) }
        let left = names.indices.filter { !summed.contains($0) }
        let kept = left.map { names[$0] }
        let order = kept.indices.sorted {
            (result.firstIndex(of: kept[$0]) ?? 0) < (result.firstIndex(of: kept[$1]) ?? 0)
        }
        let placed = factor.collapsed(summed).removing(summed).permuted(order)
        let sizes = result.map { name in kept.firstIndex(of: name).map { factor.shape[left[$0]] } ?? 1 }
        return placed.reshaped(sizes).spread(to: output)
    }
}
