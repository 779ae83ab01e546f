internal import Files

/// Aligned columns of plain text, for reports.
public struct TextTable: Hashable, Sendable {
    /// Where a column's text stands.
    public enum Alignment: Hashable, Sendable {
        /// Words.
        case left
        /// Numbers.
        case right
    }

    /// Headings with their alignment.
    public let columns: [(heading: String, alignment: Alignment)]
    /// One text per column.
    public let rows: [[String]]

    /// A table of texts.
    ///
    /// - Precondition: every row has one text per column.
    public init(columns: [(heading: String, alignment: Alignment)], rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row has one text per column")
        self.columns = columns
        self.rows = rows
    }

    /// Lines of equal columns, two spaces apart, no trailing space.
    public var lines: [String] {
        let all = [columns.map(\.heading)] + rows.map { $0.map(\.visible) }
        let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let padded = columns.indices.map { column -> String in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return columns[column].alignment == .left ? row[column] + space : space + row[column]
            }
            let line = padded.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// Equal headings, alignments and rows.
    public static func == (a: TextTable, b: TextTable) -> Bool { a.lines == b.lines }

    /// By what is shown.
    public func hash(into hasher: inout Hasher) { hasher.combine(lines) }
}
