internal import Tables

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
        let read = CSVRecords(file.bytes(first: file.count))
        guard read.isWhole else {
            throw .malformed(file: file.path, place: "the end", expectation: "a field in quotes ends with one")
        }
        let filled = read.records.filter { $0.fields != [""] }
        guard let first = filled.first else { throw .empty(file: file.path) }
        if let other = filled.first(where: { $0.fields.count != first.fields.count }) {
            throw .malformed(
                file: file.path, place: "line \(other.line) of \(other.fields.count) fields",
                expectation: "\(first.fields.count) are expected, as in the first line")
        }
        header = first.fields
        rows = Array(filled.dropFirst())
    }
}
