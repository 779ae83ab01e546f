public import Planes

/// A stimulus by its kind and its numbers, from which it is drawn on a picture of any size.
public struct StimulusDesign: Sendable {
    /// What is drawn.
    public enum Kind: String, CaseIterable, Sendable {
        /// A grating in a disc, or without a border.
        case grating
        /// Two gratings, each of half the contrast.
        case plaid
        /// A grating in a ring.
        case annulus
        /// A bar.
        case bar
        /// An edge.
        case edge
        /// A cartoon face.
        case face
        /// A grating under a Gaussian.
        case gabor
        /// Square checks.
        case checkerboard
        /// A sector of a disc of checks.
        case wedge
        /// A ring of checks.
        case ring

        /// Whether it can be shown in the frames of a drift, a wedge's turn or a ring's growth.
        public var drifts: Bool { ![.bar, .edge, .face, .checkerboard].contains(self) }
    }

    private let kind: Kind
    private let orientation: Orientation
    private let frequency: SpatialFrequency
    private let phase: Phase
    private let contrast: Double
    private let diameter, hole: Double?
    private let softness, angle, width: Double
    private let length: Double?
    private let position: Double
    private let features: Face.Features
    private let arrangement: Face.Arrangement
    private let sigma: Double?
    private let polarAngle: Double

    /// A stimulus. Numbers that its kind has no use for are not looked at.
    ///
    /// - Parameters:
    ///   - kind: what is drawn.
    ///   - orientation: of the bars.
    ///   - frequency: cycles per pixel of gratings and Gabor patches.
    ///   - phase: in the middle.
    ///   - contrast: 0 to 1; of bars and edges −1 to 1.
    ///   - diameter: pixels across disc, annulus, wedge or ring; if left out gratings have no border, an annulus 3/4 of
    ///     the picture's shorter side, wedges and rings all of it.
    ///   - hole: pixels across the hole of an annulus, a wedge or a ring; if left out half the diameter, of a wedge
    ///     none.
    ///   - softness: pixels over which the rim fades.
    ///   - angle: of a plaid's second grating from the first, of a wedge from side to side, degrees.
    ///   - width: pixels across a bar or a check.
    ///   - length: pixels along a bar; it runs through if left out.
    ///   - position: pixels that a bar or an edge is shifted along its wave direction.
    ///   - features: of a face, whose height is the diameter, if left out 3/4 of the picture's shorter side.
    ///   - arrangement: of its parts.
    ///   - sigma: of a Gabor patch, pixels; 1/6 of the picture's shorter side if left out.
    ///   - polarAngle: where a wedge points, degrees counter-clockwise from the right.
    public init(
        _ kind: Kind, orientation: Orientation, frequency: SpatialFrequency, phase: Phase, contrast: Double,
        diameter: Double?, hole: Double?, softness: Double, angle: Double, width: Double, length: Double?,
        position: Double, features: Face.Features = .mean, arrangement: Face.Arrangement = .upright,
        sigma: Double? = nil, polarAngle: Double = 0
    ) {
        (self.kind, self.orientation, self.frequency, self.phase) = (kind, orientation, frequency, phase)
        (self.contrast, self.diameter, self.hole, self.softness) = (contrast, diameter, hole, softness)
        (self.angle, self.width, self.length, self.position) = (angle, width, length, position)
        (self.features, self.arrangement) = (features, arrangement)
        (self.sigma, self.polarAngle) = (sigma, polarAngle)
    }

    /// The frames of one period of its drift, turn or growth; of what does not move the one picture.
    ///
    /// - Throws: ``StimulusError`` where it cannot be drawn.
    public func frames(_ count: Int, on size: PixelSize) throws(StimulusError) -> [any Stimulus] {
        // Every frame in single precision: drawn, in one array, and as its file's bytes.
        let bytes = 12 * Double(count) * Double(size.height) * Double(size.width)
        guard bytes <= MemoryBudget.most else { throw .tooLarge(frames: count, size: size, bytes: bytes) }
        let side = Double(min(size.height, size.width))
        switch kind {
        case .gabor:
            return try GaborPatch(try grating(orientation, contrast, size), sigma: sigma ?? side / 6).frames(count)
        case .checkerboard:
            return [try Checkerboard(orientation: orientation, width: width, polarity: contrast)]
        case .wedge:
            return try PolarCheckerboard(
                polarAngle: polarAngle, opening: angle, hole: hole ?? 0, diameter: diameter ?? side, width: width,
                polarity: contrast
            ).turns(count)
        case .ring:
            let outer = diameter ?? side
            return try PolarCheckerboard(
                hole: hole ?? outer / 2, diameter: outer, width: width, polarity: contrast
            ).growth(count)
        case .bar:
            return [
                try Bar(
                    orientation: orientation, width: width, length: length ?? .infinity, position: position,
                    polarity: contrast)
            ]
        case .edge: return [try Edge(orientation: orientation, position: position, polarity: contrast)]
        case .face:
            return [
                try Face(features, arrangement: arrangement, height: diameter ?? 0.75 * side, polarity: contrast)
            ]
        case .grating, .annulus: return try grating(orientation, contrast, size).frames(count)
        case .plaid:
            let second = Orientation(degrees: orientation.degrees + angle)
            let first = try grating(orientation, contrast / 2, size).frames(count)
            let others = try grating(second, contrast / 2, size).frames(count)
            var plaids: [any Stimulus] = []
            for (one, other) in zip(first, others) { plaids.append(try Plaid(one, other)) }
            return plaids
        }
    }

    private func grating(
        _ bars: Orientation, _ contrast: Double, _ size: PixelSize
    ) throws(StimulusError) -> Grating {
        let side = Double(min(size.height, size.width))
        let outer = diameter ?? (kind == .annulus ? 0.75 * side : nil)
        let inner = kind == .annulus ? hole ?? (outer ?? side) / 2 : 0
        var aperture = Aperture.full
        if let outer { aperture = try Aperture(diameter: outer, hole: inner, softness: softness) }
        return try Grating(
            orientation: bars, frequency: frequency, phase: phase, contrast: contrast, aperture: aperture)
    }
}
