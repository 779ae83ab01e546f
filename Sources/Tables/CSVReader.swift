/// Reads a text with commas between fields (RFC 4180) as its bytes come: fields in quotes may hold commas, ends of lines and
/// doubled quotes.
///
/// Memory is that of one record, whatever there is.
public struct CSVReader: Sendable {
    /// One record, with the line it begins on, from 1.
    public typealias Record = (line: Int, fields: [String])

    /// All that were read.
    public private(set) var count = 0
    /// Whether every quote ended; of an unfinished text, whether none is open.
    public var isWhole: Bool { !isQuoted || isClosing }

    private let most: Int
    private var (fields, field): ([String], [UInt8]) = ([], [])
    private var (line, begin) = (1, 1)
    /// Whether nothing of a record, and nothing of a field, was read yet.
    private var (isEmpty, isFieldEmpty) = (true, true)
    /// Whether a field in quotes is read, and whether a quote in it waits for what follows: another, or the field's end.
    private var (isQuoted, isClosing) = (false, false)
    /// How much of Excel's mark before UTF-8 was read; `nil` behind it.
    private var mark: Int? = 0

    private static let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))
    private static let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Begins a text.
    ///
    /// - Parameter most: records that are handed on; the others are counted.
    public init(handingOn most: Int = .max) { self.most = most }

    /// Reads what follows.
    ///
    /// - Parameters:
    ///   - bytes: in UTF-8; they may end within a record.
    ///   - take: hears of each record that ends in them.
    public mutating func read<Failure: Error>(
        _ bytes: UnsafeRawBufferPointer, take: (Record) throws(Failure) -> Void
    ) throws(Failure) {
        var rest = bytes[...]
        while let read = mark, let byte = rest.first {
            guard byte == Self.byteOrderMark[read] else {
                mark = nil
                for byte in Self.byteOrderMark[..<read] { try self.read(byte, take) }
                break
            }
            mark = read + 1 < Self.byteOrderMark.count ? read + 1 : nil
            rest = rest.dropFirst()
        }
        for byte in rest { try read(byte, take) }
    }

    /// Ends the text: its last line need not end.
    public mutating func finish<Failure: Error>(take: (Record) throws(Failure) -> Void) throws(Failure) {
        if let read = mark { for byte in Self.byteOrderMark[..<read] { try self.read(byte, take) } }
        mark = nil
        if !isEmpty { try endRecord(take) }
    }

    private mutating func read<Failure: Error>(
        _ byte: UInt8, _ take: (Record) throws(Failure) -> Void
    ) throws(Failure) {
        if byte == Self.newline { line += 1 }
        if isQuoted, isClosing, byte != Self.quote { (isQuoted, isClosing) = (false, false) }
        guard !isQuoted else {
            isClosing = byte == Self.quote && !isClosing
            if !isClosing { append(byte) }
            return
        }
        switch byte {
        case Self.quote where isFieldEmpty: (isQuoted, isEmpty) = (true, false)
        case Self.comma:
            endField()
            isEmpty = false
        case Self.newline:
            if field.last == Self.carriageReturn { field.removeLast() }
            try endRecord(take)
        default:
            append(byte)
            isEmpty = false
        }
    }

    private mutating func append(_ byte: UInt8) {
        isFieldEmpty = false
        if count < most { field.append(byte) }
    }

    private mutating func endField() {
        if count < most { fields.append(String(decoding: field, as: UTF8.self)) }
        field.removeAll(keepingCapacity: true)
        isFieldEmpty = true
    }

    private mutating func endRecord<Failure: Error>(_ take: (Record) throws(Failure) -> Void) throws(Failure) {
        endField()
        let record = (begin, fields)
        count += 1
        (fields, begin, isEmpty) = ([], line, true)
        if count <= most { try take(record) }
    }
}
