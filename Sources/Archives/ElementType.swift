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

    /// The elements in a range of a file, read piece by piece.
    ///
    /// - Precondition: a whole number of elements.
    func floats(in range: Range<Int>, of file: LazyFile, bigEndian: Bool = false) -> [Float] {
        var floats: [Float] = []
        floats.reserveCapacity(range.count / size)
        file.forEachPiece(of: range, unit: size) { floats += self.floats($0, bigEndian: bigEndian) }
        return floats
    }

    /// The elements in `bytes` as 32-bit floats, rounded to nearest; what is too large becomes infinite.
    ///
    /// - Precondition: a whole number of elements.
    func floats(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool = false) -> [Float] {
        precondition(bytes.count.isMultiple(of: size), "a part of an element")
        return switch self {
        case .float16: convert(bytes, bigEndian) { (bits: UInt16) in Float(Float16(bitPattern: bits)) }
        case .bfloat16: convert(bytes, bigEndian) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
        case .float32: convert(bytes, bigEndian) { (bits: UInt32) in Float(bitPattern: bits) }
        case .float64: convert(bytes, bigEndian) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
        case .float8e4m3:
            convert(bytes, bigEndian) { (bits: UInt8) in float8(bits, exponentBits: 4, bias: 7, nan: 0x7F) }
        case .float8e5m2: convert(bytes, bigEndian) { (bits: UInt8) in Float(Float16(bitPattern: UInt16(bits) << 8)) }
        case .float8e4m3fnuz:
            convert(bytes, bigEndian) { (bits: UInt8) in float8(bits, exponentBits: 4, bias: 8, nan: nil) }
        case .float8e5m2fnuz:
            convert(bytes, bigEndian) { (bits: UInt8) in float8(bits, exponentBits: 5, bias: 16, nan: nil) }
        case .bool: convert(bytes, bigEndian) { (byte: UInt8) in byte == 0 ? 0 : 1 }
        case .int8: convert(bytes, bigEndian) { (value: Int8) in Float(value) }
        case .uint8: convert(bytes, bigEndian) { (value: UInt8) in Float(value) }
        case .int16: convert(bytes, bigEndian) { (value: Int16) in Float(value) }
        case .uint16: convert(bytes, bigEndian) { (value: UInt16) in Float(value) }
        case .int32: convert(bytes, bigEndian) { (value: Int32) in Float(value) }
        case .uint32: convert(bytes, bigEndian) { (value: UInt32) in Float(value) }
        case .int64: convert(bytes, bigEndian) { (value: Int64) in Float(value) }
        case .uint64: convert(bytes, bigEndian) { (value: UInt64) in Float(value) }
        }
    }

    private func convert<Bits: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, _ bigEndian: Bool, _ value: (Bits) -> Float
    ) -> [Float] {
        let width = MemoryLayout<Bits>.size
        return (0..<bytes.count / width).map { index in
            let bits = bytes.loadUnaligned(fromByteOffset: index * width, as: Bits.self)
            return value(bigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
        }
    }
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
