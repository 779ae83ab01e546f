/// How well half of the pictures foretells what the other half shows.
public enum SplitHalf {
    /// Pearson's correlation between a unit's responses to the first, third, … and to the second, fourth, … picture of
    /// every category, paired in order: pictures of a pair have nothing in common but their category. `nil` where either
    /// half does not vary.
    public static func reliability(of categories: [[Double]]) -> Double? {
        var (first, second): ([Double], [Double]) = ([], [])
        for responses in categories {
            for pair in stride(from: 0, to: responses.count - 1, by: 2) {
                first.append(responses[pair])
                second.append(responses[pair + 1])
            }
        }
        return Correlation.pearson(first, second)
    }
}
