import Networks
public import ReceptiveFields
public import Tables

extension UnitField {
    /// The table of some units, in their order.
    public static func table(_ units: [UnitField]) -> Table { layout.table(units) }

    private typealias Field = TableLayout<UnitField>.Field

    private static let layout = TableLayout<UnitField>(
        name: "units", title: "What single units see",
        fields: [
            Field(Column("layer", .string, "Node as named in the file, or its first output")) { .text($0.layer) },
            Field(Column("tensor", .string, "Tensor as named in the file")) { .text($0.tensor) },
            Field(Column("row", .integer, "Row of the unit, from 0")) { .integer($0.row) },
            Field(Column("col", .integer, "Column of the unit, from 0")) { .integer($0.column) },
        ]
            + bounds("", "of the local field, clipped") { ($0.rows, $0.columns) }
            + [
                Field(Column("rows_seen", .integer, "Rows of the local field, without holes")) {
                    .integer($0.rows.count)
                },
                Field(Column("cols_seen", .integer, "Columns of the local field, without holes")) {
                    .integer($0.columns.count)
                },
            ]
            + bounds("unclipped_", "of the local field if nothing had an end; empty where fields follow no rule") {
                $0.unclipped
            }
            + bounds("strict_", "seen with everything") { $0.strict })

    private static func bounds(
        _ prefix: String, _ text: String,
        _ sets: @escaping @Sendable (UnitField) -> (rows: PixelSet, columns: PixelSet)?
    ) -> [Field] {
        func edge(_ name: String, _ meaning: String, _ value: @escaping @Sendable (UnitField) -> Int?) -> Field {
            Field(Column(prefix + name, .integer, unit: "pixel", "\(meaning) \(text)")) { Cell(value($0)) }
        }
        return [
            edge("first_y_px", "First row") { sets($0)?.rows.ifAny?.first },
            edge("last_y_px", "Last row") { sets($0)?.rows.ifAny?.last },
            edge("first_x_px", "First column") { sets($0)?.columns.ifAny?.first },
            edge("last_x_px", "Last column") { sets($0)?.columns.ifAny?.last },
        ]
    }
}

extension UnitField {
    /// What the unit sees in words.
    func sentence(on image: ImageInput) -> [String] {
        var lines = wrapped(
            "Unit (\(row), \(column)) of '\(layer)' sees \(Self.text(rows, "rows")) and \(Self.text(columns, "columns")) of the image."
        )
        if let unclipped, unclipped.rows != rows || unclipped.columns != columns {
            lines += wrapped(
                "Without the edges of the image and of the maps between: \(Self.text(unclipped.rows, "rows")), \(Self.text(unclipped.columns, "columns"))."
            )
        }
        if strict.rows != rows || strict.columns != columns {
            lines += wrapped(
                "Through global operations it also sees \(Self.text(strict.rows, "rows")) and \(Self.text(strict.columns, "columns"))."
            )
        }
        return lines
    }

    /// `rows 11 to 21 (11)`.
    private static func text(_ set: PixelSet, _ name: String) -> String {
        guard !set.isEmpty else { return "no \(name)" }
        let holes = set.isDense ? "" : ", \(set.size - set.count) holes among them"
        return "\(name) \(set.first) to \(set.last) (\(set.size)\(holes))"
    }

    /// Which units see a pixel in words.
    static func sentence(
        pixel: (row: Int, column: Int), layer: String, units: [UnitField]
    ) -> [String] {
        let (rows, columns) = (units.map(\.row), units.map(\.column))
        let count = units.count
        guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max()
        else { return wrapped("No unit of '\(layer)' sees pixel (\(pixel.row), \(pixel.column)).") }
        return wrapped(
            "Pixel (\(pixel.row), \(pixel.column)) is seen by \(counted(count, "unit", "units")) of '\(layer)': rows \(top) to \(bottom), columns \(left) to \(right)."
        )
    }
}

extension PixelSet {
    /// The set, unless it is empty.
    fileprivate var ifAny: PixelSet? { isEmpty ? nil : self }
}

extension FieldLookup {
    /// What was asked for besides the table.
    public func sections(explained: Bool) -> [[String]] {
        guard let target else { return [] }
        var sections: [[String]] = []
        if asked.count == 1, let unit = asked.first { sections.append(unit.sentence(on: fields.image)) }
        if let (pixel, units) = seeing {
            sections.append(UnitField.sentence(pixel: pixel, layer: target.node.label, units: units))
        }
        if explained { sections.append(FieldExplanation(fields, of: target).lines) }
        return sections
    }
}

extension ReceptiveFields {
    /// One line for every kind of operation that is not followed.
    public var warnings: [String] {
        let ops = Dictionary(grouping: unknown, by: \.op.name)
        return ops.keys.sorted().map { op in
            let nodes = ops[op] ?? []
            let subject = "the operation '\(op)' of node '\(nodes[0].label)'"
            return nodes.count > 1
                ? "\(subject) and \(nodes.count - 1) more are not followed; what they give is said to see the whole image"
                : "\(subject) is not followed; what it gives is said to see the whole image"
        }
    }
}
