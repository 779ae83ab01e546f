/// How many periods of a grating fall on one pixel.
public struct SpatialFrequency: Hashable, Sendable, Comparable, Codable {
    /// Cycles per pixel, at least 0; a lattice carries at most 0.5 along each axis.
    public let cyclesPerPixel: Double

    /// A frequency in cycles per pixel; its sign is dropped, as a wave vector holds the direction.
    public init(cyclesPerPixel: Double) {
        self.cyclesPerPixel = abs(cyclesPerPixel)
    }

    /// The frequency of a grating with the given period in pixels.
    ///
    /// - Precondition: `wavelength` is positive.
    public init(wavelength pixels: Double) {
        precondition(pixels > 0, "a wavelength is positive")
        self.init(cyclesPerPixel: 1 / pixels)
    }

    /// A frequency in cycles per degree, on a display or a sensor of given resolution.
    public init(cyclesPerDegree: Double, at resolution: PixelsPerDegree) {
        self.init(cyclesPerPixel: cyclesPerDegree / resolution.value)
    }

    /// The period in pixels; infinite at frequency 0.
    public var wavelength: Double { 1 / cyclesPerPixel }

    /// Cycles per degree of visual angle.
    public func cyclesPerDegree(at resolution: PixelsPerDegree) -> Double {
        cyclesPerPixel * resolution.value
    }

    /// By size.
    public static func < (a: SpatialFrequency, b: SpatialFrequency) -> Bool { a.cyclesPerPixel < b.cyclesPerPixel }
}

/// How many pixels one degree of visual angle spans. Networks have none of their own: it is an assumption, to be stated.
public struct PixelsPerDegree: Hashable, Sendable, Codable {
    /// Pixels per degree, positive.
    public let value: Double

    /// A resolution, or `nil` where it is not positive and finite.
    public init?(_ value: Double) {
        guard value > 0, value.isFinite else { return nil }
        self.value = value
    }
}
