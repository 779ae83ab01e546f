/// One value, as often as a shape says: what `ConstantOfShape` makes.
struct OnnxFill: TensorStorage {
    /// The value, a tensor of one element; zero without it.
    let value: OnnxTensor?

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        try tensor.checkUnstoredSize(file)
        let value = try value?.stored(as: tensor.name).values(in: file).first ?? 0
        return [Float](repeating: value, count: tensor.count)
    }
}

extension StoredTensor {
    /// Refuses a tensor of elements that no byte of the file stands for, unless they are a million, or no more than the
    /// file has bytes, and never more than 2^24.
    func checkUnstoredSize(_ file: LazyFile) throws(ArchiveError) {
        let most = min(max(1 << 20, file.count), 1 << 24)
        guard count <= most else {
            throw .malformed(
                file: file.path, place: "tensor '\(name)' of shape \(shapeText(shape))",
                expectation: "at most \(most) elements are filled in that are not stored one by one")
        }
    }
}

extension OnnxConstants {
    /// What `Constant` holds, in one of its attributes.
    func constant(_ node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        let name = node.output ?? ""
        let held = node.attributes
        if let tensor = held["value"]?.tensor { return try checked(tensor, name) }
        if let tensor = held["sparse_value"]?.sparse { return try checked(tensor, name) }
        if let number = held["value_float"]?.float { return literal(name, [], [number]) }
        if let number = held["value_int"]?.int { return literal(name, [], [Float(number)]) }
        if let numbers = held["value_floats"]?.floats { return literal(name, [numbers.count], numbers) }
        if let numbers = held["value_ints"]?.ints { return literal(name, [numbers.count], numbers.map { Float($0) }) }
        throw unable(node)
    }

    private func literal(_ name: String, _ shape: [Int], _ numbers: [Float]) -> StoredTensor {
        StoredTensor(name: name, shape: shape, storage: LiteralStorage(numbers: numbers))
    }

    /// What `ConstantOfShape` makes.
    mutating func filled(_ node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        let value = node.attributes["value"]?.tensor
        guard let shape = try numbers(0, of: node), elementCount(shape) != nil,
            value.map({ elementCount($0.shape) == 1 }) ?? true
        else { throw unable(node) }
        return StoredTensor(name: node.output ?? "", shape: shape, storage: OnnxFill(value: value))
    }
}
