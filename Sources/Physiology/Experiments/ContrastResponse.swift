import Foundation
import GSL

/// Responses to one grating at rising contrasts, and the Naka–Rushton function through them:
/// R(c) = R_max·cⁿ/(cⁿ + c₅₀ⁿ) (Naka & Rushton 1966; Albrecht & Hamilton 1982).
public struct ContrastResponse: Hashable, Sendable, Codable {
    /// Rising contrasts, 0…1.
    public let contrasts: [Double]
    /// Responses, at least 0.
    public let responses: [Double]
    /// The function of least squares; `nil` for a curve that does not bend down, as a linear unit's: c₅₀ is then beyond
    /// full contrast, and R_max is not to be told.
    public let fit: NakaRushton?

    /// A curve over rising contrasts.
    ///
    /// - Precondition: as many responses as contrasts, at least 4; contrasts positive and rising; no response negative.
    public init(contrasts: [Double], responses: [Double]) {
        precondition(
            contrasts.count == responses.count && contrasts.count >= 4 && responses.allSatisfy { $0 >= 0 }
                && zip(contrasts, contrasts.dropFirst()).allSatisfy { 0 < $0 && $0 < $1 },
            "contrasts rise, with a response each")
        self.contrasts = contrasts
        self.responses = responses
        fit = NakaRushton(contrasts, responses)
    }
}

/// A saturating function of contrast.
public struct NakaRushton: Hashable, Sendable, Codable {
    /// The answer it tends to, in the unit of the responses.
    public let maximum: Double
    /// n, how steep it is.
    public let exponent: Double
    /// c₅₀, the contrast of half the maximum, at most 1.
    public let semiSaturation: Double

    /// The value at a contrast.
    public func callAsFunction(_ contrast: Double) -> Double {
        maximum * pow(contrast, exponent) / (pow(contrast, exponent) + pow(semiSaturation, exponent))
    }

    /// By least squares from several starts.
    init?(_ contrasts: [Double], _ responses: [Double]) {
        let problem = NakaRushtonProblem(contrasts, responses)
        let search = TrustRegion(steps: 200, tolerance: 1e-12)
        let ends = [(1.0, 0.1), (2, 0.3), (4, 0.6), (2, 0.05)].map { exponent, half in
            search.minimum(of: problem, from: [log(exponent), log(half)])
        }
        guard let best = ends.min(by: { $0.value < $1.value }), best.value.isFinite else { return nil }
        best.at.withUnsafeBufferPointer { problem.move(to: $0) }
        exponent = exp(best.at[0])
        semiSaturation = exp(best.at[1])
        maximum = problem.maximum
        guard semiSaturation <= 1, maximum > 0, maximum.isFinite, exponent.isFinite else { return nil }
    }
}

/// The two parameters that bend the curve, ln n and ln c₅₀; R_max is solved for (variable projection).
private final class NakaRushtonProblem: LeastSquaresProblem {
    let parameterCount = 2
    private let contrasts: [Double]
    private let responses: [Double]
    private(set) var maximum = 0.0
    private var residuals: [Double] = []
    private var slopes: [[Double]] = []

    init(_ contrasts: [Double], _ responses: [Double]) {
        self.contrasts = contrasts
        self.responses = responses
    }

    func move(to x: UnsafeBufferPointer<Double>) {
        let (n, half) = (exp(x[0]), x[1])
        // h = 1/(1 + (c₅₀/c)ⁿ)
        let bend = contrasts.map { 1 / (1 + exp(n * (half - log($0)))) }
        let square = bend.reduce(0) { $0 + $1 * $1 }
        maximum = zip(bend, responses).reduce(0) { $0 + $1.0 * $1.1 } / square
        residuals = zip(bend, responses).map { maximum * $0 - $1 }
        let raw = [
            zip(bend, contrasts).map { -$0 * (1 - $0) * n * (half - log($1)) }, bend.map { -$0 * (1 - $0) * n },
        ]
        // Kaufman's Jacobian: what of each slope the curve itself cannot take up.
        slopes = raw.map { slope in
            let part = zip(slope, bend).reduce(0) { $0 + $1.0 * $1.1 } / square
            return zip(slope, bend).map { maximum * ($0 - part * $1) }
        }
    }

    var sumOfSquares: Double { residuals.reduce(0) { $0 + $1 * $1 } }
    var gradient: [Double] { slopes.map { slope in zip(slope, residuals).reduce(0) { $0 + $1.0 * $1.1 } } }
    var normalMatrix: [Double] {
        slopes.flatMap { a in slopes.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    }
}
