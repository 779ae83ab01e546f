import Networks

/// The number types that weights are stored in.
enum ElementType: Hashable, Sendable {
    case float16, bfloat16, float32, float64
    /// Sign, exponent and fraction in one byte; those with `fn` have no infinity, with `uz` no negative zero.
    case float8e4m3, float8e5m2, float8e4m3fnuz, float8e5m2fnuz
    /// A byte, 0 or not.
    case bool
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64

    /// Bytes of one element.
    var size: Int {
        switch self {
        case .int8, .uint8, .bool, .float8e4m3, .float8e5m2, .float8e4m3fnuz, .float8e5m2fnuz: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        }
    }

    /// What the elements are.
    var numberType: NumberType {
        switch self {
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .float32: .float32
        case .float64: .float64
        case .float8e4m3: .float8e4m3
        case .float8e5m2: .float8e5m2
        case .float8e4m3fnuz: .float8e4m3fnuz
        case .float8e5m2fnuz: .float8e5m2fnuz
        case .bool: .bool
        case .int8: .int8
        case .uint8: .uint8
        case .int16: .int16
        case .uint16: .uint16
        case .int32: .int32
        case .uint32: .uint32
        case .int64: .int64
        case .uint64: .uint64
        }
    }

    /// The elements in a range of a file, read piece by piece.
    ///
    /// - Precondition: a whole number of elements.
    func elements<Number: StoredNumber>(
        in range: Range<Int>, of file: LazyFile, bigEndian: Bool = false
    ) -> [Number] {
        var elements: [Number] = []
        elements.reserveCapacity(range.count / size)
        file.forEachPiece(of: range, unit: size) { elements += self.elements($0, bigEndian: bigEndian) }
        return elements
    }

    /// The elements in a range of a file, whole numbers of types that are.
    func numbers(in range: Range<Int>, of file: LazyFile, bigEndian: Bool = false) -> Numbers {
        numberType.isWhole
            ? .integers(elements(in: range, of: file, bigEndian: bigEndian))
            : .floats(elements(in: range, of: file, bigEndian: bigEndian))
    }

    /// The elements in `bytes`, whole numbers of types that are.
    func numbers(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool = false) -> Numbers {
        numberType.isWhole
            ? .integers(elements(bytes, bigEndian: bigEndian)) : .floats(elements(bytes, bigEndian: bigEndian))
    }

    /// The elements in `bytes`: as 32-bit floats rounded to nearest, what is too large becomes infinite.
    ///
    /// - Precondition: a whole number of elements.
    func elements<Number: StoredNumber>(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool = false) -> [Number] {
        precondition(bytes.count.isMultiple(of: size), "a part of an element")
        func floats<Bits: FixedWidthInteger & BitwiseCopyable>(_ value: (Bits) -> Float) -> [Number] {
            convert(bytes, bigEndian) { Number(stored: value($0)) }
        }
        func integers<Bits: FixedWidthInteger & BitwiseCopyable>(_ type: Bits.Type) -> [Number] {
            convert(bytes, bigEndian) { (bits: Bits) in Number(stored: bits) }
        }
        return switch self {
        case .float16: floats { (bits: UInt16) in Float(Float16(bitPattern: bits)) }
        case .bfloat16: floats { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
        case .float32: floats { (bits: UInt32) in Float(bitPattern: bits) }
        case .float64: floats { (bits: UInt64) in Float(Double(bitPattern: bits)) }
        case .float8e4m3: floats { (bits: UInt8) in float8(bits, exponentBits: 4, bias: 7, nan: 0x7F) }
        case .float8e5m2: floats { (bits: UInt8) in Float(Float16(bitPattern: UInt16(bits) << 8)) }
        case .float8e4m3fnuz: floats { (bits: UInt8) in float8(bits, exponentBits: 4, bias: 8, nan: nil) }
        case .float8e5m2fnuz: floats { (bits: UInt8) in float8(bits, exponentBits: 5, bias: 16, nan: nil) }
        case .bool: convert(bytes, bigEndian) { (byte: UInt8) in Number(stored: byte == 0 ? 0 : 1) }
        case .int8: integers(Int8.self)
        case .uint8: integers(UInt8.self)
        case .int16: integers(Int16.self)
        case .uint16: integers(UInt16.self)
        case .int32: integers(Int32.self)
        case .uint32: integers(UInt32.self)
        case .int64: integers(Int64.self)
        case .uint64: integers(UInt64.self)
        }
    }

    private func convert<Bits: FixedWidthInteger & BitwiseCopyable, Number>(
        _ bytes: UnsafeRawBufferPointer, _ bigEndian: Bool, _ value: (Bits) -> Number
    ) -> [Number] {
        let width = MemoryLayout<Bits>.size
        return (0..<bytes.count / width).map { index in
            let bits = bytes.loadUnaligned(fromByteOffset: index * width, as: Bits.self)
            return value(bigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
        }
    }
}

extension NumberType {
    /// Whether elements are whole numbers, or truth values, which are kept as such.
    var isWhole: Bool { isInteger || self == .bool }
}

/// What elements are read as: 32-bit floats, or whole numbers, which stay exact.
protocol StoredNumber {
    /// The number for a float; whole numbers are cut towards zero.
    init(stored value: Float)
    /// The number for a whole one.
    init(stored value: some BinaryInteger)
}

extension Float: StoredNumber {
    init(stored value: Float) { self = value }
    init(stored value: some BinaryInteger) { self = Float(value) }
}

extension Int: StoredNumber {
    init(stored value: Float) { self = Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max) }
    init(stored value: some BinaryInteger) { self = Int(clamping: value) }
}

/// A float of eight bits without infinities: sign, exponent, and as fraction what is left.
///
/// - Parameter nan: the magnitude that is no number; `nil` if negative zero stands for it.
/// - SeeAlso: "FP8 formats" of the Open Compute Project, and `docs/docsgen/source/technical/float8.md` of ONNX.
private func float8(_ bits: UInt8, exponentBits: Int, bias: Int, nan: UInt8?) -> Float {
    let magnitude = bits & 0x7F
    if let nan { if magnitude == nan { return .nan } } else if bits == 0x80 { return .nan }
    let fractionBits = 7 - exponentBits
    let exponent = Int(magnitude >> fractionBits)
    let fraction = Float(magnitude & (1 << fractionBits - 1)) / Float(1 << fractionBits)
    let value =
        exponent == 0
        ? fraction * Float(sign: .plus, exponent: 1 - bias, significand: 1)
        : (1 + fraction) * Float(sign: .plus, exponent: exponent - bias, significand: 1)
    return bits & 0x80 == 0 ? value : -value
}
