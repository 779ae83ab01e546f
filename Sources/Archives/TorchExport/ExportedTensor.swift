import Networks

/// A `TensorMeta`: element type, sizes and, of one that is stored, where its elements lie.
struct ExportedTensor: Sendable {
    /// The number of the `ScalarType`.
    private let code: Int
    /// Sizes of the axes, with the names of those that are open.
    let sizes: [Network.Dimension]
    private let strides: [Int]
    private let offset: Int

    /// PyTorch's tensors have at most 64 axes.
    private static let mostAxes = 64

    init?(_ meta: JSONValue) {
        guard let sizes = meta["sizes"]?.elements, sizes.count <= Self.mostAxes else { return nil }
        self.init(
            code: meta["dtype"]?.integer ?? 0, sizes: sizes.map { Self.size($0) },
            strides: meta["strides"]?.elements?.map { $0["as_int"]?.integer ?? -1 } ?? [],
            offset: meta["storage_offset"]?["as_int"]?.integer ?? -1)
    }

    private init(code: Int, sizes: [Network.Dimension], strides: [Int], offset: Int) {
        (self.code, self.sizes, self.strides, self.offset) = (code, sizes, strides, offset)
    }

    /// A size, or the name of an open one as it stands in the expression that it is.
    private static func size(_ value: JSONValue) -> Network.Dimension {
        if let size = value["as_int"]?.integer, size >= 0 { return .known(size) }
        let expression = value["as_expr"]?["expr_str"]?.text ?? ""
        return .named(expression.hasPrefix("Symbol('") ? String(expression.dropFirst(8).prefix { $0 != "'" }) : "")
    }

    /// The sizes, if none is open.
    var shape: [Int]? {
        let known = sizes.compactMap { if case .known(let size) = $0 { size } else { nil } }
        return known.count == sizes.count ? known : nil
    }

    /// What the elements are.
    var type: NumberType { Self.element(code)?.numberType ?? .other }

    /// The type of a `ScalarType`.
    static func type(_ code: Int) -> NumberType { element(code)?.numberType ?? .other }

    /// The elements among the bytes; `nil` if not all lie there.
    func storage(in source: ByteSource, bigEndian: Bool) -> (any TensorStorage)? {
        let type = Self.element(code)
        guard let shape, offset >= 0, let start = product([offset, type?.size ?? 1]) else { return nil }
        return StridedStorage(
            shape, strides: strides, type: type, typeName: "\(code) in torch.export's numbering",
            bigEndian: bigEndian, in: source, from: start)
    }

    private static func element(_ code: Int) -> ElementType? {
        let types: [Int: ElementType] = [
            1: .uint8, 2: .int8, 3: .int16, 4: .int32, 5: .int64, 6: .float16, 7: .float32, 8: .float64, 12: .bool,
            13: .bfloat16, 28: .uint16, 29: .float8e4m3, 30: .float8e5m2, 31: .float8e4m3fnuz, 32: .float8e5m2fnuz,
            34: .uint32, 35: .uint64,
        ]
        return types[code]
    }
}
