import Tables

struct SmallRow: Sendable {
    let key: Int
    let cell: Cell
}

/// A table of a key `n`, in the order given, and a column `x`.
func smallTable(_ type: ColumnType, _ cells: [Cell]) -> Table {
    TableLayout<SmallRow>(
        name: "t", title: "Title",
        fields: [
            .init(Column("n", .integer, "Place", key: true)) { .integer($0.key) },
            .init(Column("x", type, unit: "pixel", "Value")) { $0.cell },
        ]
    ).table(cells.enumerated().map { SmallRow(key: $0, cell: $1) })
}
