/// A rectangle of whole pixels on a canvas: x to the right, y down, the top left corner of the canvas at (0, 0).
public struct Frame: Hashable, Sendable {
    /// The left edge.
    public let x: Int
    /// The upper edge.
    public let y: Int
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int

    /// A rectangle by its top left corner and its extent.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The column after the last.
    public var right: Int { x + width }
    /// The row after the last.
    public var bottom: Int { y + height }

    /// The rectangle with so many pixels more on every side.
    public func enlarged(by pixels: Int) -> Frame {
        Frame(x: x - pixels, y: y - pixels, width: width + 2 * pixels, height: height + 2 * pixels)
    }

    /// Whether the other lies wholly within this one.
    public func contains(_ other: Frame) -> Bool {
        other.x >= x && other.y >= y && other.right <= right && other.bottom <= bottom
    }

    /// Whether the two share a pixel.
    public func overlaps(_ other: Frame) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }
}

/// A place on a canvas or in a chart.
public struct Point: Hashable, Sendable {
    /// To the right.
    public let x: Double
    /// Down on a canvas, up in a chart.
    public let y: Double

    /// A place by its coordinates.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}
