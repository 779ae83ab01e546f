internal import Files
import Tables
internal import WebPages

/// The beginning of a table that may be long, as a page shows it.
struct TableExcerpt {
    /// The first rows.
    private(set) var table: Table
    /// All rows that there are.
    private(set) var count: Int

    /// Rows that are kept.
    static let mostRows = 1000
    /// Rows and columns that are printed, as the page's style has it.
    private static let printed = (rows: 40, columns: 10)

    /// A table, or its first piece.
    init(_ table: Table) {
        self.table = Self.beginning(of: table, with: [])
        count = table.rows.count
    }

    /// A table as it stands in a file.
    ///
    /// - Parameters:
    ///   - header: its columns.
    ///   - path: of the file.
    /// - Throws: `SystemError`.
    init(of header: Table, writtenAt path: String) throws(SystemError) {
        let read = try CSVRecords(path: path, keeping: Self.mostRows + 1)
        table = header.with(rows: Self.cells(read.records.dropFirst(), in: header))
        count = max(read.count - 1, 0)
    }

    private static func cells(_ records: some Sequence<CSVReader.Record>, in header: Table) -> [[Cell]] {
        records.map { record in zip(header.columns, record.fields).map { Cell(written: $1, as: $0.type) } }
    }

    /// Takes up so many rows as they stand in CSV.
    mutating func append(_ rows: [UInt8], count: Int) {
        if table.rows.count < Self.mostRows {
            let read = CSVRecords(rows, keeping: Self.mostRows - table.rows.count)
            table = table.with(rows: table.rows + Self.cells(read.records, in: table))
        }
        self.count += count
    }

    /// Takes up a piece that follows.
    mutating func append(_ piece: Table) {
        if table.rows.count < Self.mostRows { table = Self.beginning(of: piece, with: table.rows) }
        count += piece.rows.count
    }

    private static func beginning(of piece: Table, with rows: [[Cell]]) -> Table {
        piece.with(rows: rows + piece.rows.prefix(mostRows - rows.count))
    }

    /// What the template is filled with, and about how many bytes it is.
    ///
    /// - Parameter room: bytes that rows may take; what is taken goes off.
    func fields(_ room: inout Int) -> (fields: [String: Any], size: Int) {
        var (rows, shown) = ("", 0)
        for row in table.rows {
            let text = self.row(row)
            guard rows.utf8.count + text.utf8.count <= room else { break }
            rows += text
            shown += 1
        }
        room -= rows.utf8.count
        let hasMore = shown > Self.printed.rows || table.columns.count > Self.printed.columns
        let fields: [String: Any] = [
            "name": table.name.html, "title": table.title.html, "extent": extent(shown).html, "rows": rows,
            "headings": headings,
            "columns": table.columns.map { ["name": $0.name.html, "meaning": Self.meaning($0).html] },
            "paper": hasMore
                ? [
                    "On paper: the first \(Self.printed.rows) rows and \(Self.printed.columns) columns; all are in tables/\(table.name).csv."
                        .html
                ] : [],
        ]
        return (fields, rows.utf8.count + headings.utf8.count)
    }

    /// `The first 1000 of 4096 rows; all are in tables/matches.csv.`
    private func extent(_ shown: Int) -> String {
        let all = count == 1 ? "1 row" : "\(count) rows"
        return shown == count
            ? "\(all); also in tables/\(table.name).csv."
            : "The first \(shown) of \(all); all are in tables/\(table.name).csv."
    }

    private var headings: String {
        table.columns.map { column in
            "<th scope=\"col\"\(Self.alignment(column))><button type=\"button\">\(column.name.html)</button></th>"
        }.joined()
    }

    private static func alignment(_ column: Column) -> String {
        column.type == .number || column.type == .integer ? " class=\"n\"" : ""
    }

    private static func meaning(_ column: Column) -> String {
        column.description + (column.unit.map { " (\($0))" } ?? "")
    }

    private func row(_ cells: [Cell]) -> String {
        var text = "<tr>"
        for (column, cell) in zip(table.columns, cells) {
            text += "<td\(Self.alignment(column))>"
            switch cell {
            case .text(let words): text += words.html
            case .integer(let value): text += String(value)
            case .number(let value): text += value.isFinite ? PageNumber.sixDigits(value) : ""
            case .flag(let value): text += value ? "true" : "false"
            case .absent: break
            }
            text += "</td>"
        }
        return text + "</tr>\n"
    }
}
