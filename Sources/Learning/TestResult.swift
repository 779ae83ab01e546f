/// How a network that has learnt does on digits that had no part in what it became: one split of the digits.
public struct TestResult: Hashable, Sendable {
    /// Of the split, of the first weights and of the order of the digits.
    public let seed: UInt64
    /// On the digits that choices may be made by, as at the last snapshot.
    public let validation: Accuracy
    /// On the digits that were tested on once.
    public let test: Accuracy
    /// On those, moved.
    public let moved: Accuracy

    /// A result.
    public init(seed: UInt64, validation: Accuracy, test: Accuracy, moved: Accuracy) {
        (self.seed, self.validation, self.test, self.moved) = (seed, validation, test, moved)
    }
}

/// A mean over some numbers and how far they lie from it.
public struct Spread: Hashable, Sendable {
    /// The mean.
    public let mean: Double
    /// The standard deviation of a sample, over n − 1; `nil` of a single number.
    public let deviation: Double?

    /// Of some numbers.
    ///
    /// - Precondition: at least one.
    public init(of numbers: [Double]) {
        precondition(!numbers.isEmpty, "a mean of something")
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let square = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        deviation = numbers.count > 1 ? (square / Double(numbers.count - 1)).squareRoot() : nil
    }
}
