import Networks

/// Elements of one type, each axis with a stride of its own, as NumPy and PyTorch store arrays.
struct StridedStorage: TensorStorage {
    /// The element type, `nil` if it is not read.
    let type: ElementType?
    /// The type's name in the file, for messages.
    let typeName: String
    /// Whether the highest byte comes first.
    let bigEndian: Bool
    /// The bytes that the elements are among.
    let source: ByteSource
    /// The byte at which the first element begins.
    let start: Int
    /// How far elements lie apart that are neighbours on an axis, in elements.
    let strides: [Int]

    /// Elements that are more than those stored: a view may use one for several places, as where it was expanded.
    private static let mostRepeated = 1 << 16

    /// Elements of the given shape; `nil` if not all lie in the source, or if a few stand for more than any kernels.
    init?(
        _ shape: [Int], strides: [Int], type: ElementType?, typeName: String, bigEndian: Bool, in source: ByteSource,
        from start: Int
    ) {
        guard strides.count == shape.count, strides.allSatisfy({ $0 >= 0 }), start >= 0, start <= source.count,
            let count = product(shape), let last = Self.last(shape, strides), last < .max,
            // An unread type is taken for one byte an element: it is refused when asked for.
            let needed = product([count == 0 ? 0 : last + 1, type?.size ?? 1]), needed <= source.count - start,
            count <= last + 1 || count <= Self.mostRepeated
        else { return nil }
        self.type = type
        self.typeName = typeName
        self.bigEndian = bigEndian
        self.source = source
        self.start = start
        self.strides = strides
    }

    /// How far the last element lies from the first; `nil` if that is no number.
    private static func last(_ shape: [Int], _ strides: [Int]) -> Int? {
        var last = 0
        for (size, stride) in zip(shape, strides) where size > 1 {
            guard let step = product([size - 1, stride]) else { return nil }
            let (next, overflow) = last.addingReportingOverflow(step)
            if overflow { return nil }
            last = next
        }
        return last
    }

    /// The strides of elements without gaps, the last axis fastest; `nil` for sizes that are no array's.
    static func contiguous(_ shape: [Int]) -> [Int]? {
        guard product(shape.map { max($0, 1) }) != nil else { return nil }
        return shape.indices.map { shape[($0 + 1)...].reduce(1) { $0 * max($1, 1) } }
    }

    var numberType: NumberType { type?.numberType ?? .other }

    /// Where the elements are, if they are doubles of the file, side by side in their order, lowest byte first.
    func doubles(_ shape: [Int]) -> Range<Int>? {
        guard type == .float64, !bigEndian, case .range(let range) = source, let contiguous = Self.contiguous(shape),
            zip(shape.indices, shape).allSatisfy({ $1 < 2 || strides[$0] == contiguous[$0] })
        else { return nil }
        let first = range.lowerBound + start
        return first..<first + 8 * shape.reduce(1, *)
    }

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        guard let type else {
            throw .unsupportedType(file: file.path, tensor: tensor.name, type: typeName)
        }
        guard tensor.count > 0 else { return .floats([]) }
        let length = (Self.last(tensor.shape, strides) ?? 0) + 1
        let stored = try source.numbers(type, in: start..<start + length * type.size, of: file, bigEndian: bigEndian)
        if Self.contiguous(tensor.shape) == strides { return stored }
        return stored.picked(StridedPlaces(tensor.shape, strides: strides))
    }
}
