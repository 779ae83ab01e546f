public import GSL
public import Physiology
public import Tables

/// Rows of an array of responses, those of some pictures, read as they are needed.
public struct RecordedResponses: ResponseRows {
    private let array: NumpyRows
    private let pictures: [Int]

    /// Some rows, in a given order.
    ///
    /// - Precondition: at least one, all of the array's.
    public init(_ array: NumpyRows, pictures: [Int]) { (self.array, self.pictures) = (array, pictures) }

    /// Pictures.
    public var rows: Int { pictures.count }
    /// Units.
    public var columns: Int { array.columns }

    /// Some units' responses.
    ///
    /// - Throws: `SystemError`.
    public func responses(of units: Range<Int>) throws -> Matrix {
        var elements: [Double] = []
        elements.reserveCapacity(rows * units.count)
        for picture in pictures {
            elements += try array.values(row: picture, columns: units).map { Double($0) }
        }
        return Matrix(rows: rows, columns: units.count, elements: elements)
    }
}
