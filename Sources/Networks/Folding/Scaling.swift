/// Elements that are scaled: integers brought to what they stand for, or the reverse.
///
///     dequantised = (x − zero) · scale          quantised = round(x / scale) + zero, within the type's range
///
/// Halves are rounded to even. A scale is for all elements, for those of one place along an axis, or for a run of places.
/// - SeeAlso: Jacob et al. (2018), *CVPR*; "QuantizeLinear" and "DequantizeLinear" in ONNX's operator schemas.
package struct Scaling: Sendable {
    private let count: Int
    private let inner: Int
    private let size: Int
    private let length: Int
    /// Blocks along the axis.
    private let places: Int
    /// Whether blocks differ along the other axes too.
    private let everywhere: Bool

    /// How scales of shape `scales` are spread over a tensor of shape `shape`; `nil` if they do not fit.
    ///
    /// - Parameter length: places along the axis that share a scale, or 0 if each has its own for all other axes.
    package init?(_ scales: [Int], in shape: [Int], axis: Int, length: Int) {
        guard (scales + shape).allSatisfy({ $0 >= 0 }), elementCount(scales) < .max,
            elementCount(shape.map { max(1, $0) }) < .max
        else { return nil }
        let axis = axis < 0 ? axis + shape.count : axis
        count = elementCount(scales)
        self.length = max(1, length)
        everywhere = length > 0
        guard count != 1 else {
            (inner, size, places) = (1, 1, 1)
            return
        }
        guard shape.indices.contains(axis), length >= 0 else { return nil }
        inner = shape[(axis + 1)...].reduce(1, *)
        size = shape[axis]
        // Written so that no length overflows.
        places = size / self.length + (size.isMultiple(of: self.length) ? 0 : 1)
        var expected = shape
        expected[axis] = places
        guard scales == (everywhere ? expected : [size]) else { return nil }
    }

    /// What the elements stand for; without scales these are 1, without zero points 0.
    package func undone(_ values: [Float], scales: [Float]?, zeros: [Float]?) -> [Float] {
        var values = values
        for index in values.indices {
            let block = block(of: index)
            values[index] = (values[index] - (zeros?[block] ?? 0)) * (scales?[block] ?? 1)
        }
        return values
    }

    /// The integers in a range that stand for the elements.
    package func done(_ values: [Float], scales: [Float]?, zeros: [Float]?, within range: ClosedRange<Float>) -> [Float]
    {
        var values = values
        for index in values.indices {
            let block = block(of: index)
            let whole = (values[index] / (scales?[block] ?? 1)).rounded(.toNearestOrEven) + (zeros?[block] ?? 0)
            values[index] = min(max(whole, range.lowerBound), range.upperBound)
        }
        return values
    }

    /// The index of an element's scale.
    private func block(of element: Int) -> Int {
        guard count != 1 else { return 0 }
        let place = element / inner % size / length
        guard everywhere else { return place }
        return (element / (inner * size) * places + place) * inner + element % inner
    }
}

extension OperatorInstance {
    /// How the scales of a quantisation are spread; `nil` if they do not fit.
    package var scaling: Scaling? {
        guard let shape = shape(0) else { return nil }
        if let zeros = self.shape(2), elementCount(zeros) != elementCount(scales) { return nil }
        return Scaling(scales, in: shape, axis: node.int("axis") ?? 1, length: node.int("block_size") ?? 0)
    }

    /// The shape of the scales, or without them of the zero points.
    fileprivate var scales: [Int] { shape(1) ?? shape(2) ?? [] }

    /// The type that a `QuantizeLinear` makes: that of the zero points, of an attribute, or 8 bits without sign.
    fileprivate func quantizedType(_ types: [NumberType?]) -> NumberType? {
        let code = node.int("output_dtype") ?? 0
        let type = types.count > 2 ? types[2] : nil
        let found = type ?? (code == 0 ? .uint8 : NumberType(onnx: code))
        return found.quantizedRange == nil ? nil : found
    }
}

extension FoldRule {
    static let quantization: [Operator: FoldRule] = [
        .dequantizeLinear: dequantization, .microsoftDequantizeLinear: dequantization,
        .quantizeLinear: requantization, .microsoftQuantizeLinear: requantization,
    ]

    private static let dequantization = FoldRule(settings: 0..<0, obstacle: misfit, type: { _, _ in .float32 }) {
        fold in
        guard let scaling = fold.instance.scaling, let values = fold.values(0) else { return nil }
        return .floats(scaling.undone(values.floats, scales: fold.values(1)?.floats, zeros: fold.values(2)?.floats))
    }

    private static let requantization = FoldRule(
        settings: 0..<0, obstacle: misfit, type: { $0.quantizedType($1) }
    ) { fold in
        guard let scaling = fold.instance.scaling, let values = fold.values(0), let range = fold.type?.quantizedRange
        else { return nil }
        let done = scaling.done(
            values.floats, scales: fold.values(1)?.floats, zeros: fold.values(2)?.floats, within: range)
        return .integers(Numbers.floats(done).integers)
    }

    private static let misfit: @Sendable (OperatorInstance) -> UnresolvedConstant? = { instance in
        guard let shape = instance.shape(0) else { return .unfit(instance.node.op) }
        return instance.scaling == nil ? .misfittingScales(instance.scales, of: shape) : nil
    }
}
