/// A table of texts with commas between (RFC 4180): fields in quotes may hold commas, ends of lines and doubled quotes.
public struct CommaSeparated: Sendable {
    /// The first row.
    public let header: [String]
    /// The others, each of as many fields as the header, with the line it begins on, from 1.
    public let rows: [(line: Int, fields: [String])]

    /// The most bytes that are read: 1 GiB.
    private static let largest = 1 << 30

    /// Reads the file of a path.
    ///
    /// - Throws: ``ArchiveError``: not there, too large, a quote that does not end, a row of other length.
    public init(path: String) throws(ArchiveError) { try self.init(LazyFile(path: path)) }

    /// The fields of a column; `nil` if there is none of the name.
    public subscript(column: String) -> [String]? {
        header.firstIndex(of: column).map { place in rows.map { $0.fields[place] } }
    }

    /// Reads a file.
    ///
    /// - Throws: ``ArchiveError``: not there, too large, a quote that does not end, a row of other length.
    init(_ file: LazyFile) throws(ArchiveError) {
        guard file.count <= Self.largest else {
            throw .malformed(
                file: file.path, place: "the table of \(file.count) bytes",
                expectation: "at most \(Self.largest) bytes are read")
        }
        guard let records = Self.records(file.bytes(first: file.count)) else {
            throw .malformed(file: file.path, place: "the end", expectation: "a field in quotes ends with one")
        }
        let filled = records.filter { $0.fields != [""] }
        guard let first = filled.first else { throw .empty(file: file.path) }
        if let other = filled.first(where: { $0.fields.count != first.fields.count }) {
            throw .malformed(
                file: file.path, place: "line \(other.line) of \(other.fields.count) fields",
                expectation: "\(first.fields.count) are expected, as in the first line")
        }
        header = first.fields
        rows = Array(filled.dropFirst())
    }

    /// `nil` where a quote does not end.
    private static func records(_ bytes: [UInt8]) -> [(line: Int, fields: [String])]? {
        var records: [(line: Int, fields: [String])] = []
        var (fields, field): ([String], [UInt8]) = ([], [])
        var (line, begin, isQuoted) = (1, 1, false)
        // Excel begins UTF-8 with a mark.
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        func text() -> String { String(decoding: field, as: UTF8.self) }
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isQuoted {
                guard byte == UInt8(ascii: "\"") else {
                    field.append(byte)
                    continue
                }
                isQuoted = place < bytes.count && bytes[place] == byte
                if isQuoted {
                    field.append(byte)
                    place += 1
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: ","):
                fields.append(text())
                field = []
            case UInt8(ascii: "\n"):
                if field.last == UInt8(ascii: "\r") { field.removeLast() }
                records.append((begin, fields + [text()]))
                (fields, field, begin) = ([], [], line)
            default: field.append(byte)
            }
        }
        if isQuoted { return nil }
        if !fields.isEmpty || !field.isEmpty { records.append((begin, fields + [text()])) }
        return records
    }
}
