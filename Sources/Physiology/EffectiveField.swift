public import Planes

/// How much each pixel moves a unit: the effective receptive field, which is far smaller than what the unit can see.
///
/// - SeeAlso: Luo, Li, Urtasun & Zemel (2016), *NIPS*, "Understanding the effective receptive field in deep convolutional
///   neural networks".
public struct EffectiveField: Hashable, Sendable {
    /// The mean over pictures and units of |∂ unit/∂ pixel|, or of its square, summed over the image's channels.
    public let map: Plane
    /// The part of its variance over the field's pixels that the hill of its moments explains; `nil` where there is none.
    public let r2: Double?
    /// The hill of its moments; `nil` where there is none, or where it explains less than ``leastR2``: the widths of
    /// what is no hill say nothing.
    public let envelope: GaussianEnvelope?

    /// The least part of the variance that is to be explained for widths to be given: half.
    public static let leastR2 = 0.5

    /// A field of given amounts.
    ///
    /// - Parameters:
    ///   - map: one amount per pixel.
    ///   - rows: what the unit can see; all of the map if left out.
    ///   - columns: likewise.
    /// - Precondition: no amount is negative, and the field lies in the map.
    public init(_ map: Plane, rows: ClosedRange<Int>? = nil, columns: ClosedRange<Int>? = nil) {
        self.map = map
        let hill = GaussianEnvelope(
            of: map, rows: rows ?? 0...map.size.height - 1, columns: columns ?? 0...map.size.width - 1)
        r2 = hill?.r2
        envelope = hill.flatMap { $0.r2 >= Self.leastR2 ? $0 : nil }
    }

    /// The fewest pixels that hold a part of the whole.
    ///
    /// - Complexity: O(n log n) in pixels.
    public func area(holding part: Double) -> Int {
        let sorted = map.values.sorted(by: >)
        let whole = sorted.reduce(0.0) { $0 + Double($1) }
        guard whole > 0 else { return 0 }
        var sum = 0.0
        for (index, value) in sorted.enumerated() {
            sum += Double(value)
            if sum >= part * whole { return index + 1 }
        }
        return sorted.count
    }

    /// The part of the whole that lies outside a box of rows and columns; 0 exactly where nothing does.
    public func part(outside rows: ClosedRange<Int>, _ columns: ClosedRange<Int>) -> Double {
        var (inside, outside) = (0.0, 0.0)
        for row in 0..<map.size.height {
            for column in 0..<map.size.width {
                let value = Double(map[row, column])
                if rows.contains(row), columns.contains(column) { inside += value } else { outside += value }
            }
        }
        return outside == 0 ? 0 : outside / (inside + outside)
    }
}
