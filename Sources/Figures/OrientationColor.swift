internal import Glibc
public import Planes

extension Color {
    /// The colour of an orientation: hue for the angle, once round in 180°, brightness for how strong it is.
    ///
    ///     red, green, blue = value · cos²(θ − 0°, 60°, 120°)
    ///
    /// Horizontal bars are red, 60° green, 120° blue, vertical bars cyan; hues go over into one another without edges.
    ///
    /// - Parameters:
    ///   - orientation: of the bars.
    ///   - value: from 0, black, to 1.
    public init(orientation: Orientation, value: Double) {
        func part(_ degrees: Double) -> Double {
            // cos² by the double angle: 1 at its own orientation, 0 at right angles to it.
            let radians = 2 * (orientation.degrees - degrees) * .pi / 180
            return value * (0.5 + 0.5 * cos(radians))
        }
        self.init(red: part(0), green: part(60), blue: part(120))
    }
}

/// The key to the colours of orientations: a disc whose every diameter has the colour of bars that lie along it.
public struct OrientationWheel: Hashable, Sendable {
    /// In pixels.
    public let radius: Int

    /// A wheel of a radius in pixels.
    public init(radius: Int) {
        self.radius = radius
    }

    private static let label = TextStyle(size: 11, alignment: .center, color: .slate)

    /// Draws the wheel about a point, brightness growing from the middle outwards, with bars and their angles around it.
    public func draw(on canvas: Canvas, center: Point) {
        let side = 2 * radius + 1
        let picture = Picture(size: PixelSize(side: side)) { row, column in
            let (x, y) = (Double(column - radius), Double(radius - row))
            let distance = (x * x + y * y).squareRoot() / Double(radius)
            guard distance <= 1 else { return .white }
            return Color(orientation: Orientation(degrees: atan2(y, x) * 180 / .pi), value: min(1.15 * distance, 1))
        }
        canvas.draw(picture, x: Int(center.x) - radius, y: Int(center.y) - radius)
        canvas.draw(.circle(center: center, radius: Double(radius)), color: .white, width: 2.5)
        for degrees in stride(from: 0.0, to: 180, by: 45) {
            let orientation = Orientation(degrees: degrees)
            let (right, up) = (cos(degrees * .pi / 180), cos((90 - degrees) * .pi / 180))
            let place = Point(
                x: center.x + (Double(radius) + 20) * right, y: center.y - (Double(radius) + 20) * up)
            canvas.draw(
                .line(
                    from: Point(x: place.x - 9 * right, y: place.y + 9 * up),
                    to: Point(x: place.x + 9 * right, y: place.y - 9 * up)),
                color: Color(orientation: orientation, value: 0.9), width: 5)
            let text = Point(
                x: center.x + (Double(radius) + 46) * right, y: center.y - (Double(radius) + 42) * up + 4)
            canvas.draw("\(Int(degrees))°", at: text, style: Self.label)
        }
    }
}
