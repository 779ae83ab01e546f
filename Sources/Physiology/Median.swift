extension [Double] {
    /// The value in the middle, or halfway between the two there; NaN where there are none.
    ///
    /// - Complexity: O(n log n).
    public var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
