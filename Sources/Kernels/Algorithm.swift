/// How a bank is applied. One meaning, several speeds.
public enum Algorithm: String, Hashable, Sendable, CaseIterable {
    /// Whatever is fastest for each filter, by a cost model that looks at sizes and kernels, never at a clock.
    case automatic
    /// The sum that defines the result, as a plain loop in double precision: the reference.
    case direct
}
