import Foundation

/// A wedge or a ring of checks, as maps of the visual field are made with: a part of a disc that is cut into 24 sectors and
/// into rings of one width, checks taking turns.
public struct PolarCheckerboard: Hashable, Sendable {
    /// Where the middle of a wedge points: degrees counter-clockwise from the right.
    public let polarAngle: Double
    /// From side to side of a wedge, degrees; 360 for a ring.
    public let opening: Double
    /// Diameters of the hole and of the whole, pixels.
    public let inner, outer: Double
    /// Of a check outwards, pixels.
    public let width: Double
    /// Contrast, −1…1, of the first check counter-clockwise from the right and outwards from the middle.
    public let polarity: Double

    /// Sectors of a full turn.
    public static let sectors = 24

    /// A wedge, or with an opening of 360° a ring.
    ///
    /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``.
    public init(
        polarAngle: Double = 0, opening: Double = 360, hole inner: Double = 0, diameter outer: Double, width: Double,
        polarity: Double = 1
    ) throws(StimulusError) {
        try check(polarAngle.isFinite, "polar angle", polarAngle, "a number of degrees is expected")
        try check(opening > 0 && opening <= 360, "angle", opening, "above 0° and up to 360° is expected")
        try check(outer > 0 && outer.isFinite, "diameter", outer, "above 0 pixels is expected")
        try check(inner >= 0 && inner < outer, "hole", inner, "from 0 to less than the diameter is expected")
        try check(width > 0 && width.isFinite, "width", width, "above 0 pixels is expected")
        try check((-1...1).contains(polarity), "contrast", polarity, "from -1 to 1 is expected")
        (self.polarAngle, self.opening, self.inner, self.outer) = (polarAngle, opening, inner, outer)
        (self.width, self.polarity) = (width, polarity)
    }

    /// Moments of a wedge's full turn, counter-clockwise from where it is.
    public func turns(_ count: Int) throws(StimulusError) -> [PolarCheckerboard] {
        var frames: [PolarCheckerboard] = []
        for index in 0..<count {
            frames.append(
                try PolarCheckerboard(
                    polarAngle: polarAngle + 360 * Double(index) / Double(count), opening: opening, hole: inner,
                    diameter: outer, width: width, polarity: polarity))
        }
        return frames
    }

    /// Moments of a ring's growth from the middle to where it is, of one thickness.
    public func growth(_ count: Int) throws(StimulusError) -> [PolarCheckerboard] {
        var frames: [PolarCheckerboard] = []
        for index in 0..<count {
            let hole = count > 1 ? inner * Double(index) / Double(count - 1) : inner
            frames.append(
                try PolarCheckerboard(
                    polarAngle: polarAngle, opening: opening, hole: hole, diameter: hole + outer - inner, width: width,
                    polarity: polarity))
        }
        return frames
    }
}

extension PolarCheckerboard: Stimulus {
    /// As ``Stimulus``: the mean of nine samples.
    public func contrast(x: Double, y: Double) -> Double {
        pixelAverage(x: x, y: y) { shade(x: $0, y: $1) } * polarity
    }

    private func shade(x: Double, y: Double) -> Double {
        let radius = (x * x + y * y).squareRoot()
        guard radius >= inner / 2, radius < outer / 2 else { return 0 }
        let angle = atan2(-y, x) * 180 / .pi
        if opening < 360, abs((angle - polarAngle).remainder(dividingBy: 360)) > opening / 2 { return 0 }
        let sector = (angle * Double(Self.sectors) / 360).rounded(.down)
        return (sector + (radius / width).rounded(.down)).remainder(dividingBy: 2) == 0 ? 1 : -1
    }

    /// As ``Stimulus``.
    public var measures: StimulusMeasures {
        StimulusMeasures(contrast: polarity, diameter: outer, width: width)
    }

    /// As ``Stimulus``.
    public var summary: String {
        let shape = opening < 360 ? "wedge of \(opening)° about \(polarAngle)°" : "ring"
        return
            "\(shape), \(inner) to \(outer) px across, of checks \(width) px outwards in \(Self.sectors) sectors, contrast \(polarity)"
    }
}
