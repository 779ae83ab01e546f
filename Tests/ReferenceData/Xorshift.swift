/// Marsaglia's xorshift, so that every run sees the same.
public struct Xorshift: RandomNumberGenerator {
    private var state: UInt64

    /// Numbers that follow a state.
    ///
    /// - Precondition: it is not 0.
    public init(state: UInt64) {
        precondition(state != 0, "of 0 only zeros follow")
        self.state = state
    }

    /// The next of 2⁶⁴ − 1 states.
    public mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
