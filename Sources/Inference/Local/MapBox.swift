/// Some adjacent rows and columns of a map.
public struct MapBox: Hashable, Sendable {
    /// From the first to the last.
    public let rows, columns: Range<Int>

    /// Rows and columns; none of one leave nothing.
    public init(rows: Range<Int>, columns: Range<Int>) {
        (self.rows, self.columns) = (rows, columns)
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { rows.isEmpty || columns.isEmpty }
    /// How many places.
    public var count: Int { rows.count * columns.count }

    /// What lies in both.
    public func intersection(_ other: MapBox) -> MapBox {
        MapBox(rows: rows.clamped(to: other.rows), columns: columns.clamped(to: other.columns))
    }

    /// The smallest box around both.
    public func union(_ other: MapBox) -> MapBox {
        if isEmpty { return other }
        if other.isEmpty { return self }
        func around(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> {
            min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
        }
        return MapBox(rows: around(rows, other.rows), columns: around(columns, other.columns))
    }

    /// Whether a place lies in it.
    public func contains(row: Int, column: Int) -> Bool { rows.contains(row) && columns.contains(column) }
}
