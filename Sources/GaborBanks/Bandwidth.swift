import Foundation

/// How a Gabor's width in periods, n = σ·f, and its frequency bandwidth at half amplitude belong together.
public enum Bandwidth {
    /// c = √(ln 2/2): a Gaussian's spectrum exp(−2π²σ²f²) has half its height at f = c/(πσ).
    public static let halfAmplitude = (log(2.0) / 2).squareRoot()

    /// Below n = c/π = 0.18739 the spectrum does not fall to half on the side of low frequencies: no bandwidth.
    public static let leastPeriods = halfAmplitude / .pi

    /// b = log₂[(πn + c)/(πn − c)], octaves; `nil` at and below ``leastPeriods``.
    public static func octaves(n: Double) -> Double? {
        n > leastPeriods ? log2((.pi * n + halfAmplitude) / (.pi * n - halfAmplitude)) : nil
    }

    /// n = (c/π)·(2ᵇ + 1)/(2ᵇ − 1); one octave is n = 0.56217.
    ///
    /// - Precondition: `octaves` is positive.
    public static func periods(octaves: Double) -> Double {
        precondition(octaves > 0, "a bandwidth is positive")
        return leastPeriods * (exp2(octaves) + 1) / (exp2(octaves) - 1)
    }
}
