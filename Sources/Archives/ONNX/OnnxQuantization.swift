/// A tensor whose elements are scaled: what `QuantizeLinear` and `DequantizeLinear` make.
///
///     dequantised = (x − zero) · scale          quantised = round(x / scale) + zero, within the type's range
///
/// Halves are rounded to even.
/// - SeeAlso: "QuantizeLinear" and "DequantizeLinear" in ONNX's operator schemas.
struct OnnxQuantization: TensorStorage {
    /// The tensor.
    let input: StoredTensor
    /// The scales; 1 without them.
    let scale: StoredTensor?
    /// The zero points, as many as scales; 0 without them.
    let zero: StoredTensor?
    /// Which scale is an element's.
    let blocks: OnnxBlocks
    /// The range to quantise to; `nil` to undo it.
    let range: ClosedRange<Float>?

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        var values = try input.values(in: file)
        let scales = try scale?.values(in: file)
        let zeros = try zero?.values(in: file)
        for index in values.indices {
            let block = blocks.block(of: index)
            let (scale, zero) = (scales?[block] ?? 1, zeros?[block] ?? 0)
            if let range {
                let whole = (values[index] / scale).rounded(.toNearestOrEven) + zero
                values[index] = min(max(whole, range.lowerBound), range.upperBound)
            } else {
                values[index] = (values[index] - zero) * scale
            }
        }
        return values
    }
}

/// Which elements of a tensor share a scale: all, those of one place along an axis, or a run of places along it.
struct OnnxBlocks {
    private let count: Int
    private let inner: Int
    private let size: Int
    private let length: Int
    /// Whether blocks differ along the other axes too.
    private let everywhere: Bool

    /// The blocks of scales of shape `scales` in a tensor of shape `shape`; `nil` if they do not fit.
    ///
    /// - Parameter length: places along the axis that share a scale, or 0 if each has its own for all other axes.
    init?(_ scales: [Int], in shape: [Int], axis: Int, length: Int) {
        guard let count = elementCount(scales), elementCount(shape) != nil else { return nil }
        let axis = axis < 0 ? axis + shape.count : axis
        self.count = count
        self.length = max(1, length)
        everywhere = length > 0
        guard count != 1 else {
            (inner, size) = (1, 1)
            return
        }
        guard shape.indices.contains(axis), length >= 0 else { return nil }
        inner = shape[(axis + 1)...].reduce(1, *)
        size = shape[axis]
        var expected = shape
        // Written so that no length overflows.
        expected[axis] = size / self.length + (size.isMultiple(of: self.length) ? 0 : 1)
        guard scales == (everywhere ? expected : [size]) else { return nil }
    }

    /// The index of an element's scale.
    func block(of element: Int) -> Int {
        guard count != 1 else { return 0 }
        let place = element / inner % size / length
        guard everywhere else { return place }
        let places = (size + length - 1) / length
        return (element / (inner * size) * places + place) * inner + element % inner
    }
}

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
        if let name = node.input(2), let zero = try tensor(name).storage as? OnnxTensor { type = zero.type }
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
            let blocks = OnnxBlocks(shape, in: input.shape, axis: axis, length: block)
        else {
            throw .unknown("whose scales of shape \(shapeText(shape)) do not fit its shape \(shapeText(input.shape))")
        }
        return StoredTensor(
            name: input.name, shape: input.shape,
            storage: OnnxQuantization(input: input, scale: scales, zero: zeros, blocks: blocks, range: range))
    }
}
