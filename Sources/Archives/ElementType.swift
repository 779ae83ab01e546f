/// The number types that weights are stored in.
enum ElementType: Hashable, Sendable {
    case float16, bfloat16, float32, float64
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64

    /// Bytes of one element.
    var size: Int {
        switch self {
        case .int8, .uint8: 1
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
