/// What the units of a tensor see of one axis of the image, in a few numbers.
public struct AxisField: Hashable, Sendable {
    /// Units along the axis; `nil` where all elements see the same.
    public let units: Int?
    /// Pixels of the image along the axis.
    public let pixels: Int
    /// The local field if nothing had an end: what all units' fields follow from.
    public let extent: Extent
    /// What the central unit sees, clipped as the network clips it: the local field.
    public let central: PixelSet
    /// The same with everything, also what all units see alike: the strict field.
    public let strict: PixelSet
    /// What all units see together.
    public let seen: PixelSet
    /// The smallest and the largest of the units' local fields, not clipped.
    public let sizes: ClosedRange<Int>
    /// The part of the units whose field runs over the image's edge.
    public let paddedShare: Double
    /// The field along the smallest path, in pixels.
    public let smallest: Int
    /// Whether units see more than their local field.
    public let hasGlobalPart: Bool

    /// Whether no unit's field has holes.
    public let isDense: Bool

    /// Sums up a line of units, and that of the central unit.
    init(_ line: AxisUnits, central middle: AxisUnits, hasSpatialAxis: Bool, pixels: Int) {
        let unit = line.count / 2
        units = hasSpatialAxis ? line.count : nil
        self.pixels = pixels
        extent = line.extent
        smallest = line.smallest
        hasGlobalPart = line.isGlobal || line.strict != nil
        central = line.count > 0 ? middle.local[unit] : .empty
        strict = line.count > 0 ? middle.all[unit] : .empty
        isDense = line.isDense
        seen = line.all.together
        if let uniform = line.extent.uniform, uniform.advance > 0, let field = line.extent.field(of: 0) {
            // Inside are the units from the first whose field begins in the image to the last whose field ends in it.
            let first = max(0, -floorDivision(field.first, uniform.advance))
            let last = min(line.count - 1, floorDivision(pixels - 1 - field.last, uniform.advance))
            sizes = field.size...field.size
            paddedShare = line.count > 0 ? 1 - Double(max(0, last - first + 1)) / Double(line.count) : 0
        } else {
            let fields = line.unclipped
            let sized = fields.lazy.map(\.size)
            sizes = (sized.min() ?? 0)...(sized.max() ?? 0)
            let over = fields.count { $0.first < 0 || $0.last >= pixels }
            paddedShare = fields.isEmpty ? 0 : Double(over) / Double(fields.count)
        }
    }

    /// Whether all that there is is seen, and nothing local.
    public var isGlobal: Bool { extent == .global }
    /// Whether every unit's field is the one before it, moved on.
    public var isUniform: Bool { isGlobal || extent.uniform != nil }

    /// The local field of the central unit, not clipped where its extent is known.
    public var centralUnclipped: PixelSet { extent.field(of: (units ?? 1) / 2) ?? central }
    /// Rows or columns of the local field: of all units, or where they vary of the central one. The image's, where
    /// the field is global.
    public var size: Int { isGlobal ? strict.size : centralUnclipped.size }
    /// Rows or columns of the strict field: what is there, where all units see something alike.
    public var strictSize: Int { hasGlobalPart ? strict.size : size }

    /// The rate at which fields move on; `nil` where they do not, or at several.
    private var rate: Progression? { extent.rate.flatMap { $0.advance == 0 ? nil : $0 } }
    /// Pixels from one unit's field to the next, on the average.
    public var stride: Double? { rate?.stride }
    /// The centre of unit 0's field.
    public var center: Double? { rate.map(\.center) }
    /// The first pixel of unit 0's field, not clipped; where units vary, that of a field of `size` about the centre.
    public var start: Double? { rate.map { $0.center - Double(size - 1) / 2 } }
}

extension AxisUnits {
    /// Whether no unit's field has holes, where the extent is known before clipping.
    fileprivate var isDense: Bool {
        if let rate = extent.rate { return rate.phases.allSatisfy(\.isDense) }
        return unclipped.allSatisfy(\.isDense)
    }

    /// The local field of every unit, not clipped where the extent is known.
    var unclipped: [PixelSet] {
        guard case .local = extent else { return local.list }
        return (0..<count).map { extent.field(of: $0) ?? local[$0] }
    }
}
