/// The phase of a grating under its envelope: 0° even with a bright bar in the middle, ±90° odd, an edge.
public struct Phase: Hashable, Sendable, Codable {
    /// Degrees in [−180, 180).
    public let degrees: Double

    /// A phase of any angle, brought into [−180, 180).
    public init(degrees: Double) {
        let turned = degrees - 360 * ((degrees + 180) / 360).rounded(.down)
        self.degrees = turned < 180 ? turned : -180
    }

    /// A phase in radians.
    public init(radians: Double) {
        self.init(degrees: radians * 180 / .pi)
    }

    /// Radians in [−π, π).
    public var radians: Double { degrees * .pi / 180 }

    /// Of the same grating seen against its wave.
    public var reversed: Phase { Phase(degrees: -degrees) }

    /// A quarter of a period on: the other half of a quadrature pair.
    public var quarterTurned: Phase { Phase(degrees: degrees + 90) }
}
