import Foundation
import Planes

/// A unit's answer to one period of a drifting grating: its mean F0 and the amplitude F1 at the grating's own rhythm.
///
/// F1 = 2·|mean(r·e^(−i2πt))| over the period. F1/F0 above 1 makes a simple cell; a half-rectified sine has π/2
/// (Skottun et al. 1991, *Vision Res.* 31:1079).
public struct DriftResponse: Hashable, Sendable, Codable {
    /// F0, above the answer to the grey screen.
    public let mean: Double
    /// F1, at least 0.
    public let modulation: Double

    /// From answers at evenly spaced moments of one period.
    ///
    /// - Parameters:
    ///   - responses: one for each moment.
    ///   - blank: the answer to the grey screen.
    /// - Precondition: at least 3 moments.
    public init(_ responses: some Collection<Double>, blank: Double = 0) {
        precondition(responses.count >= 3, "a period has at least 3 moments")
        let count = Double(responses.count)
        var sums = (all: 0.0, cosine: 0.0, sine: 0.0)
        for (moment, response) in responses.enumerated() {
            let angle = 2 * Double.pi * Double(moment) / count
            sums.all += response
            sums.cosine += response * cos(angle)
            sums.sine += response * sin(angle)
        }
        mean = sums.all / count - blank
        modulation = 2 * (sums.cosine * sums.cosine + sums.sine * sums.sine).squareRoot() / count
    }

    /// The larger of the two.
    var size: Double { max(mean, modulation) }

    /// Whether it is more than rounding, of a unit that gives `blank` to the grey screen.
    func isHeard(beside blank: Double) -> Bool { size > 0 && Silence.isHeard(size, ofLargest: max(abs(blank), size)) }

    /// F1/F0; `nil` for a unit whose mean is no more than rounding, as a linear one's.
    public var ratio: Double? { mean > 1e-6 * modulation ? modulation / mean : nil }

    /// Whether the rhythm outweighs the mean; a linear unit is simple.
    public var isSimple: Bool { modulation > mean }

    /// The answer that is compared between stimuli: of simple cells F1, of complex cells F0, never below 0.
    func strength(ofSimple isSimple: Bool) -> Double { isSimple ? modulation : max(mean, 0) }
}
