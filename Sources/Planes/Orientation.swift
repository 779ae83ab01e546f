/// The orientation of bars and gratings: degrees in [0, 180), counter-clockwise as seen on the screen, 0° horizontal.
///
/// Half of the field names the *wave* instead, the axis along which luminance changes, 90° away. The type holds the
/// convention, and each other school has an initialiser of its own.
public struct Orientation: Hashable, Sendable, Comparable, Codable {
    /// Of the bars, in [0, 180).
    public let degrees: Double

    /// An orientation of bars; any angle, brought into [0, 180).
    public init(degrees: Double) {
        let turned = degrees - 180 * (degrees / 180).rounded(.down)
        self.degrees = turned < 180 ? turned : 0
    }

    /// From the direction of the wave, counter-clockwise as seen on the screen: bars lie 90° from it.
    public init(waveDirection degrees: Double) {
        self.init(degrees: degrees + 90)
    }

    /// From the angle θ of the wave vector in image axes (x to the right, y **down**), in radians: bars = 90° − θ.
    public init(imageWaveAngle radians: Double) {
        self.init(degrees: 90 - radians * 180 / .pi)
    }

    /// The axis along which luminance changes, degrees in [0, 180).
    public var waveDirection: Double {
        Orientation(degrees: degrees + 90).degrees
    }

    /// The angle of the wave vector in image axes (y down), radians in (−π, 0]: it points along ``waveDirection``, which is
    /// counted with y up.
    ///
    /// Everything with a phase, a side or a drift measures along it, so that what tables print redraws what was drawn. It
    /// turns with the bars and wraps once, where the wave direction does: just before bars of 90°.
    public var imageWaveAngle: Double { -waveDirection * .pi / 180 }

    /// The angle between two orientations, degrees in [0, 90].
    public func distance(to other: Orientation) -> Double {
        let difference = abs(degrees - other.degrees)
        return min(difference, 180 - difference)
    }

    /// By angle.
    public static func < (a: Orientation, b: Orientation) -> Bool { a.degrees < b.degrees }
}
