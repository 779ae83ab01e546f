public import Planes

/// The activity of a layer of cells while a picture is looked at: one plane per channel, each unit with its place in the
/// picture, in the visual field and on the cortex.
public struct ActivationMap: Sendable {
    /// What is active.
    public let channels: [Channel]
    /// One plane per channel, one value per unit.
    public let planes: [Plane]
    /// Where units stand on the picture.
    public let lattice: UnitLattice
    /// Where the picture stands in the visual field.
    public let field: VisualField
    /// Where the visual field stands on the cortex.
    public let cortex: CorticalMap
    /// The part of the picture that the units look at, pixels from the left and from the top.
    public let seen: (x: ClosedRange<Double>, y: ClosedRange<Double>)

    /// A map of given activity.
    ///
    /// - Parameters:
    ///   - channels: what is active.
    ///   - planes: one value per unit.
    ///   - lattice: where units stand on the picture.
    ///   - field: where the picture stands in the visual field.
    ///   - cortex: where the visual field stands on the cortex.
    ///   - seen: the part of the picture that the units look at, if not all of it.
    /// - Precondition: at least one channel, one plane each, of the lattice's size.
    public init(
        channels: [Channel], planes: [Plane], lattice: UnitLattice, field: VisualField, cortex: CorticalMap,
        seen: (x: ClosedRange<Double>, y: ClosedRange<Double>)? = nil
    ) {
        precondition(!channels.isEmpty && channels.count == planes.count, "a map has one plane per channel")
        precondition(planes.allSatisfy { $0.size == lattice.size }, "a map has one value per unit")
        self.channels = channels
        self.planes = planes
        self.lattice = lattice
        self.field = field
        self.cortex = cortex
        self.seen = seen ?? (-0.5...Double(field.size.width) - 0.5, -0.5...Double(field.size.height) - 0.5)
    }

    /// The value of a plane at a place of the visual field; `nil` where no unit looks.
    public func value(of plane: Plane, at point: VisualPoint) -> Double? {
        let (x, y) = field.pixel(of: point)
        return contains(x: x, y: y) ? lattice.value(of: plane, atX: x, y: y) : nil
    }

    /// Whether the units look at a place of the visual field.
    public func contains(_ point: VisualPoint) -> Bool {
        let (x, y) = field.pixel(of: point)
        return contains(x: x, y: y)
    }

    // A place that comes back from the cortex may be a hair off.
    private func contains(x: Double, y: Double) -> Bool {
        x >= seen.x.lowerBound - 1e-6 && x <= seen.x.upperBound + 1e-6 && y >= seen.y.lowerBound - 1e-6
            && y <= seen.y.upperBound + 1e-6
    }

    /// Where one unit is.
    public struct Unit: Hashable, Sendable, Codable {
        /// In the lattice, from the top and from the left.
        public let row, column: Int
        /// In the picture, pixels.
        public let x, y: Double
        /// In the visual field.
        public let point: VisualPoint
        /// On the cortex; `nil` beyond what its map knows.
        public let position: CorticalPoint?
    }

    /// Every unit, row by row.
    public var units: [Unit] {
        (0..<lattice.size.height).flatMap { row in
            (0..<lattice.size.width).map { column in
                let (x, y) = lattice.center(row: row, column: column)
                let point = field.point(x: x, y: y)
                return Unit(
                    row: row, column: column, x: x, y: y, point: point,
                    position: cortex.reaches(point) ? cortex.position(of: point) : nil)
            }
        }
    }
}
