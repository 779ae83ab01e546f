import Foundation

/// The window through which a grating is seen: everywhere, a disc, or a ring; its rim falls off as a raised cosine.
public struct Aperture: Hashable, Sendable, Codable {
    /// Diameter of the hole in a ring, pixels; 0 for a disc.
    public let inner: Double
    /// Diameter at half height, pixels; infinite for a grating without a border.
    public let outer: Double
    /// Width of the rim, pixels, at least 1.
    public let softness: Double

    /// No border at all.
    public static let full = Aperture(inner: 0, outer: .infinity, softness: 1)

    private init(inner: Double, outer: Double, softness: Double) {
        self.inner = inner
        self.outer = outer
        self.softness = softness
    }

    /// A disc, or with a hole of diameter `inner` a ring.
    ///
    /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``.
    public init(diameter: Double, hole: Double = 0, softness: Double = 1) throws(StimulusError) {
        try check(diameter > 0, "diameter", diameter, "above 0 pixels is expected")
        try check(hole >= 0 && hole < diameter, "inner diameter", hole, "from 0 to less than the outer one is expected")
        try check(softness >= 1 && softness.isFinite, "softness", softness, "at least 1 pixel is expected")
        self.init(inner: hole, outer: diameter, softness: softness)
    }

    /// How much of the grating is seen at a distance from the middle, 0…1.
    func opacity(at radius: Double) -> Double {
        let outside = outer.isFinite ? rise(outer / 2 - radius) : 1
        return inner > 0 ? outside * rise(radius - inner / 2) : outside
    }

    /// From 0 to 1 over the rim, ½ at its middle.
    private func rise(_ distance: Double) -> Double {
        let part = distance / softness
        if abs(part) >= 0.5 { return part > 0 ? 1 : 0 }
        return 0.5 + 0.5 * sin(.pi * part)
    }

    /// For a stimulus's summary; empty for no border.
    var summary: String {
        guard outer.isFinite else { return "" }
        let ring = inner > 0 ? "a ring from \(inner) to \(outer) px across" : "a disc \(outer) px across"
        return ", through \(ring) with a rim of \(softness) px"
    }
}
