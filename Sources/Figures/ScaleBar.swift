/// A line of a round length with its unit: how large a picture is.
public struct ScaleBar: Hashable, Sendable {
    /// In the unit.
    public let length: Double
    /// `5 mm`, `2°`.
    public let label: String
    private let pixels: Double

    /// The longest of 1, 2, 5, 10, … units that takes no more than a number of pixels.
    ///
    /// - Parameters:
    ///   - unit: as it stands behind the number: `"°"`, `" mm"`.
    ///   - scale: pixels to a unit, positive.
    ///   - pixels: the bar's greatest length.
    public init(unit: String, scale: Double, atMost pixels: Double) {
        let wanted = pixels / scale
        var decade = 1.0
        while decade > wanted { decade /= 10 }
        while decade * 10 <= wanted { decade *= 10 }
        let length = [5, 2, 1].first { Double($0) * decade <= wanted }.map { Double($0) * decade } ?? decade
        self.length = length
        self.pixels = length * scale
        label = (length < 1 ? "\(length)" : "\(Int(length))") + unit
    }

    /// Draws the bar from its left end, the label behind it.
    public func draw(on canvas: Canvas, at point: Point) {
        canvas.fill(
            Frame(x: Int(point.x), y: Int(point.y) - 2, width: max(Int(pixels.rounded()), 1), height: 4), with: .black)
        canvas.draw(label, at: Point(x: point.x + pixels + 8, y: point.y + 4), style: TextStyle(size: 12))
    }
}
