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
        var (header, rows): ([String], [(line: Int, fields: [String])]) = ([], [])
        try Self.read(file) { (first) throws(ArchiveError) in
            header = first
        } row: { line, fields in
            rows.append((line, fields))
        }
        (self.header, self.rows) = (header, rows)
    }

    /// Reads a file row by row, so that memory does not grow with them.
    ///
    /// - Parameters:
    ///   - header: hears of the first row.
    ///   - row: hears of each other with the line it begins on, from 1; it has as many fields as the header.
    /// - Throws: ``ArchiveError``: not there, too large, a quote that does not end, a row of other length; what `header`
    ///   and `row` throw.
    static func read(
        _ file: LazyFile, header: ([String]) throws(ArchiveError) -> Void,
        row: (_ line: Int, _ fields: [String]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        guard file.count <= largest else {
            throw .malformed(
                file: file.path, place: "the table of \(file.count) bytes",
                expectation: "at most \(largest) bytes are read")
        }
        var reader = CSVReader()
        var columns: Int?
        func take(_ record: CSVReader.Record) throws(ArchiveError) {
            guard record.fields != [""] else { return }
            guard let expected = columns else {
                columns = record.fields.count
                return try header(record.fields)
            }
            guard record.fields.count == expected else {
                throw .malformed(
                    file: file.path, place: "line \(record.line) of \(record.fields.count) fields",
                    expectation: "\(expected) are expected, as in the first line")
            }
            try row(record.line, record.fields)
        }
        for start in stride(from: 0, to: file.count, by: 1 << 18) {
            try file.withBytes(in: start..<min(start + 1 << 18, file.count)) { (bytes) throws(ArchiveError) in
                try reader.read(bytes, take: take)
            }
        }
        guard reader.isWhole else {
            throw .malformed(file: file.path, place: "the end", expectation: "a field in quotes ends with one")
        }
        try reader.finish(take: take)
        if columns == nil { throw .empty(file: file.path) }
    }
}
