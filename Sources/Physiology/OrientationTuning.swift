import Foundation
public import Planes

/// Responses to gratings of equally spaced orientations over half a turn, and what physiologists read off them.
public struct OrientationTuning: Hashable, Sendable, Codable {
    /// Orientation of the bars at each sample: 0°, 180°/n, ….
    public let orientations: [Orientation]
    /// Responses, at least 0, any unit.
    public let responses: [Double]

    /// A tuning curve sampled at `180° · i / responses.count`.
    ///
    /// - Precondition: at least 4 responses, none negative.
    public init(responses: [Double]) {
        precondition(responses.count >= 4 && responses.allSatisfy { $0 >= 0 }, "responses are not negative")
        self.responses = responses
        orientations = responses.indices.map { Orientation(degrees: 180 * Double($0) / Double(responses.count)) }
    }

    private var resultant: (cosine: Double, sine: Double, length: Double) {
        var sums = (cosine: 0.0, sine: 0.0, all: 0.0)
        for (orientation, response) in zip(orientations, responses) {
            sums.cosine += response * cos(orientation.degrees * .pi / 90)
            sums.sine += response * sin(orientation.degrees * .pi / 90)
            sums.all += response
        }
        guard sums.all > 0 else { return (0, 0, 0) }
        return (sums.cosine, sums.sine, (sums.cosine * sums.cosine + sums.sine * sums.sine).squareRoot() / sums.all)
    }

    /// 1 − |ΣR e^{2iθ}| / ΣR: 0 for one orientation alone, 1 for all alike. Ringach, Shapley & Hawken (2002),
    /// *J. Neurosci.* 22:5639. A silent curve has 1.
    public var circularVariance: Double { 1 - resultant.length }

    /// |ΣR e^{2iθ}| / ΣR over the 4 orientations of 8 directions 45° apart, as the Allen Institute's gOSI of drifting gratings:
    /// 1 − circular variance on that coarse grid. Between samples the curve is taken as straight. `nil` for a silent curve.
    public var globalSelectivity: Double? {
        let quarter = Double(responses.count) / 4
        let four = (0..<4).map { value(at: quarter * Double($0)) }
        let sum = four.reduce(0, +)
        let (cosine, sine) = (four[0] - four[2], four[1] - four[3])
        return sum > 0 ? (cosine * cosine + sine * sine).squareRoot() / sum : nil
    }

    /// Whether nothing was answered.
    public var isSilent: Bool { !responses.contains { $0 > 0 } }

    /// The vector mean, ½ arg ΣR e^{2iθ}: of a curve of one peak where that is, of several somewhere between them.
    public var preferred: Orientation {
        let sum = resultant
        return Orientation(degrees: atan2(sum.sine, sum.cosine) * 90 / .pi)
    }

    /// Where the curve is highest, by the parabola through the largest sample and its neighbours.
    public var peakOrientation: Orientation {
        let (n, peak) = (responses.count, peak)
        let (before, top, after) = (responses[(peak + n - 1) % n], responses[peak], responses[(peak + 1) % n])
        let bend = before - 2 * top + after
        let shift = bend < 0 ? 0.5 * (before - after) / bend : 0
        return Orientation(degrees: 180 * (Double(peak) + shift) / Double(n))
    }

    /// Whether the vector mean misleads: a second peak is at least half as high as the first and parted from it by dips below
    /// half of its own height, or the curve has fallen below half of its peak where the mean is.
    public var isBimodal: Bool {
        guard !isSilent else { return false }
        let (n, first) = (responses.count, peak)
        let turned = (0...n).map { responses[(first + $0) % n] }
        let hasSecond = (1..<n).contains { place in
            let height = turned[place]
            return height >= 0.5 * turned[0] && (turned[...place].min() ?? 0) < 0.5 * height
                && (turned[place...].min() ?? 0) < 0.5 * height
        }
        return hasSecond
            || value(at: preferred.degrees * Double(n) / 180) < 0.5 * responses[first]
                && circularVariance <= Self.greatestVariance
    }

    private var peak: Int { responses.indices.max { responses[$0] < responses[$1] } ?? 0 }

    /// Response at the largest sample, and 90° from it (linearly between samples where 90° falls between two).
    private var peakAndOrthogonal: (Double, Double) {
        let position = Double(peak) + Double(responses.count) / 2
        return (responses[peak], value(at: position))
    }

    private func value(at position: Double) -> Double {
        let below = Int(position.rounded(.down))
        let part = position - Double(below)
        let n = responses.count
        return responses[below % n] * (1 - part) + responses[(below + 1) % n] * part
    }

    /// (R_pref − R_orth)/(R_pref + R_orth), 0…1; `nil` for a silent curve.
    public var selectivityIndex: Double? {
        let (preferred, orthogonal) = peakAndOrthogonal
        return preferred > 0 ? (preferred - orthogonal) / (preferred + orthogonal) : nil
    }

    /// R_orth/R_pref; `nil` for a silent curve.
    public var orthogonalToPreferred: Double? {
        let (preferred, orthogonal) = peakAndOrthogonal
        return preferred > 0 ? orthogonal / preferred : nil
    }

    /// Half the width in degrees at a part of the peak, the two flanks averaged; `nil` where the curve does not fall that
    /// far. Half height: `0.5`; Ringach et al. used 1/√2.
    ///
    /// Linear between samples of 2° or less. Coarser ones, which may miss the peak, are interpolated first.
    public func halfWidth(at part: Double) -> Double? {
        (responses.count < Self.fineCount ? interpolated : self).sampledHalfWidth(at: part)
    }

    private func sampledHalfWidth(at part: Double) -> Double? {
        let peak = peak
        let top = responses[peak]
        guard top > 0 else { return nil }
        let step = 180 / Double(responses.count)
        func flank(_ direction: Int) -> Double? {
            let n = responses.count
            for distance in 1...n / 2 {
                let here = responses[((peak + direction * distance) % n + n) % n]
                let before = responses[((peak + direction * (distance - 1)) % n + n) % n]
                if here <= part * top {
                    return (Double(distance - 1) + (before - part * top) / (before - here)) * step
                }
            }
            return nil
        }
        guard let left = flank(-1), let right = flank(1) else { return nil }
        return (left + right) / 2
    }

    /// The least orientation selectivity index of a tuned unit: the response across is at most half of the preferred one.
    public static let leastSelectivity = 1.0 / 3

    /// The greatest circular variance of a unit whose responses differ with orientation, as ``RecordingFlag/untuned`` means.
    public static let greatestVariance = 0.9

    /// Whether a physiologist would give the unit an orientation: on both flanks the response falls to half of its peak, and
    /// (preferred − orthogonal)/(preferred + orthogonal) is at least 1/3. De Valois, Yund & Hepler (1982), *Vision Res.*
    /// 22:531, measure the width at half amplitude and count a unit without one as untuned.
    public var isTuned: Bool {
        halfWidth(at: 0.5) != nil && (selectivityIndex ?? 0) >= Self.leastSelectivity
    }
}
