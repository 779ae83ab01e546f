import Tables
import Testing

/// A column is one line of a table's layout.
@Suite struct ColumnTests {
    private static let fields: [TableLayout<SmallRow>.Field] = [
        .init(Column("n", .integer, "Place", key: true)) { .integer($0.key) }
    ]

    @Test func `header, cells and description follow from the one line of a column`() {
        let added =
            Self.fields + [.init(Column("twice", .integer, unit: "pixel", "Two places")) { .integer(2 * $0.key) }]
        let rows = (0..<2).map { SmallRow(key: $0, cell: .absent) }
        #expect(TableLayout(name: "t", title: "T", fields: Self.fields).table(rows).csv == "n\n0\n1\n")
        let table = TableLayout(name: "t", title: "T", fields: added).table(rows)
        #expect(table.csv == "n,twice\n0,0\n1,2\n")
        #expect(table.columns.map(\.name) == ["n", "twice"] && table.columns[1].description == "Two places")
    }
}
