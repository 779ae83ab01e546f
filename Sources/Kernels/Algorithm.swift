/// How a bank is applied. One meaning, several speeds.
public enum Algorithm: String, Hashable, Sendable, CaseIterable {
    /// For each filter the cheapest of the ways below by a cost model, which looks at sizes and weights, never at a clock.
    case automatic
    /// The sum that defines the result, as a plain loop in double precision: the reference.
    case direct
    /// The same sum by vector loops over strips of the image: for few weights.
    case dense
    /// Sums along rows, then down columns, those that filters have in common only once: for filters of low rank.
    case separable
    /// Products of Fourier transforms over overlapping tiles, two filters in one transform: for many weights.
    case fourier
}
