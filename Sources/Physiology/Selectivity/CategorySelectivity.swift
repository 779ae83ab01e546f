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
        self.init(CategoryAnswers(preferred), over: CategoryAnswers(other))
    }

    /// Compares a unit's responses by their moments.
    public init?(_ preferred: CategoryAnswers, over other: CategoryAnswers) {
        let (a, b) = (preferred.moments, other.moments)
        guard let test = WelchTest(a, b) else { return nil }
        self.test = test
        dPrime = (a.mean - b.mean) / ((a.variance + b.variance) / 2).squareRoot()
        index = preferred.isRate && other.isRate && a.mean + b.mean > 0 ? (a.mean - b.mean) / (a.mean + b.mean) : nil
    }
}

/// What is kept of a unit's answers to the pictures of a category.
public struct CategoryAnswers: Hashable, Sendable {
    /// How many, their mean and variance.
    public let moments: Moments
    /// Whether none is negative.
    public let isRate: Bool

    /// Of some answers.
    public init(_ answers: [Double]) { self.init(moments: Moments(answers), isRate: answers.allSatisfy { $0 >= 0 }) }

    init(moments: Moments, isRate: Bool) { (self.moments, self.isRate) = (moments, isRate) }
}
