/// Responses to stimuli of rising size: discs by diameter, bars by length.
///
/// Definitions as in Cavanaugh, Bair & Movshon 2002: the summation field is the first size with 95 % of the peak; the
/// surround ends at the first size beyond it where the response has come within 5 % of its plateau, the answer to the
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

    /// The first size with 95 % of the peak; `nil` for a silent curve.
    public var summationField: Double? {
        peak > 0 ? responses.firstIndex { $0 >= 0.95 * peak }.map { sizes[$0] } : nil
    }

    /// The first size beyond the summation field with at most 105 % of the plateau; `nil` without suppression.
    public var surround: Double? {
        guard peak > 0, plateau < 0.95 * peak, let first = responses.firstIndex(where: { $0 >= 0.95 * peak }) else {
            return nil
        }
        return (first + 1..<responses.count).first { responses[$0] <= 1.05 * plateau }.map { sizes[$0] }
    }
}
