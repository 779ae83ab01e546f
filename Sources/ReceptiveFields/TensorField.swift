public import Networks

/// What a tensor of a network can see.
public struct TensorField: Sendable {
    /// Its place among the tensors that see pixels, in network order.
    public let index: Int
    /// The node that gives it.
    public let node: Node
    /// Its name in the file.
    public let tensor: String
    /// Its shape; `nil` where it is not known before the network runs.
    public let shape: [Int]?
    /// The axis of its units' rows and columns; `nil` where all see the same.
    public let axes: (rows: Int?, columns: Int?)
    /// What is seen of the image's rows.
    public let rows: AxisField
    /// What is seen of the image's columns.
    public let columns: AxisField
    /// Whether this is what is seen, and no upper bound of it.
    public let isExact: Bool
    /// The node's parameters and multiply-adds.
    public let cost: Cost
    /// Whether the node's window can still widen what its input sees: the smallest path to its input sees no more than
    /// the image. `nil` for nodes without a window.
    ///
    /// - SeeAlso: Richter, Byttner, Krumnack, Wiedenroth, Schallner & Shenk (2021), "(Input) Size Matters for CNN Classifiers".
    public let isProductive: Bool?

    /// The field of the smallest path to its input, in pixels: the longer of the two axes.
    public let smallestInput: Int

    /// Whether every unit's field is its neighbour's, moved on.
    public var isAligned: Bool { rows.isUniform && columns.isUniform }
    /// Whether the field has no holes.
    public var isDense: Bool { rows.isDense && columns.isDense }
    /// The part of the image that the central unit sees.
    public var seenShare: Double {
        Double(rows.strict.count * columns.strict.count) / Double(rows.pixels * columns.pixels)
    }
    /// The part of the units whose field runs over the image's edge.
    public var paddedShare: Double { 1 - (1 - rows.paddedShare) * (1 - columns.paddedShare) }

    /// Channels: the axis that is neither the batch nor the units'.
    public var channels: Int? {
        guard let shape, shape.count > 1 else { return nil }
        let others = shape.indices.dropFirst().filter { $0 != axes.rows && $0 != axes.columns }
        // Where all see the same, axes lie as in the image: channels first.
        return others.first.map { shape[$0] }
    }
    /// Whether the image's columns lie along an axis before that of its rows: the tensor is transposed. Rows and columns of
    /// units are always those of the image.
    public var isTransposed: Bool {
        guard let rows = axes.rows, let columns = axes.columns else { return false }
        return columns < rows
    }
    /// Whether units lie along axes 2 and 3, as in batch × channel × row × column, or all see the same.
    public var isChannelsFirst: Bool { (axes.rows ?? 2) == 2 && (axes.columns ?? 3) == 3 }
    /// Rows of units.
    public var height: Int? { axes.rows.flatMap { shape?[$0] } ?? shape.flatMap { $0.count == 4 ? $0[2] : nil } }
    /// Columns of units; `nil` where rows and columns lie along one axis.
    public var width: Int? {
        if let rows = axes.rows, axes.columns == rows { return nil }
        return axes.columns.flatMap { shape?[$0] } ?? shape.flatMap { $0.count == 4 ? $0[3] : nil }
    }
}
