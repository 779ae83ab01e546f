/// p values of many tests, adjusted so that of those below α no more than the part α is expected to be false.
public enum FalseDiscovery {
    /// Whatever the tests have to do with each other (Benjamini & Yekutieli 2001, *Ann. Statist.* 29:1165): as neighbouring
    /// units of a network, which see the same pixels, do.
    ///
    ///     p₍ᵢ₎ · m · Σ 1/k / i, the smallest from there on, at most 1
    ///
    /// - Complexity: O(m log m).
    public static func benjaminiYekutieli(_ values: [Double]) -> [Double] {
        adjusted(values, by: (0..<values.count).reduce(0) { $0 + 1 / Double($1 + 1) })
    }

    /// For tests that are independent or of one mind (Benjamini & Hochberg 1995, *J. R. Statist. Soc. B* 57:289).
    public static func benjaminiHochberg(_ values: [Double]) -> [Double] { adjusted(values, by: 1) }

    private static func adjusted(_ values: [Double], by factor: Double) -> [Double] {
        var results = values
        var least = 1.0
        let order = values.indices.sorted { (values[$0], $0) > (values[$1], $1) }
        for (place, index) in order.enumerated() {
            let rank = values.count - place
            least = min(least, values[index] * factor * Double(values.count) / Double(rank))
            results[index] = least
        }
        return results
    }
}
