/// The number types of ONNX's tensors, `TensorProto.DataType`.
enum OnnxElement: Hashable {
    /// A type of whole bytes.
    case whole(ElementType)
    /// Codes of 2, 4 or 8 bits, the lower bits of a byte first, and what each stands for.
    case codes([Float])

    /// The type of a number; `nil` for what are no numbers, and for numbers that weights are not written in.
    init?(_ type: Int) {
        if let whole = Self.types[type] {
            self = .whole(whole)
            return
        }
        switch type {
        case 21: self = .codes((0..<16).map { Float($0) })
        case 22: self = .codes((0..<16).map { Float($0 < 8 ? $0 : $0 - 16) })
        case 23: self = .codes([0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6])
        case 24: self = .codes(Self.powersOfTwo)
        case 25: self = .codes([0, 1, 2, 3])
        case 26: self = .codes([0, 1, -2, -1])
        default: return nil
        }
    }

    private static let types: [Int: ElementType] = [
        1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64, 9: .bool, 10: .float16,
        11: .float64,
        12: .uint32, 13: .uint64, 16: .bfloat16, 17: .float8e4m3, 18: .float8e4m3fnuz, 19: .float8e5m2,
        20: .float8e5m2fnuz,
    ]

    /// ONNX's word for a number, for messages.
    static func name(of type: Int) -> String {
        let names = [
            "UNDEFINED", "FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL", "FLOAT16",
            "DOUBLE", "UINT32", "UINT64", "COMPLEX64", "COMPLEX128", "BFLOAT16", "FLOAT8E4M3FN", "FLOAT8E4M3FNUZ",
            "FLOAT8E5M2", "FLOAT8E5M2FNUZ", "UINT4", "INT4", "FLOAT4E2M1", "FLOAT8E8M0", "UINT2", "INT2",
        ]
        return names.indices.contains(type) ? names[type] : "\(type) in ONNX's numbering"
    }

    /// What the codes of `FLOAT8E8M0` stand for: 2 to the code less 127.
    private static var powersOfTwo: [Float] {
        (0..<255).map { Float(sign: .plus, exponent: $0 - 127, significand: 1) } + [.nan]
    }

    /// Elements in a byte; 1 where an element has a byte or more.
    var perByte: Int {
        switch self {
        case .whole: 1
        case .codes(let table): table.count == 256 ? 1 : table.count == 16 ? 2 : 4
        }
    }

    /// Bytes that so many elements take, `nil` if their number does not fit.
    func byteCount(of count: Int) -> Int? {
        switch self {
        case .whole(let type): product([count, type.size])
        case .codes: count / perByte + (count.isMultiple(of: perByte) ? 0 : 1)
        }
    }

    /// The elements in a range of a file: all that fit whole.
    func elements<Number: StoredNumber>(in range: Range<Int>, of file: LazyFile) -> [Number] {
        switch self {
        case .whole(let type): return type.elements(in: range, of: file)
        case .codes:
            var elements: [Number] = []
            elements.reserveCapacity(range.count * perByte)
            file.forEachPiece(of: range, unit: 1) { piece in
                for byte in piece { append(byte, to: &elements) }
            }
            return elements
        }
    }

    /// Appends the elements whose codes are in a byte, the lower bits first.
    func append<Number: StoredNumber>(_ byte: UInt8, to elements: inout [Number]) {
        guard case .codes(let table) = self else { return }
        for shift in stride(from: 0, to: 8, by: 8 / perByte) {
            elements.append(Number(stored: table[Int(byte) >> shift & (table.count - 1)]))
        }
    }
}
