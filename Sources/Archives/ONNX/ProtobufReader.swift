/// Steps through the fields of one Protocol Buffers message in a file; contents are not touched.
///
/// Every step moves forward, and every length is checked against the bytes that are left. Messages inside are read by
/// readers of their own, as deep as ONNX's tensors lie, and bodies of loops and branches to a fixed depth.
/// - SeeAlso: "Encoding" in the Protocol Buffers documentation.
struct ProtobufReader {
    /// A field's number and what it holds.
    struct Field {
        /// The number that stands for the name.
        let number: Int
        /// The content.
        let value: Value
    }

    /// What a field holds.
    enum Value {
        /// A number of 1 to 10 bytes of 7 bits.
        case varint(UInt64)
        /// Text, a message, packed numbers, or one number of 4 or 8 bytes: where they lie.
        case bytes(Range<Int>)
        /// Where a number of 4 bytes lies.
        case fixed32(Range<Int>)
        /// Where a number of 8 bytes lies.
        case fixed64(Range<Int>)
    }

    private let file: LazyFile
    /// What the message is, for messages.
    private let place: String
    private var offset: Int
    private let end: Int

    /// A reader of the message in a range of the file.
    init(_ file: LazyFile, _ range: Range<Int>, place: String) {
        self.file = file
        self.place = place
        offset = range.lowerBound
        end = range.upperBound
    }

    /// The next field, `nil` at the end of the message.
    mutating func next() throws(ArchiveError) -> Field? {
        guard offset < end else { return nil }
        let start = offset
        let tag = try varint()
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw malformed(start, "a field number from 1 to 2^29 - 1") }
        let value: Value =
            switch tag & 7 {
            case 0: .varint(try varint())
            case 1: .fixed64(try take(8))
            case 2: .bytes(try take(try varint()))
            case 5: .fixed32(try take(4))
            default: throw malformed(start, "wire type 0, 1, 2 or 5")
            }
        return Field(number: Int(tag >> 3), value: value)
    }

    /// The next number of a packed array, `nil` at its end.
    mutating func nextVarint() throws(ArchiveError) -> UInt64? { offset < end ? try varint() : nil }

    private mutating func varint() throws(ArchiveError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = file[try take(1).lowerBound]
            // The tenth byte has room for one bit.
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw malformed(start, "a number of at most 64 bits")
    }

    private mutating func take(_ length: UInt64) throws(ArchiveError) -> Range<Int> {
        guard length <= UInt64(end - offset) else {
            // A message that ends with the file is cut short; one that ends before it contradicts its length.
            guard end == file.count else { throw malformed(offset, "a field inside its message") }
            throw .truncated(
                file: file.path, place: "\(place) at byte \(offset)", needed: Int(clamping: length), found: end - offset
            )
        }
        defer { offset += Int(length) }
        return offset..<offset + Int(length)
    }

    private func malformed(_ offset: Int, _ expectation: String) -> ArchiveError {
        .malformed(file: file.path, place: "\(place) at byte \(offset)", expectation: "\(expectation) is expected")
    }
}
