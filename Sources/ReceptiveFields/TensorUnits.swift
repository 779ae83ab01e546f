/// Every unit of a tensor: its rows and its columns of the image.
public struct TensorUnits: Sendable {
    /// Units along one axis, by the class of their place along the other: where all columns of one of two branches lie in
    /// a padding, its rows are not seen either.
    private struct Axis: Sendable {
        /// All classes together.
        let line: AxisUnits
        let classes: ElementClasses
        let lines: [AxisUnits]

        init(_ line: AxisUnits, _ footprint: Footprint, across axis: Int?) {
            self.line = line
            (classes, lines) = footprint.overviews(across: axis, together: line)
        }

        /// The line of the units at a place along the other axis.
        func units(at place: Int) -> AxisUnits { lines[classes[place]] }
    }

    private let rows: Axis
    private let columns: Axis

    init(_ footprint: TensorFootprint) {
        rows = Axis(footprint.rowUnits, footprint.rows, across: footprint.columns.spatialAxis)
        columns = Axis(footprint.columnUnits, footprint.columns, across: footprint.rows.spatialAxis)
    }

    /// Rows of units.
    public var height: Int { rows.line.count }
    /// Columns of units.
    public var width: Int { columns.line.count }

    /// The units of the central column, and of the central row.
    var centralRows: AxisUnits { rows.units(at: width / 2) }
    var centralColumns: AxisUnits { columns.units(at: height / 2) }

    /// What a unit sees, clipped as the network clips it.
    ///
    /// - Parameters:
    ///   - row: of the unit.
    ///   - column: of the unit.
    ///   - strictly: with what all units see alike.
    /// - Precondition: the unit is one of the tensor's.
    public func field(row: Int, column: Int, strictly: Bool = false) -> (rows: PixelSet, columns: PixelSet) {
        let (rows, columns) = (rows.units(at: column), columns.units(at: row))
        return strictly ? (rows.all[row], columns.all[column]) : (rows.local[row], columns.local[column])
    }

    /// What a unit would see if neither the image nor the maps between had an end; `nil` where fields follow no rule.
    public func unclipped(row: Int, column: Int) -> (rows: PixelSet, columns: PixelSet)? {
        guard let rows = rows.line.extent.field(of: row), let columns = columns.line.extent.field(of: column) else {
            return nil
        }
        return (rows, columns)
    }

    /// The rows, and the columns, of the units whose local field may hold a pixel: all that do are among them.
    public func seeing(row: Int, column: Int) -> (rows: [Int], columns: [Int]) {
        (
            (0..<height).filter { rows.line.local[$0].contains(row) },
            (0..<width).filter { columns.line.local[$0].contains(column) }
        )
    }
}
