import Foundation

/// Responses to gratings of rising spatial frequency at one orientation.
public struct FrequencyTuning: Hashable, Sendable, Codable {
    /// Rising frequencies; any unit, octaves do not care.
    public let frequencies: [Double]
    /// Responses, at least 0.
    public let responses: [Double]

    /// A tuning curve over rising frequencies.
    ///
    /// - Precondition: as many responses as frequencies, at least 3; frequencies positive and rising.
    public init(frequencies: [Double], responses: [Double]) {
        precondition(
            frequencies.count == responses.count && frequencies.count >= 3
                && zip(frequencies, frequencies.dropFirst()).allSatisfy { 0 < $0 && $0 < $1 },
            "frequencies rise, with a response each")
        self.frequencies = frequencies
        self.responses = responses
    }

    private var peakIndex: Int { responses.indices.max { responses[$0] < responses[$1] } ?? 0 }

    /// The frequency of the largest response: the vertex of a parabola through it and its neighbours over log frequency.
    public var peak: Double {
        let i = peakIndex
        guard i > 0, i < responses.count - 1 else { return frequencies[i] }
        let (a, b, c) = (responses[i - 1], responses[i], responses[i + 1])
        let curvature = a - 2 * b + c
        guard curvature < 0 else { return frequencies[i] }
        let offset = 0.5 * (a - c) / curvature
        let step = log(frequencies[i + 1] / frequencies[i - 1]) / 2
        return frequencies[i] * exp(offset * step)
    }

    /// The frequencies below and above the peak where the response has fallen to a part of it, linear over log frequency;
    /// `nil` on a side where it does not fall that far.
    public func cutoffs(at part: Double) -> (low: Double?, high: Double?) {
        let threshold = part * responses[peakIndex]
        guard threshold > 0 else { return (nil, nil) }
        func crossing(_ inside: Int, _ outside: Int) -> Double {
            let t = (responses[inside] - threshold) / (responses[inside] - responses[outside])
            return frequencies[inside] * pow(frequencies[outside] / frequencies[inside], t)
        }
        let low = (0..<peakIndex).last { responses[$0] <= threshold }.map { crossing($0 + 1, $0) }
        let high = (peakIndex + 1..<max(responses.count, peakIndex + 1)).first { responses[$0] <= threshold }
            .map { crossing($0 - 1, $0) }
        return (low, high)
    }

    /// log₂(high/low) at a part of the peak; `nil` for low-pass and high-pass curves.
    public func bandwidthOctaves(at part: Double = 0.5) -> Double? {
        let edges = cutoffs(at: part)
        guard let low = edges.low, let high = edges.high else { return nil }
        return log2(high / low)
    }

    /// 100 · low/high at 1/√2 of the peak: Schiller, Finlay & Volman (1976), *J. Neurophysiol.* 39:1334; `nil` for
    /// low-pass and high-pass curves.
    public var schillerIndex: Double? {
        let edges = cutoffs(at: 0.5.squareRoot())
        guard let low = edges.low, let high = edges.high else { return nil }
        return 100 * low / high
    }
}
