/// A colour in sRGB, each component from 0 to 1.
public struct Color: Hashable, Sendable {
    /// Red, 0 to 1.
    public let red: Double
    /// Green, 0 to 1.
    public let green: Double
    /// Blue, 0 to 1.
    public let blue: Double

    /// A colour of given components; each is brought into 0…1, and what is not a number becomes the middle, 0.5.
    public init(red: Double, green: Double, blue: Double) {
        self.red = Self.clamped(red)
        self.green = Self.clamped(green)
        self.blue = Self.clamped(blue)
    }

    /// A neutral grey: 0 black, 1 white.
    public init(grey: Double) {
        self.init(red: grey, green: grey, blue: grey)
    }

    /// A colour as it is written in a style sheet, `0x0072B2`.
    public init(hex: UInt32) {
        self.init(
            red: Double(hex >> 16 & 255) / 255, green: Double(hex >> 8 & 255) / 255, blue: Double(hex & 255) / 255)
    }

    /// The colour part of the way to another: 0 is this one, 1 the other, linear in sRGB.
    public func mixed(with other: Color, part: Double) -> Color {
        Color(
            red: red + (other.red - red) * part, green: green + (other.green - green) * part,
            blue: blue + (other.blue - blue) * part)
    }

    /// Red, green and blue, each rounded to 0…255.
    var bytes: (red: UInt8, green: UInt8, blue: UInt8) {
        (UInt8((red * 255).rounded()), UInt8((green * 255).rounded()), UInt8((blue * 255).rounded()))
    }

    /// `0xRRGGBB`.
    var packed: UInt32 {
        let (red, green, blue) = bytes
        return UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    }

    /// As style sheets have it: `#0072B2`.
    public var hex: String {
        let digits = String(packed, radix: 16, uppercase: true)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    private static func clamped(_ value: Double) -> Double {
        value.isNaN ? 0.5 : min(max(value, 0), 1)
    }
}

extension Color {
    /// Paper.
    public static let white = Color(grey: 1)
    /// Ink.
    public static let black = Color(grey: 0)
    /// Secondary text.
    public static let slate = Color(hex: 0x555555)
    /// Hairlines around pictures.
    public static let hairline = Color(hex: 0xD0D0D0)
    /// Kernels of a network in charts; with the others safe for colour-blind readers (Okabe & Ito 2008).
    public static let kernelBlue = Color(hex: 0x0072B2)
    /// Recorded cells, where they must stand out.
    public static let cellOrange = Color(hex: 0xD55E00)
    /// Recorded cells, as a background.
    public static let cellGrey = Color(hex: 0x999999)
}
