/// Rows and columns of a pixel lattice; both at least 1.
public struct PixelSize: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int

    /// A size of `height` rows by `width` columns.
    ///
    /// - Precondition: both are positive; sizes from files are checked where the file is read.
    public init(height: Int, width: Int) {
        precondition(height > 0 && width > 0, "a lattice has at least one row and one column")
        self.height = height
        self.width = width
    }

    /// A square lattice.
    public init(side: Int) {
        self.init(height: side, width: side)
    }

    /// Rows times columns.
    public var count: Int { height * width }

    /// The centre of the lattice in pixel coordinates: halfway between the first and the last pixel centre.
    public var center: (x: Double, y: Double) {
        (Double(width - 1) / 2, Double(height - 1) / 2)
    }

    /// `11 × 11`, rows first.
    public var description: String { "\(height) × \(width)" }
}
