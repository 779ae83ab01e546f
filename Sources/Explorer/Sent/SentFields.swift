import ReceptiveFields

/// What every unit of a layer sees, with each set of rows or columns written once.
struct SentFields: Encodable, Hashable, Sendable {
    /// Sets along one axis, and which of them each unit has.
    struct Axis: Encodable, Hashable, Sendable {
        /// Stretches from a first to a last.
        private(set) var sets: [[[Int]]] = []
        /// For each place along the axis; for each unit, row by row, where places across it differ.
        private(set) var index: [Int] = []

        /// - Parameters:
        ///   - count: units along the axis, and across it.
        ///   - isRow: whether the axis is that of rows.
        init(_ count: (along: Int, across: Int), isRow: Bool, _ set: (_ along: Int, _ across: Int) -> PixelSet) {
            var known: [PixelSet: Int] = [:]
            var all: [[Int]] = []
            for along in 0..<count.along {
                all.append(
                    (0..<count.across).map { across in
                        let set = set(along, across)
                        if let place = known[set] { return place }
                        known[set] = sets.count
                        sets.append(set.pieces.map { [$0.lowerBound, $0.upperBound] })
                        return sets.count - 1
                    })
            }
            if all.allSatisfy({ line in line.allSatisfy { $0 == line[0] } }) {
                index = all.map { $0[0] }
            } else {
                index =
                    isRow
                    ? all.flatMap(\.self)
                    : (0..<count.across).flatMap { across in all.map { $0[across] } }
            }
        }
    }

    let rows, columns: Axis
    let isExact: Bool

    /// The fields of a layer of so many rows and columns of units.
    ///
    /// - Parameter strictly: with what all units see alike.
    init(_ layer: NetworkScene.Layer, height: Int, width: Int, strictly: Bool) {
        let (field, units) = (layer.field, layer.units)
        func both(_ row: Int, _ column: Int) -> (rows: PixelSet, columns: PixelSet) {
            guard let units else { return (field.rows.strict, field.columns.strict) }
            return units.field(
                row: min(row, units.height - 1), column: min(column, units.width - 1), strictly: strictly)
        }
        rows = Axis((height, width), isRow: true) { both($0, $1).rows }
        columns = Axis((width, height), isRow: false) { both($1, $0).columns }
        isExact = field.isExact
    }
}
