import Foundation

/// Responses to stimuli of rising size: discs by diameter, bars by length.
///
/// Definitions as in Cavanaugh, Bair & Movshon 2002: the summation field is the first size with 95 % of the peak, read
/// between samples along the logarithm of size; the surround ends at the first size beyond it where the response has come within 5 % of its plateau, the answer to the
/// largest stimulus; suppression is (peak − plateau)/peak.
public struct SizeTuning: Hashable, Sendable, Codable {
    /// Rising sizes, pixels.
    public let sizes: [Double]
    /// Responses, at least 0.
    public let responses: [Double]

    /// A tuning curve over rising sizes.
    ///
    /// - Precondition: as many responses as sizes, at least 2; sizes positive and rising; no response negative.
    public init(sizes: [Double], responses: [Double]) {
        precondition(
            sizes.count == responses.count && sizes.count >= 2 && responses.allSatisfy { $0 >= 0 }
                && zip(sizes, sizes.dropFirst()).allSatisfy { 0 < $0 && $0 < $1 },
            "sizes rise, with a response each")
        self.sizes = sizes
        self.responses = responses
    }

    private var peak: Double { responses.max() ?? 0 }
    private var plateau: Double { responses[responses.count - 1] }

    /// (peak − plateau)/peak, 0…1; `nil` for a silent curve.
    public var suppression: Double? { peak > 0 ? (peak - plateau) / peak : nil }

    /// The first size with 95 % of the peak, linear over log size between samples; `nil` for a silent curve.
    public var summationField: Double? {
        let level = 0.95 * peak
        guard peak > 0, let place = responses.firstIndex(where: { $0 >= level }) else { return nil }
        guard place > 0 else { return sizes[0] }
        let (before, here) = (responses[place - 1], responses[place])
        return sizes[place - 1] * pow(sizes[place] / sizes[place - 1], (level - before) / (here - before))
    }

    /// The first size beyond the summation field with at most 105 % of the plateau; `nil` without suppression.
    public var surround: Double? {
        guard peak > 0, plateau < 0.95 * peak, let first = responses.firstIndex(where: { $0 >= 0.95 * peak }) else {
            return nil
        }
        return (first + 1..<responses.count).first { responses[$0] <= 1.05 * plateau }.map { sizes[$0] }
    }
}
