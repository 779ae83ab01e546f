/// Correlations of two series by the ranks of their values alone.
public enum RankCorrelation {
    /// Ranks from 1; equal values share the mean of theirs.
    public static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }

    /// Spearman's ρ: Pearson's correlation of the ranks; `nil` where one series does not vary.
    ///
    /// - Precondition: as many values.
    public static func spearman(_ a: [Double], _ b: [Double]) -> Double? { pearson(ranks(a), ranks(b)) }

    /// Pearson's correlation; `nil` where one series does not vary.
    static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
        precondition(a.count == b.count, "as many values")
        let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
        var (product, squareA, squareB) = (0.0, 0.0, 0.0)
        for place in a.indices {
            let (x, y) = (a[place] - meanA, b[place] - meanB)
            product += x * y
            squareA += x * x
            squareB += y * y
        }
        return squareA > 0 && squareB > 0 ? product / (squareA * squareB).squareRoot() : nil
    }

    /// Kendall's τ_b: pairs in the same order less pairs in the other, over √(pairs untied in a · pairs untied in b); `nil`
    /// where one series does not vary.
    ///
    /// - Precondition: as many values.
    /// - Complexity: O(n log n).
    /// - SeeAlso: Knight (1966), *J. Am. Stat. Assoc.* 61:436.
    public static func kendall(_ a: [Double], _ b: [Double]) -> Double? {
        precondition(a.count == b.count, "as many values")
        let order = a.indices.sorted { (a[$0], b[$0]) < (a[$1], b[$1]) }
        func tied(_ isTied: (Int, Int) -> Bool) -> Double {
            var (pairs, run) = (0.0, 0.0)
            for place in order.indices.dropFirst() {
                run = isTied(order[place - 1], order[place]) ? run + 1 : 0
                pairs += run
            }
            return pairs
        }
        let inA = tied { a[$0] == a[$1] }
        let inBoth = tied { a[$0] == a[$1] && b[$0] == b[$1] }
        var sorted = order.map { b[$0] }
        let exchanges = Self.exchanges(&sorted)
        var (inB, run) = (0.0, 0.0)
        for place in sorted.indices.dropFirst() {
            run = sorted[place - 1] == sorted[place] ? run + 1 : 0
            inB += run
        }
        let all = Double(a.count) * Double(a.count - 1) / 2
        guard all > inA, all > inB else { return nil }
        let difference = all - inA - inB + inBoth - 2 * exchanges
        return difference / ((all - inA) * (all - inB)).squareRoot()
    }

    /// Sorts, and counts how many pairs stood the other way round.
    private static func exchanges(_ values: inout [Double]) -> Double {
        var (count, width) = (0.0, 1)
        var other = values
        while width < values.count {
            for start in stride(from: 0, to: values.count, by: 2 * width) {
                let (middle, end) = (min(start + width, values.count), min(start + 2 * width, values.count))
                var (left, right) = (start, middle)
                for place in start..<end {
                    if left < middle, right == end || values[left] <= values[right] {
                        other[place] = values[left]
                        left += 1
                    } else {
                        other[place] = values[right]
                        right += 1
                        count += Double(middle - left)
                    }
                }
            }
            swap(&values, &other)
            width *= 2
        }
        return count
    }
}
