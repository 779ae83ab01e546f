internal import Glibc
public import Planes

extension Color {
    /// The colour of an orientation: once round the circle in 180°, fading into ``unoriented`` where it is weak.
    ///
    /// Horizontal bars are dark red, 45° ochre, vertical bars pale green, 135° blue. Lightness and hue go round together,
    /// so that readers who tell fewer hues apart see the circle too; in between, colours are linear in sRGB.
    ///
    /// - Parameters:
    ///   - orientation: of the bars.
    ///   - strength: from 0, grey, to 1.
    public init(orientation: Orientation, strength: Double = 1) {
        let place = orientation.degrees / 180 * Double(Self.round.count)
        let step = Int(place.rounded(.down))
        let (here, next) = (Self.round[step % Self.round.count], Self.round[(step + 1) % Self.round.count])
        let full = Color(hex: here).mixed(with: Color(hex: next), part: place - Double(step))
        self = Color.unoriented.mixed(with: full, part: strength.isNaN ? 0 : min(max(strength, 0), 1))
    }

    /// Where no orientation is seen: the grey amid the colours of all.
    public static let unoriented = Color(grey: 0.56)

    /// Every 5° of the cyclic map romaO (Crameri 2018, Scientific colour maps, doi:10.5281/zenodo.1243862; © 2020 Fabio
    /// Crameri, MIT licence). Colours 20° apart differ by at least 25 in CIELAB, and by 17, 15 and 9 as readers without
    /// red, green and blue cones see them (Machado, Oliveira & Fernandes 2009).
    private static let round: [UInt32] = [
        0x733957, 0x78384D, 0x7D3944, 0x823C3D, 0x884136, 0x8E4831, 0x94502D, 0x9B5B2C, 0xA2672C,
        0xAA752F, 0xB28435, 0xBB943F, 0xC3A44C, 0xCBB45D, 0xD1C36F, 0xD5CF82, 0xD5D995, 0xD2DFA5,
        0xCBE1B3, 0xC0E1BE, 0xB3DEC6, 0xA4D8CB, 0x93D0CE, 0x82C6CF, 0x73BACD, 0x65ADCA, 0x5BA0C5,
        0x5393BF, 0x4F86B8, 0x4F78AF, 0x516BA4, 0x565E97, 0x5C528A, 0x62497C, 0x68416F, 0x6E3C62,
    ]
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

    /// How far it reaches from its middle to the sides and upwards, bars and angles included; downwards by its radius.
    public var reach: Int { radius + 60 }

    /// Draws the wheel about a point, from grey in the middle to full strength, with bars and their angles around it.
    public func draw(on canvas: Canvas, center: Point) {
        let side = 2 * radius + 1
        let picture = Picture(size: PixelSize(side: side)) { row, column in
            let (x, y) = (Double(column - radius), Double(radius - row))
            let distance = (x * x + y * y).squareRoot() / Double(radius)
            guard distance <= 1 else { return .white }
            return Color(orientation: Orientation(degrees: atan2(y, x) * 180 / .pi), strength: 1.15 * distance)
        }
        canvas.draw(picture, x: Int(center.x) - radius, y: Int(center.y) - radius)
        canvas.draw(.circle(center: center, radius: Double(radius)), color: .white, width: 2.5)
        for degrees in stride(from: 0.0, to: 180, by: 45) {
            let (right, up) = (cos(degrees * .pi / 180), cos((90 - degrees) * .pi / 180))
            let place = Point(
                x: center.x + (Double(radius) + 20) * right, y: center.y - (Double(radius) + 20) * up)
            canvas.draw(
                .line(
                    from: Point(x: place.x - 9 * right, y: place.y + 9 * up),
                    to: Point(x: place.x + 9 * right, y: place.y - 9 * up)),
                color: Color(orientation: Orientation(degrees: degrees)), width: 5)
            let text = Point(
                x: center.x + (Double(radius) + 46) * right, y: center.y - (Double(radius) + 42) * up + 4)
            canvas.draw("\(Int(degrees))°", at: text, style: Self.label)
        }
    }
}
