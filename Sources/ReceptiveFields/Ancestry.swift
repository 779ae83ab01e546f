public import Networks

extension ReceptiveFields {
    /// The tensors that a tensor is made of and that see pixels, itself last, in network order.
    public func ancestry(of field: TensorField) -> [TensorField] {
        var wanted: Set = [field.tensor]
        var result: [TensorField] = []
        for candidate in tensors[...field.index].reversed() where wanted.contains(candidate.tensor) {
            result.append(candidate)
            wanted.formUnion(candidate.node.reads)
        }
        return result.reversed()
    }

    /// The windows of a tensor's node, rows first; `nil` for a node without.
    public func windows(of field: TensorField) -> (rows: Window, columns: Window)? {
        guard field.node.op.kind.hasWindow, field.mapOrder != nil,
            let windows = (try? shapes.instance(of: field.node).windows) ?? nil, windows.count == 2
        else { return nil }
        return (windows[0], windows[1])
    }
}
