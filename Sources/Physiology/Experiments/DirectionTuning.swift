import Foundation

/// Responses to gratings drifting in equally spaced directions over a full turn.
public struct DirectionTuning: Hashable, Sendable, Codable {
    /// Degrees, counter-clockwise as seen: 0, 360/n, ….
    public let directions: [Double]
    /// Responses, at least 0.
    public let responses: [Double]

    /// A tuning curve sampled at `360° · i / responses.count`.
    ///
    /// - Precondition: an even number of responses, at least 4, none negative.
    public init(responses: [Double]) {
        precondition(
            responses.count >= 4 && responses.count.isMultiple(of: 2) && responses.allSatisfy { $0 >= 0 },
            "responses come in opposite pairs and are not negative")
        self.responses = responses
        directions = responses.indices.map { 360 * Double($0) / Double(responses.count) }
    }

    /// (R_pref − R_opposite)/(R_pref + R_opposite), 0…1, at the largest sample; `nil` for a silent curve.
    public var selectivityIndex: Double? {
        let peak = responses.indices.max { responses[$0] < responses[$1] } ?? 0
        let (preferred, opposite) = (responses[peak], responses[(peak + responses.count / 2) % responses.count])
        return preferred > 0 ? (preferred - opposite) / (preferred + opposite) : nil
    }
}
