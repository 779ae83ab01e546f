import Networks
public import ReceptiveFields
public import Tables

/// One unit of a tensor and what it sees.
public struct UnitField: Hashable, Sendable {
    /// The name of its node.
    public let layer: String
    let tensor: String
    /// The unit's row and column.
    public let row, column: Int
    /// What it sees, clipped as the network clips it.
    public let rows, columns: PixelSet
    /// The same if nothing had an end; `nil` where fields follow no rule.
    public let unclipped: (rows: PixelSet, columns: PixelSet)?
    /// With what all units see alike.
    let strict: (rows: PixelSet, columns: PixelSet)

    /// A unit of a tensor.
    ///
    /// - Precondition: row and column are those of a unit.
    public init(_ field: TensorField, _ units: Units, row: Int, column: Int) {
        layer = field.node.label
        tensor = field.tensor
        (self.row, self.column) = (row, column)
        (rows, columns) = units.field(row: row, column: column)
        strict = units.field(row: row, column: column, strictly: true)
        unclipped = units.unclipped(row: row, column: column)
    }

    /// The central unit of a tensor.
    public init(centerOf field: TensorField) {
        layer = field.node.label
        tensor = field.tensor
        (row, column) = ((field.rows.units ?? 1) / 2, (field.columns.units ?? 1) / 2)
        (rows, columns) = (field.rows.central, field.columns.central)
        strict = (field.rows.strict, field.columns.strict)
        if case .local = field.rows.extent, case .local = field.columns.extent {
            unclipped = (field.rows.centralUnclipped, field.columns.centralUnclipped)
        } else {
            unclipped = nil
        }
    }

    /// Equal names and places.
    public static func == (a: UnitField, b: UnitField) -> Bool {
        a.tensor == b.tensor && a.row == b.row && a.column == b.column
    }

    /// By name and place.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(tensor)
        hasher.combine(row)
        hasher.combine(column)
    }

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
    public func sentence(on image: ImageInput) -> [String] {
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
    public static func sentence(
        pixel: (row: Int, column: Int), layer: String, _ seeing: (rows: [Int], columns: [Int])
    ) -> [String] {
        let count = seeing.rows.count * seeing.columns.count
        guard let top = seeing.rows.first, let bottom = seeing.rows.last, let left = seeing.columns.first,
            let right = seeing.columns.last
        else { return wrapped("No unit of '\(layer)' sees pixel (\(pixel.row), \(pixel.column)).") }
        return wrapped(
            "Pixel (\(pixel.row), \(pixel.column)) is seen by \(count) unit\(count == 1 ? "" : "s") of '\(layer)': rows \(top) to \(bottom), columns \(left) to \(right)."
        )
    }
}

extension PixelSet {
    /// The set, unless it is empty.
    fileprivate var ifAny: PixelSet? { isEmpty ? nil : self }
}
