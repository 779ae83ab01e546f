/// How much more a unit answers to the pictures of one category than to those of another.
public struct CategorySelectivity: Hashable, Sendable {
    /// Welch's test of the two means.
    public let test: WelchTest
    /// d′ = (m₁ − m₂) / √((s₁² + s₂²)/2): the means' distance in standard deviations.
    public let dPrime: Double
    /// (m₁ − m₂) / (m₁ + m₂), of responses that are never negative: 1/3 is twice as much. `nil` for others.
    ///
    /// - SeeAlso: Tsao, Freiwald, Tootell & Livingstone (2006), *Science* 311:670.
    public let index: Double?

    /// Compares a unit's responses; `nil` where one category has fewer than two, or none vary.
    public init?(_ preferred: [Double], over other: [Double]) {
        let (a, b) = (Moments(preferred), Moments(other))
        guard let test = WelchTest(a, b) else { return nil }
        self.test = test
        dPrime = (a.mean - b.mean) / ((a.variance + b.variance) / 2).squareRoot()
        let isRate = preferred.allSatisfy { $0 >= 0 } && other.allSatisfy { $0 >= 0 }
        index = isRate && a.mean + b.mean > 0 ? (a.mean - b.mean) / (a.mean + b.mean) : nil
    }
}
