internal import Files

/// What a column holds.
public enum ColumnType: String, Hashable, Sendable, Codable {
    /// Words.
    case string
    /// Whole numbers.
    case integer
    /// Numbers, at full precision.
    case number
    /// true or false.
    case boolean
}

/// A column's promise: its name, what it holds, in which unit.
public struct Column: Hashable, Sendable, Codable {
    /// `snake_case`, with a suffix for its unit.
    public let name: String
    /// What it holds.
    public let type: ColumnType
    /// Spelled out; `nil` for what has none.
    public let unit: String?
    /// One sentence.
    public let description: String
    /// Whether rows are told apart, and sorted, by it.
    public let isKey: Bool

    /// A column.
    public init(_ name: String, _ type: ColumnType, unit: String? = nil, _ description: String, key: Bool = false) {
        self.name = name
        self.type = type
        self.unit = unit
        self.description = description
        isKey = key
    }
}

/// Rows under named columns, sorted by their key.
public struct Table: Hashable, Sendable {
    /// As files and `--table` name it.
    public let name: String
    /// One line on what a row is.
    public let title: String
    /// In their fixed order.
    public let columns: [Column]
    /// One cell per column.
    public let rows: [[Cell]]

    /// A table without rows yet.
    public init(name: String, title: String, columns: [Column]) {
        self.init(name: name, title: title, columns: columns, rows: [])
    }

    init(name: String, title: String, columns: [Column], rows: [[Cell]]) {
        (self.name, self.title, self.columns, self.rows) = (name, title, columns, rows)
    }

    /// RFC 4180, UTF-8, LF, a header always.
    public var csv: String { csvHeader + csvRows }

    /// The first line of ``csv``.
    public var csvHeader: String { columns.map(\.name).joined(separator: ",") + "\n" }

    /// The other lines: of a table that comes in pieces, those of one piece.
    public var csvRows: String { String(decoding: csvRowBytes, as: UTF8.self) }

    /// ``csvRows`` in UTF-8.
    public var csvRowBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 * rows.count * columns.count)
        for row in rows {
            for (index, cell) in row.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                var text = if case .text(let words) = cell { Table.quoted(words) } else { cell.plain }
                text.withUTF8 { bytes.append(contentsOf: $0) }
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Tables of the same columns as one, each with its own value in one more column, in the order given.
    ///
    /// - Parameters:
    ///   - parts: each table with its value.
    ///   - column: the new one.
    ///   - neighbor: the column that the new one follows; the last, where there is none of that name.
    /// - Precondition: at least one table.
    public static func joined(
        _ parts: [(value: Cell, table: Table)], by column: Column, after neighbor: String? = nil
    ) -> Table {
        let first = parts[0].table
        let place = first.columns.firstIndex { $0.name == neighbor }.map { $0 + 1 } ?? first.columns.count
        func inserting<Element>(_ element: Element, in row: [Element]) -> [Element] {
            row[..<place] + [element] + row[place...]
        }
        return Table(
            name: first.name, title: first.title, columns: inserting(column, in: first.columns),
            rows: parts.flatMap { part in part.table.rows.map { inserting(part.value, in: $0) } })
    }

    /// The same columns, no rows.
    public var withoutRows: Table { with(rows: []) }

    /// The same columns, other rows.
    ///
    /// - Precondition: one cell per column.
    public func with(rows: [[Cell]]) -> Table {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row has one cell per column")
        return Table(name: name, title: title, columns: columns, rows: rows)
    }

    /// A field of RFC 4180: quoted where it has a comma, a quote or what is not shown, which stays as it is; only bytes that
    /// no UTF-8 has are spelled out.
    private static func quoted(_ cell: String) -> String {
        // Numbers and most names.
        if cell.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x2C }) { return cell }
        let text = cell.writable
        guard text.hasHidden || text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C }) else { return text }
        // By scalars: a quote under an accent is one Character, and not equal to a quote.
        var quoted = "\"".unicodeScalars
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}

/// How values of one type become a table: each column with the way to its cell.
public struct TableLayout<Row: Sendable>: Sendable {
    /// One column and how a row fills it.
    public struct Field: Sendable {
        let column: Column
        let cell: @Sendable (Row) -> Cell

        /// A column filled by `cell`.
        public init(_ column: Column, _ cell: @escaping @Sendable (Row) -> Cell) {
            self.column = column
            self.cell = cell
        }

        /// The same column of rows that hold such a row.
        public func reading<Whole: Sendable>(
            _ part: @escaping @Sendable (Whole) -> Row
        ) -> TableLayout<Whole>.Field {
            TableLayout<Whole>.Field(column) { [cell] in cell(part($0)) }
        }
    }

    private let name: String
    private let title: String
    private let fields: [Field]

    /// A table's name, title and fields, in the order of its columns.
    public init(name: String, title: String, fields: [Field]) {
        self.name = name
        self.title = title
        self.fields = fields
    }

    /// The rows as a table, sorted by key columns; rows of one key keep their order.
    public func table(_ rows: [Row]) -> Table {
        let keys = fields.indices.filter { fields[$0].column.isKey }
        let cells = rows.map { row in fields.map { $0.cell(row) } }
        func isBefore(_ a: Int, _ b: Int) -> Bool {
            for key in keys {
                if Cell.isBefore(cells[a][key], cells[b][key]) { return true }
                if Cell.isBefore(cells[b][key], cells[a][key]) { return false }
            }
            return a < b
        }
        // Large tables come in order.
        let isSorted = cells.indices.dropFirst().allSatisfy { isBefore($0 - 1, $0) }
        let sorted = isSorted ? cells : cells.indices.sorted(by: isBefore).map { cells[$0] }
        return Table(name: name, title: title, columns: fields.map(\.column), rows: sorted)
    }
}
