/// Every unit of a tensor: its rows and its columns of the image.
public struct TensorUnits: Sendable {
    private let rows: AxisUnits
    private let columns: AxisUnits

    init(rows: AxisUnits, columns: AxisUnits) {
        self.rows = rows
        self.columns = columns
    }

    /// Rows of units.
    public var height: Int { rows.count }
    /// Columns of units.
    public var width: Int { columns.count }

    /// What a unit sees, clipped as the network clips it.
    ///
    /// - Parameter strictly: with what all units see alike.
    /// - Precondition: the unit is one of the tensor's.
    public func field(row: Int, column: Int, strictly: Bool = false) -> (rows: PixelSet, columns: PixelSet) {
        strictly ? (rows.all[row], columns.all[column]) : (rows.local[row], columns.local[column])
    }

    /// What a unit would see if neither the image nor the maps between had an end; `nil` where fields follow no rule.
    public func unclipped(row: Int, column: Int) -> (rows: PixelSet, columns: PixelSet)? {
        guard let rows = rows.extent.field(of: row), let columns = columns.extent.field(of: column) else { return nil }
        return (rows, columns)
    }

    /// The rows, and the columns, of the units whose local field holds a pixel.
    public func seeing(row: Int, column: Int) -> (rows: [Int], columns: [Int]) {
        (
            (0..<rows.count).filter { rows.local[$0].contains(row) },
            (0..<columns.count).filter { columns.local[$0].contains(column) }
        )
    }
}
