/// Recorded cells as a table, a row for each, named columns: text (CSV, RFC 4180), the lists of numbers and of texts in a
/// MATLAB file (`.mat`, 5 or 7.3), or the units of an NWB file.
public struct CellFile: Hashable, Sendable {
    /// The path as given.
    public let path: String
    /// In the file's order, each once.
    public let columns: [String]
    /// A text for each column.
    public let rows: [[String]]

    /// The most bytes that are read: 256 MiB.
    public static let largest = 1 << 28

    /// Reads a table.
    ///
    /// - Throws: ``ArchiveError``: no such file, no table, no cells, a row of more or fewer fields than the header.
    public init(path: String) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        if let lists = try Self.lists(of: file) {
            self.init(path: path, lists)
            return
        }
        let bytes = file.bytes(first: Self.largest)
        guard bytes.count == file.count else {
            throw .malformed(
                file: path, place: "the table", expectation: "at most \(Self.largest) bytes of recorded cells are read")
        }
        guard !bytes.contains(0) else {
            throw .malformed(file: path, place: "the table", expectation: "text, a row for each cell, is expected")
        }
        var table = DelimitedText(bytes).rows
        guard let header = table.first, table.count > 1 else {
            throw .malformed(
                file: path, place: "the table", expectation: "a header and a row for each cell are expected")
        }
        table.removeFirst()
        if let row = table.firstIndex(where: { $0.count != header.count }) {
            throw .malformed(
                file: path, place: "row \(row + 2) of \(table[row].count) fields",
                expectation: "\(header.count) are expected, as the header has")
        }
        if let twice = header.first(where: { name in header.count(where: { $0 == name }) > 1 }) {
            throw .malformed(
                file: path, place: "the header", expectation: "'\(twice)' is there twice; each column once is expected")
        }
        self.init(path: path, columns: header, rows: table)
    }

    private init(path: String, columns: [String], rows: [[String]]) {
        (self.path, self.columns, self.rows) = (path, columns, rows)
    }

    /// The columns of a file of arrays; `nil` of a table of text.
    private static func lists(of file: LazyFile) throws(ArchiveError) -> [CellList]? {
        if file.begins(with: HDF5Contents.signature) { return try HDF5Cells(file, 0..<file.count).columns }
        if let range = MatlabFormat.hdf5(in: file) { return try HDF5Cells(file, range).columns }
        guard file.begins(with: MatlabFile.signature) else { return nil }
        return try CellList.table(MatlabFile(file).arrays.compactMap(\.list), of: file)
    }

    private init(path: String, _ lists: [CellList]) {
        let rows = (lists.first?.texts.indices ?? 0..<0).map { row in lists.map { $0.texts[row] } }
        self.init(path: path, columns: lists.map(\.name), rows: rows)
    }

    /// A column's texts; `nil` where there is no such column.
    public func texts(of column: String) -> [String]? {
        columns.firstIndex(of: column).map { place in rows.map { $0[place] } }
    }
}

/// Fields between commas, or where the first line has none but a tab, between tabs; quoted as RFC 4180 says.
private struct DelimitedText {
    private(set) var rows: [[String]] = []

    init(_ bytes: [UInt8]) {
        let (quote, feed, carriage) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        // A byte order mark is no part of the first name.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let first = text.prefix { $0 != feed }
        let isTabbed = !first.contains(UInt8(ascii: ",")) && first.contains(UInt8(ascii: "\t"))
        let delimiter = UInt8(ascii: isTabbed ? "\t" : ",")
        var (row, field): ([String], [UInt8]) = ([], [])
        var (isQuoted, wasQuote) = (false, false)
        func closed(_ field: [UInt8]) -> String { String(decoding: field, as: UTF8.self) }
        func endRow(_ rows: inout [[String]]) {
            row.append(closed(field))
            // An empty line is no cell.
            if row != [""] { rows.append(row) }
            (row, field) = ([], [])
        }
        for byte in text {
            if isQuoted, byte != quote {
                field.append(byte)
            } else if byte == quote {
                if !isQuoted, wasQuote { field.append(quote) }
                isQuoted.toggle()
                wasQuote = !isQuoted
                continue
            } else if byte == delimiter {
                row.append(closed(field))
                field = []
            } else if byte == feed {
                endRow(&rows)
            } else if byte != carriage {
                field.append(byte)
            }
            wasQuote = false
        }
        if !field.isEmpty || !row.isEmpty { endRow(&rows) }
    }
}
