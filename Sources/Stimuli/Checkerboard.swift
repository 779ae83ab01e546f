import Foundation
public import Planes

/// Square checks over the whole picture, four of them meeting in its middle.
public struct Checkerboard: Hashable, Sendable {
    /// Of the rows of checks.
    public let orientation: Orientation
    /// Of a check, pixels.
    public let width: Double
    /// Contrast, −1…1, of the check on the wave's side of the middle, counter-clockwise of it; its neighbours have the
    /// negative.
    public let polarity: Double

    /// A checkerboard.
    ///
    /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``.
    public init(orientation: Orientation, width: Double, polarity: Double = 1) throws(StimulusError) {
        try check(width >= 1 && width.isFinite, "width", width, "at least 1 pixel is expected")
        try check((-1...1).contains(polarity), "contrast", polarity, "from -1 to 1 is expected")
        (self.orientation, self.width, self.polarity) = (orientation, width, polarity)
    }
}

extension Checkerboard: Stimulus {
    /// As ``Stimulus``: the mean of nine samples, exact where edges lie between pixels.
    public func contrast(x: Double, y: Double) -> Double {
        let angle = orientation.imageWaveAngle
        let (across, down) = (cos(angle) / width, sin(angle) / width)
        return polarity
            * pixelAverage(x: x, y: y) { x, y in
                let (u, v) = ((x * across + y * down).rounded(.down), (y * across - x * down).rounded(.down))
                // Up is −v: the first quadrant has u even and v odd.
                return (u + v).truncatingRemainder(dividingBy: 2) == 0 ? -1 : 1
            }
    }

    /// As ``Stimulus``.
    public var measures: StimulusMeasures {
        StimulusMeasures(orientation: orientation, contrast: polarity, width: width)
    }

    /// As ``Stimulus``.
    public var summary: String {
        "checkerboard, rows at \(orientation.degrees)°, checks \(width) px wide, contrast \(polarity)"
    }
}
