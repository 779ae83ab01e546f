/// The rows, or the columns, of an image that a unit can see.
///
/// Nearly always all between a first and a last; dilation and strides larger than kernels leave holes.
public struct PixelSet: Hashable, Sendable {
    /// The first; greater than `last` where nothing is seen.
    public let first: Int
    /// The last.
    public let last: Int
    /// Stretches in ascending order, none touching the next; `nil` where there is but one, or none.
    private let stretches: [ClosedRange<Int>]?

    /// Nothing.
    public static let empty = PixelSet(first: 0, last: -1)

    /// All from `first` to `last`; nothing if `last` comes before `first`.
    public init(first: Int, last: Int) {
        self.first = first
        self.last = last
        stretches = nil
    }

    /// The union of stretches in any order.
    init(_ pieces: [ClosedRange<Int>]) {
        var merged: [ClosedRange<Int>] = []
        for piece in pieces.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, piece.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, piece.upperBound)
            } else {
                merged.append(piece)
            }
        }
        first = merged.first?.lowerBound ?? 0
        last = merged.last?.upperBound ?? -1
        stretches = merged.count > 1 ? merged : nil
    }

    /// Whether nothing is seen.
    public var isEmpty: Bool { first > last }
    /// Whether there are no holes between the first and the last.
    public var isDense: Bool { stretches == nil }
    /// From the first to the last, both counted, holes too.
    public var size: Int { isEmpty ? 0 : last - first + 1 }
    /// The pixels, without holes.
    public var count: Int { stretches?.reduce(0) { $0 + $1.count } ?? size }

    /// The stretches without holes.
    public var pieces: [ClosedRange<Int>] { stretches ?? (isEmpty ? [] : [first...last]) }

    /// Whether a pixel is seen.
    public func contains(_ pixel: Int) -> Bool {
        guard pixel >= first, pixel <= last else { return false }
        return stretches?.contains { $0.contains(pixel) } ?? true
    }

    /// The set moved along the axis.
    func shifted(by distance: Int) -> PixelSet {
        guard distance != 0, !isEmpty else { return self }
        guard let stretches else { return PixelSet(first: first + distance, last: last + distance) }
        return PixelSet(stretches.map { $0.lowerBound + distance...$0.upperBound + distance })
    }

    /// What one or the other sees.
    func union(_ other: PixelSet) -> PixelSet {
        if other.isEmpty { return self }
        if isEmpty { return other }
        if stretches == nil, other.stretches == nil, first <= other.last + 1, other.first <= last + 1 {
            return PixelSet(first: min(first, other.first), last: max(last, other.last))
        }
        return self == other ? self : PixelSet(pieces + other.pieces)
    }

    /// What lies within bounds.
    public func clipped(to bounds: ClosedRange<Int>) -> PixelSet {
        guard let stretches else {
            return PixelSet(first: max(first, bounds.lowerBound), last: min(last, bounds.upperBound))
        }
        return PixelSet(stretches.filter { $0.overlaps(bounds) }.map { $0.clamped(to: bounds) })
    }
}

/// A union that grows set by set: touching sets at no cost, others collected and sorted once.
struct PixelUnion {
    private var first = 0
    private var last = -1
    private var others: [ClosedRange<Int>] = []

    /// Takes up a set.
    mutating func insert(_ set: PixelSet) {
        guard !set.isEmpty else { return }
        if first > last, set.isDense {
            (first, last) = (set.first, set.last)
        } else if set.isDense, set.first <= last + 1, first <= set.last + 1 {
            first = min(first, set.first)
            last = max(last, set.last)
        } else {
            others += set.pieces
        }
    }

    /// The union of what was taken up.
    var set: PixelSet {
        if others.isEmpty { return PixelSet(first: first, last: last) }
        return PixelSet(first > last ? others : others + [first...last])
    }
}
