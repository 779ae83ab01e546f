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

    /// |ΣR e^{iθ}| / ΣR over 8 directions of 45°, as the Allen Institute's DSI of drifting gratings: 0 where opposite
    /// directions are answered alike. `nil` for a silent curve, and one that is not sampled there.
    public var globalSelectivity: Double? {
        guard responses.count.isMultiple(of: 8) else { return nil }
        let step = responses.count / 8
        let angles = (0..<8).map { (Double($0) * .pi / 4, responses[$0 * step]) }
        let sum = angles.reduce(0) { $0 + $1.1 }
        let (x, y) = angles.reduce((0, 0)) { ($0.0 + $1.1 * cos($1.0), $0.1 + $1.1 * sin($1.0)) }
        // Opposite answers cancel but for rounding.
        let part = sum > 0 ? (x * x + y * y).squareRoot() / sum : nil
        return part.map { $0 < 1e-9 ? 0 : $0 }
    }
}
