/// One Protocol Buffers message being written, field by field.
///
/// - SeeAlso: ``WireReader``, which reads it.
struct ProtobufWriter {
    /// The message so far.
    private(set) var bytes: [UInt8] = []

    /// A whole number; negative ones take ten bytes.
    mutating func put(_ field: Int, _ value: Int) {
        varint(UInt64(field) << 3)
        varint(UInt64(bitPattern: Int64(value)))
    }

    /// A number of 4 bytes.
    mutating func put(_ field: Int, _ value: Float) {
        varint(UInt64(field) << 3 | 5)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
    }

    /// Text.
    mutating func put(_ field: Int, _ text: String) { put(field, Array(text.utf8)) }

    /// Bytes.
    mutating func put(_ field: Int, _ content: [UInt8]) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(content.count))
        bytes += content
    }

    /// A message.
    mutating func put<Failure: Error>(
        _ field: Int, _ write: (inout ProtobufWriter) throws(Failure) -> Void
    ) throws(Failure) {
        var inner = ProtobufWriter()
        try write(&inner)
        put(field, inner.bytes)
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
