import GSL

/// Whether two samples have different means, whatever their variances (Welch 1947, *Biometrika* 34:28).
///
///     t = (m₁ − m₂) / √(s₁²/n₁ + s₂²/n₂)
public struct WelchTest: Hashable, Sendable {
    /// Positive where the first mean is larger.
    public let t: Double
    /// Welch & Satterthwaite's.
    public let degreesOfFreedom: Double
    /// Of a |t| as large, if the means are the same.
    public let pValue: Double

    /// Compares two samples; `nil` where one has fewer than two values, or neither varies.
    public init?(_ first: [Double], _ second: [Double]) {
        self.init(Moments(first), Moments(second))
    }

    /// Compares two samples by their moments.
    public init?(_ a: Moments, _ b: Moments) {
        guard a.count > 1, b.count > 1 else { return nil }
        let (left, right) = (a.variance / Double(a.count), b.variance / Double(b.count))
        guard left + right > 0 else { return nil }
        t = (a.mean - b.mean) / (left + right).squareRoot()
        degreesOfFreedom =
            (left + right) * (left + right)
            / (left * left / Double(a.count - 1) + right * right / Double(b.count - 1))
        pValue = StudentT.twoSided(t, degreesOfFreedom: degreesOfFreedom)
    }
}

/// How many values there are, their mean and their variance.
public struct Moments: Hashable, Sendable {
    /// How many.
    public let count: Int
    /// Their mean; 0 of none.
    public let mean: Double
    /// Σ (x − mean)² / (n − 1); 0 of fewer than two.
    public let variance: Double

    init(count: Int, mean: Double, variance: Double) {
        (self.count, self.mean, self.variance) = (count, mean, variance)
    }

    /// Of some values.
    public init(_ values: some Collection<Double>) {
        count = values.count
        let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
        self.mean = mean
        variance =
            values.count > 1
            ? values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1) : 0
    }
}
