/// The bytes that pickles lie in: a file, or what was unpacked of one.
enum PickleSource: Sendable {
    case file(LazyFile)
    case memory([UInt8])

    subscript(offset: Int) -> UInt8 {
        switch self {
        case .file(let file): file[offset]
        case .memory(let bytes): bytes[offset]
        }
    }

    /// The bytes of a range as UTF-8 text.
    func text(in range: Range<Int>) -> String {
        switch self {
        case .file(let file): file.text(in: range)
        case .memory(let bytes): String(decoding: bytes[range], as: UTF8.self)
        }
    }
}

/// Takes bytes from the front of a pickle; every step is checked against what is left.
struct PickleReader {
    let source: PickleSource
    /// The file that errors are about.
    let file: String
    /// The next byte, and where the last one ends.
    private(set) var offset: Int
    let end: Int

    init(_ source: PickleSource, in range: Range<Int>, file: String) {
        self.source = source
        self.file = file
        offset = range.lowerBound
        end = range.upperBound
    }

    /// Where the next `count` bytes lie.
    mutating func take(_ count: Int) throws(ArchiveError) -> Range<Int> {
        guard count >= 0, count <= end - offset else {
            throw .truncated(
                file: file, place: "the pickle at byte \(offset)", needed: max(0, count), found: end - offset)
        }
        offset += count
        return offset - count..<offset
    }

    mutating func byte() throws(ArchiveError) -> UInt8 { source[try take(1).lowerBound] }

    /// An unsigned integer of up to 8 bytes, lowest first; one beyond 2⁶³ comes out negative.
    mutating func number(_ count: Int) throws(ArchiveError) -> Int {
        let range = try take(count)
        return Int(truncatingIfNeeded: range.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(source[$1]) })
    }

    mutating func text(_ count: Int) throws(ArchiveError) -> String { source.text(in: try take(count)) }

    /// The text up to the next line feed, which is stepped over.
    mutating func line() throws(ArchiveError) -> String {
        let start = offset
        while try byte() != 0x0A {}
        return source.text(in: start..<offset - 1)
    }

    func malformed(_ expectation: String) -> ArchiveError {
        .malformed(file: file, place: "the pickle at byte \(offset)", expectation: expectation)
    }
}
