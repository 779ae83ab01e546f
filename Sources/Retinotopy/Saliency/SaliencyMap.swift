public import Planes

/// How strongly each place of a sheet of V1 calls for the eyes: the response of the most active of its units, whatever
/// orientation that prefers.
///
/// The maximum, not the sum: a place is as salient as its loudest cell (Li 2002, *Trends Cogn. Sci.* 6:9).
public struct SaliencyMap: Hashable, Sendable {
    /// Rows and columns of hypercolumns.
    public let size: PixelSize
    /// 0 to 1, row by row.
    public let values: [Double]
    /// Index of the orientation of the most active unit, the first of equals; without meaning where saliency is 0.
    public let orientations: [Int]

    /// The saliency of every place of a part of a sheet.
    ///
    /// - Precondition: the rows and columns lie on the sheet.
    public init(of response: HypercolumnSheet, rows: Range<Int>, columns: Range<Int>) {
        size = PixelSize(height: rows.count, width: columns.count)
        let places = rows.flatMap { row in columns.map { row * response.size.width + $0 } }
        orientations = places.map { place in
            response.values.indices.reduce(0) { best, index in
                response.values[index][place] > response.values[best][place] ? index : best
            }
        }
        values = zip(places, orientations).map { response.values[$1][$0] }
    }

    /// A map of given values.
    ///
    /// - Precondition: one value and one orientation per place.
    init(size: PixelSize, values: [Double], orientations: [Int]) {
        precondition(values.count == size.count && orientations.count == size.count, "a map has one value per place")
        (self.size, self.values, self.orientations) = (size, values, orientations)
    }

    /// The saliency of every place of a sheet.
    public init(of response: HypercolumnSheet) {
        self.init(of: response, rows: 0..<response.size.height, columns: 0..<response.size.width)
    }

    /// A place where the eyes would go.
    public struct Peak: Hashable, Sendable {
        /// Its hypercolumn.
        public let row, column: Int
        /// Its saliency.
        public let value: Double
    }

    /// The places in the order in which they call: the most salient first, then the most salient of what is not within
    /// `radius` of an earlier one (inhibition of return), while any is left with saliency above 0.
    ///
    /// - Parameters:
    ///   - limit: the most peaks.
    ///   - radius: hypercolumns, between centres.
    /// - Complexity: linear in places, for each peak.
    public func peaks(_ limit: Int, radius: Double) -> [Peak] {
        var left = values
        var peaks: [Peak] = []
        while peaks.count < limit {
            let best = left.indices.reduce(0) { left[$1] > left[$0] ? $1 : $0 }
            guard left[best] > 0 else { break }
            let (row, column) = (best / size.width, best % size.width)
            peaks.append(Peak(row: row, column: column, value: left[best]))
            for place in left.indices {
                let (down, right) = (Double(place / size.width - row), Double(place % size.width - column))
                if down * down + right * right <= radius * radius { left[place] = 0 }
            }
        }
        return peaks
    }

    /// The orientation of the most active unit at a place; `nil` where none is active.
    public func orientation(row: Int, column: Int) -> Orientation? {
        let place = row * size.width + column
        return values[place] > 0 ? HypercolumnSheet.orientations[orientations[place]] : nil
    }
}
