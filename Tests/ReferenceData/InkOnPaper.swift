/// A page that is written on and photographed: lines of a pen, light that falls off from corner to corner, and grain.
public struct InkOnPaper: Sendable {
    /// Rows and columns.
    public let height, width: Int
    /// Lightness from 0 to 1, row by row.
    public let values: [Float]
    /// How much of each pixel the pen covers.
    public let pen: [Float]

    /// A 7, as three corners of a pen's way.
    public static let seven: [(x: Double, y: Double)] = [(0.28, 0.2), (0.72, 0.17), (0.47, 0.83)]

    /// A page.
    ///
    /// - Parameters:
    ///   - way: corners of the pen's way, as parts of the page.
    ///   - stroke: the pen's width in pixels.
    ///   - light: the paper's lightness in the darkest and in the lightest corner.
    ///   - ink: the part of the light that ink gives back.
    public init(
        height: Int, width: Int, way: [(x: Double, y: Double)] = seven, stroke: Double, light: (Double, Double),
        ink: Double = 0.25
    ) {
        var random = Xorshift(state: 88_172_645_463_325_252)
        (self.height, self.width) = (height, width)
        let corners = way.map { (x: $0.x * Double(width), y: $0.y * Double(height)) }
        var (values, pen): ([Float], [Float]) = ([], [])
        for row in 0..<height {
            for column in 0..<width {
                let distance = zip(corners, corners.dropFirst()).map { a, b in
                    let (dx, dy) = (b.x - a.x, b.y - a.y)
                    let along = ((Double(column) - a.x) * dx + (Double(row) - a.y) * dy) / (dx * dx + dy * dy)
                    let t = min(max(along, 0), 1)
                    let (x, y) = (Double(column) - a.x - t * dx, Double(row) - a.y - t * dy)
                    return (x * x + y * y).squareRoot()
                }.min()
                let covered = min(max(stroke / 2 - (distance ?? 1e9) + 0.5, 0), 1)
                let slope = (Double(column) / Double(width) + Double(row) / Double(height)) / 2
                let paper = light.0 + (light.1 - light.0) * slope
                let grain = (Double(random.next() >> 40) / Double(1 << 24) - 0.5) * 0.04
                values.append(Float(min(max(paper * (1 - covered * (1 - ink)) + grain, 0), 1)))
                pen.append(Float(covered))
            }
        }
        (self.values, self.pen) = (values, pen)
    }

    /// The page as a PGM file.
    public var pgm: [UInt8] {
        Array("P5 \(width) \(height) 255\n".utf8) + values.map { UInt8(($0 * 255).rounded()) }
    }
}
