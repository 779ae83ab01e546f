import Foundation

/// Whether values lie evenly around a median that is taken as known: how likely so uneven a split is if each is above or below
/// like a coin's toss. Two-sided; values equal to the median are left out. Dixon & Mood (1946), *J. Am. Stat. Assoc.* 41:557.
public struct SignTest: Hashable, Sendable {
    /// Values above and below.
    public let above, below: Int
    /// Chance of a split at least as uneven.
    public let pValue: Double

    /// The test of some values against a median.
    public init(_ values: [Double], median: Double) {
        above = values.count { $0 > median }
        below = values.count { $0 < median }
        let count = above + below
        // Sums of binomial coefficients by their logarithms.
        let tail = (0...min(above, below)).reduce(0.0) { sum, successes in
            sum
                + exp(
                    lgamma(Double(count + 1)) - lgamma(Double(successes + 1)) - lgamma(Double(count - successes + 1))
                        - Double(count) * M_LN2)
        }
        pValue = min(1, 2 * tail)
    }
}
