public import Planes

/// The activity of a layer of cells while a picture is looked at: one plane per channel, each unit with its place in the
/// picture, in the visual field and on the cortex.
public struct ActivationMap: Hashable, Sendable {
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

    /// A map of given activity.
    ///
    /// - Precondition: at least one channel, one plane each, of the lattice's size.
    public init(
        channels: [Channel], planes: [Plane], lattice: UnitLattice, field: VisualField, cortex: CorticalMap
    ) {
        precondition(!channels.isEmpty && channels.count == planes.count, "a map has one plane per channel")
        precondition(planes.allSatisfy { $0.size == lattice.size }, "a map has one value per unit")
        self.channels = channels
        self.planes = planes
        self.lattice = lattice
        self.field = field
        self.cortex = cortex
    }

    /// Where one unit is.
    public struct Unit: Hashable, Sendable {
        /// In the lattice, from the top and from the left.
        public let row, column: Int
        /// In the picture, pixels.
        public let x, y: Double
        /// In the visual field.
        public let point: VisualPoint
        /// On the cortex.
        public let position: CorticalPoint
    }

    /// Every unit, row by row.
    public var units: [Unit] {
        (0..<lattice.size.height).flatMap { row in
            (0..<lattice.size.width).map { column in
                let (x, y) = lattice.center(row: row, column: column)
                let point = field.point(x: x, y: y)
                return Unit(
                    row: row, column: column, x: x, y: y, point: point, position: cortex.position(of: point))
            }
        }
    }
}
