/// How closely two rows of numbers go together.
public enum Correlation {
    /// Pearson's r; `nil` where either row does not vary, or has fewer than two numbers.
    ///
    /// - Precondition: as many numbers in each.
    public static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
        precondition(a.count == b.count, "numbers in pairs")
        guard a.count > 1 else { return nil }
        let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
        var (product, squareA, squareB) = (0.0, 0.0, 0.0)
        for index in a.indices {
            let (left, right) = (a[index] - meanA, b[index] - meanB)
            product += left * right
            squareA += left * left
            squareB += right * right
        }
        guard squareA > 0, squareB > 0 else { return nil }
        return product / (squareA.squareRoot() * squareB.squareRoot())
    }

    /// Spearman's ρ: Pearson's r of the ranks, equal numbers having their mean rank.
    public static func spearman(_ a: [Double], _ b: [Double]) -> Double? { pearson(ranks(a), ranks(b)) }

    /// The place of each number among all, from 1; equal ones have the mean of their places.
    public static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var ranks = values
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }

    /// Kendall's τ_b = (concordant − discordant) / √((pairs − ties in a)(pairs − ties in b)); `nil` where either row is of
    /// one number.
    ///
    /// - Complexity: O(n log n), by counting exchanges in a merge sort (Knight 1966, *J. Am. Statist. Assoc.* 61:436).
    public static func kendallTauB(_ a: [Double], _ b: [Double]) -> Double? {
        precondition(a.count == b.count, "numbers in pairs")
        let order = a.indices.sorted { (a[$0], b[$0]) < (a[$1], b[$1]) }
        let sorted = order.map { b[$0] }
        func pairs(_ count: Int) -> Int { count * (count - 1) / 2 }
        /// Pairs within runs of what is equal.
        func tied(_ isEqual: (Int, Int) -> Bool) -> Int {
            var (sum, start) = (0, 0)
            for index in 1..<order.count + 1 where index == order.count || !isEqual(index - 1, index) {
                sum += pairs(index - start)
                start = index
            }
            return sum
        }
        guard order.count > 1 else { return nil }
        let tiesA = tied { a[order[$0]] == a[order[$1]] }
        let tiesBoth = tied { a[order[$0]] == a[order[$1]] && sorted[$0] == sorted[$1] }
        var (values, exchanges) = (sorted, 0)
        values.sortCounting(&exchanges)
        let tiesB = tied { values[$0] == values[$1] }
        let all = pairs(order.count)
        guard tiesA < all, tiesB < all else { return nil }
        let difference = all - tiesA - tiesB + tiesBoth - 2 * exchanges
        return Double(difference) / (Double(all - tiesA) * Double(all - tiesB)).squareRoot()
    }
}

extension [Double] {
    /// Sorts by merging, and counts the pairs that stood the wrong way round.
    fileprivate mutating func sortCounting(_ exchanges: inout Int) {
        var other = self
        var width = 1
        while width < count {
            for start in stride(from: 0, to: count, by: 2 * width) {
                let (middle, end) = (Swift.min(start + width, count), Swift.min(start + 2 * width, count))
                var (left, right) = (start, middle)
                for place in start..<end {
                    if left < middle, right == end || self[left] <= self[right] {
                        other[place] = self[left]
                        left += 1
                    } else {
                        other[place] = self[right]
                        exchanges += middle - left
                        right += 1
                    }
                }
            }
            swap(&self, &other)
            width *= 2
        }
    }
}
