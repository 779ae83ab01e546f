/// Which colour stands for a signed value: one for −limit, one for 0, one for +limit, linear in sRGB between them.
public struct ColorScale: Hashable, Sendable {
    /// At and below −limit.
    public let negative: Color
    /// At 0.
    public let zero: Color
    /// At and above +limit.
    public let positive: Color

    /// A scale by its three colours.
    public init(negative: Color, zero: Color, positive: Color) {
        self.negative = negative
        self.zero = zero
        self.positive = positive
    }

    /// Black, mid grey, white: luminance, as kernels are usually shown.
    public static let grey = ColorScale(negative: .black, zero: Color(grey: 0.5), positive: .white)
    /// Blue, white, red: sign at a glance, also for colour-blind readers.
    public static let diverging = ColorScale(
        negative: Color(hex: 0x2166AC), zero: .white, positive: Color(hex: 0xB2182B))

    /// Near black, red, pale yellow, darkest to brightest: for amounts, which begin at 0. See ``color(share:)``.
    public static let heat = ColorScale(
        negative: Color(hex: 0x100A28), zero: Color(hex: 0xD1493F), positive: Color(hex: 0xFCFFA4))

    /// The colour of an amount from 0 to 1, over the whole of the scale.
    public func color(share: Double) -> Color { color(at: 2 * share - 1) }

    /// The colour of a value from −1 (−limit) to 1 (+limit); beyond the ends it is that of the end, and what is not a
    /// number has the colour of 0.
    public func color(at value: Double) -> Color {
        guard !value.isNaN else { return zero }
        return zero.mixed(with: value < 0 ? negative : positive, part: min(abs(value), 1))
    }
}
