public import Planes

/// A sheet of V1: hypercolumns on a square lattice, each with one unit for each of twelve orientations.
///
/// Orientations are of the bars, 15° apart from 0°. Rows run down, columns to the right.
public struct HypercolumnSheet: Hashable, Sendable {
    /// How many orientations a hypercolumn has.
    public static let orientationCount = 12

    /// Of the bars, by index.
    public static let orientations = (0..<orientationCount).map {
        Orientation(degrees: 180 * Double($0) / Double(orientationCount))
    }

    /// Rows and columns of hypercolumns.
    public let size: PixelSize
    /// For each orientation the values of all hypercolumns, row by row.
    public let values: [[Double]]

    /// A sheet of given values.
    ///
    /// - Precondition: twelve orientations with one value per hypercolumn.
    public init(size: PixelSize, values: [[Double]]) {
        precondition(values.count == Self.orientationCount, "a hypercolumn has twelve orientations")
        precondition(values.allSatisfy { $0.count == size.count }, "an orientation has one value per hypercolumn")
        self.size = size
        self.values = values
    }
}
