public import Networks

/// One unit of a tensor and what it sees.
public struct UnitField: Hashable, Sendable {
    /// The name of its node.
    public let layer: String
    /// The tensor, as named in the file.
    public let tensor: String
    /// The unit's row and column.
    public let row, column: Int
    /// Where the channels of the tensor lie.
    public let order: MapOrder
    /// What it sees, clipped as the network clips it.
    public let rows, columns: PixelSet
    /// The same if nothing had an end; `nil` where fields follow no rule.
    public let unclipped: (rows: PixelSet, columns: PixelSet)?
    /// With what all units see alike.
    public let strict: (rows: PixelSet, columns: PixelSet)

    /// A unit of a tensor.
    ///
    /// - Precondition: row and column are those of a unit.
    public init(_ field: TensorField, _ units: TensorUnits, row: Int, column: Int) {
        layer = field.node.label
        tensor = field.tensor
        order = field.order ?? .channelsFirst
        (self.row, self.column) = (row, column)
        (rows, columns) = units.field(row: row, column: column)
        strict = units.field(row: row, column: column, strictly: true)
        unclipped = units.unclipped(row: row, column: column)
    }

    /// The central unit of a tensor.
    public init(centerOf field: TensorField) {
        layer = field.node.label
        tensor = field.tensor
        order = field.order ?? .channelsFirst
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
}
