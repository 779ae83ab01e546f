internal import Glibc

/// Half of the brain.
public enum Hemisphere: String, Hashable, Sendable, CaseIterable, Codable {
    /// Sees the right half of the visual field.
    case left
    /// Sees the left half.
    case right
}

/// A place in the visual field, in degrees of visual angle from fixation: x to the right, y **up**.
public struct VisualPoint: Hashable, Sendable, Codable {
    /// Degrees to the right.
    public let x: Double
    /// Degrees up.
    public let y: Double

    /// The place where one looks.
    public static let fixation = VisualPoint(x: 0, y: 0)

    /// A place by its coordinates.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// A place by its distance from fixation and its direction, degrees counter-clockwise from the right horizontal
    /// meridian. Along a meridian the other coordinate is exactly 0.
    public init(eccentricity: Double, polarAngle degrees: Double) {
        let turned = degrees - 360 * (degrees / 360).rounded(.down)
        let (cosine, sine): (Double, Double) =
            switch turned {
            case 0: (1, 0)
            case 90: (0, 1)
            case 180: (-1, 0)
            case 270: (0, -1)
            default: (cos(turned * .pi / 180), sin(turned * .pi / 180))
            }
        self.init(x: eccentricity * cosine, y: eccentricity * sine)
    }

    /// Degrees from fixation.
    public var eccentricity: Double { hypot(x, y) }

    /// Degrees in [0, 360), counter-clockwise from the right horizontal meridian; `nil` at fixation, which has none.
    public var polarAngle: Double? {
        guard x != 0 || y != 0 else { return nil }
        let degrees = atan2(y, x) * 180 / .pi
        let turned = degrees < 0 ? degrees + 360 : degrees
        return turned < 360 ? turned : 0
    }

    /// The hemisphere that sees it: the one on the other side.
    ///
    /// The vertical meridian and fixation are seen by both; they are given to the left hemisphere, as part of the right
    /// half field.
    public var hemisphere: Hemisphere { x >= 0 ? .left : .right }
}
