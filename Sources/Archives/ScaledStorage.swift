/// Elements that are scaled: integers brought to what they stand for, or the reverse.
///
///     dequantised = (x − zero) · scale          quantised = round(x / scale) + zero, within the type's range
///
/// Halves are rounded to even.
/// - SeeAlso: Jacob et al. (2018), *CVPR*; "QuantizeLinear" and "DequantizeLinear" in ONNX's operator schemas.
struct ScaledStorage: TensorStorage {
    /// The tensor.
    let input: StoredTensor
    /// The scales; 1 without them.
    let scale: StoredTensor?
    /// The zero points, as many as scales; 0 without them.
    let zero: StoredTensor?
    /// Which scale is an element's.
    let blocks: ScaleBlocks
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
struct ScaleBlocks {
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
