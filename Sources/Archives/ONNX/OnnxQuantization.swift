extension OnnxConstants {
    /// What `DequantizeLinear` makes, of scales and zero points by name.
    mutating func dequantized(
        _ input: StoredTensor, scale: String?, zero: String?, axis: Int, block: Int
    ) throws(OnnxObstacle) -> StoredTensor {
        try scaled(input, scale: scale, zero: zero, axis: axis, block: block, range: nil)
    }

    /// What `QuantizeLinear` makes; the type is that of the zero points, or of an attribute, or 8 bits without sign.
    mutating func quantized(_ input: StoredTensor, _ node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        var type = node.int("output_dtype", default: 0)
        if type == 0 { type = 2 }
        if let name = node.input(2) {
            guard let zero = try tensor(name).storage as? OnnxTensor else { throw unable(node) }
            type = zero.type
        }
        guard let range = OnnxElement(type)?.range else { throw unable(node) }
        return try scaled(
            input, scale: node.input(1), zero: node.input(2), axis: node.int("axis", default: 1),
            block: node.int("block_size", default: 0), range: range)
    }

    private mutating func scaled(
        _ input: StoredTensor, scale: String?, zero: String?, axis: Int, block: Int, range: ClosedRange<Float>?
    ) throws(OnnxObstacle) -> StoredTensor {
        let scales: StoredTensor? = if let scale { try tensor(scale) } else { nil }
        let zeros: StoredTensor? = if let zero { try tensor(zero) } else { nil }
        let shape = scales?.shape ?? zeros?.shape ?? []
        guard zeros.map({ $0.count == elementCount(shape) }) ?? true,
            let blocks = ScaleBlocks(shape, in: input.shape, axis: axis, length: block)
        else {
            throw .unknown("whose scales of shape \(shapeText(shape)) do not fit its shape \(shapeText(input.shape))")
        }
        return StoredTensor(
            name: input.name, shape: input.shape,
            storage: ScaledStorage(input: input, scale: scales, zero: zeros, blocks: blocks, range: range))
    }
}
