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
    /// Where the image's channels lie: those of tensors lie so where all units see the same.
    let imageOrder: MapOrder
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

    /// Where channels lie, as in batch × channel × row × column or batch × row × column × channel; `nil` where units lie
    /// along other axes, or rows and columns along one.
    public var order: MapOrder? {
        let (first, last) = (imageOrder == .channelsFirst, imageOrder == .channelsLast)
        return switch axes {
        case (nil, nil): imageOrder
        case (2, 3), (nil, 3): .channelsFirst
        case (1, 2), (1, nil): .channelsLast
        case (2, nil): first ? .channelsFirst : nil
        case (nil, 2): last ? .channelsLast : nil
        default: nil
        }
    }
    /// Where channels lie, if this is a map with four axes whose units see one part of the image after another.
    public var mapOrder: MapOrder? { axes.rows == nil || axes.columns == nil || shape?.count != 4 ? nil : order }
    /// Channels: the axis that is neither the batch nor the units'.
    public var channels: Int? {
        guard let shape, shape.count > 1 else { return nil }
        // Where all see the same, axes lie as in the image.
        if shape.count == 4, let order { return shape[order.channelAxis(of: 4)] }
        return shape.indices.dropFirst().first { $0 != axes.rows && $0 != axes.columns }.map { shape[$0] }
    }
    /// Whether the image's columns lie along an axis before that of its rows: the tensor is transposed. Rows and columns of
    /// units are always those of the image.
    public var isTransposed: Bool {
        guard let rows = axes.rows, let columns = axes.columns else { return false }
        return columns < rows
    }
    /// Rows of units.
    public var height: Int? { axes.rows.flatMap { shape?[$0] } ?? size(1) }
    /// Columns of units; `nil` where rows and columns lie along one axis.
    public var width: Int? {
        if let rows = axes.rows, axes.columns == rows { return nil }
        return axes.columns.flatMap { shape?[$0] } ?? size(2)
    }
    /// Sizes as the file has them, without the batch: channels, rows and columns, in the order of its axes.
    public var sizes: [Int] {
        let all = order == .channelsLast ? [height, width, channels] : [channels, height, width]
        return all.compactMap(\.self)
    }

    /// The size along rows (1) or columns (2) of a map whose units all see the same.
    private func size(_ axis: Int) -> Int? {
        guard let shape, shape.count == 4 else { return nil }
        return shape[order == .channelsLast ? axis : axis + 1]
    }
}
