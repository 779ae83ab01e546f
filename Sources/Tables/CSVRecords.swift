/// The records of a text with commas between fields (RFC 4180): fields in quotes may hold commas, ends of lines and doubled
/// quotes.
public struct CSVRecords: Sendable {
    /// Those that are kept, with the line each begins on, from 1.
    public private(set) var records: [(line: Int, fields: [String])] = []
    /// All that there are.
    public private(set) var count = 0
    /// Whether every quote ends.
    public private(set) var isWhole = true

    private static let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))
    private static let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - bytes: of the text, in UTF-8.
    ///   - most: records that are kept; the others are counted.
    /// - Complexity: linear; memory is that of what is kept.
    public init(_ bytes: [UInt8], keeping most: Int = .max) {
        var (fields, field): ([String], [UInt8]) = ([], [])
        var (line, begin, isQuoted, isEmpty) = (1, 1, false, true)
        func text() -> String { String(decoding: field, as: UTF8.self) }
        // Excel begins UTF-8 with a mark.
        var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            let keeps = count < most
            if byte == Self.newline { line += 1 }
            if isQuoted {
                isQuoted = byte != Self.quote || place < bytes.count && bytes[place] == Self.quote
                guard isQuoted else { continue }
                if byte == Self.quote { place += 1 }
                if keeps { field.append(byte) }
                continue
            }
            switch byte {
            case Self.quote where field.isEmpty: isQuoted = true
            case Self.comma where keeps:
                fields.append(text())
                field = []
            case Self.newline:
                if field.last == Self.carriageReturn { field.removeLast() }
                if keeps { records.append((begin, fields + [text()])) }
                (fields, field, begin) = ([], [], line)
                count += 1
                isEmpty = true
                continue
            default: if keeps { field.append(byte) }
            }
            isEmpty = false
        }
        isWhole = !isQuoted
        if !isEmpty {
            if count < most { records.append((begin, fields + [text()])) }
            count += 1
        }
    }
}

extension Cell {
    /// A cell as a table's file has it.
    public init(written text: String, as type: ColumnType) {
        if text.isEmpty {
            self = .absent
        } else {
            self =
                switch type {
                case .integer: Int(text).map { .integer($0) } ?? .text(text)
                case .number: Double(text).map { .number($0) } ?? .text(text)
                case .boolean: .flag(text == "true")
                default: .text(text)
                }
        }
    }
}
