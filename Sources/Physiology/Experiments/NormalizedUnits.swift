import Foundation
public import GSL
public import Planes

/// Units that divide each other's answers: R = γ·Dⁿ/(σⁿ + ΣDⁿ), the sum over all units of the window (Heeger 1992).
public struct NormalizedUnits<Base: Units>: Units {
    private let base: Base
    private let settings: Normalization

    /// The constants of the division.
    public struct Normalization: Hashable, Sendable {
        /// γ: the answer that a unit alone tends to.
        public let gain: Double
        /// n.
        public let exponent: Double
        /// σ, in the unit of the answers before the division.
        public let semiSaturation: Double

        /// Constants, all positive; `nil` otherwise.
        public init?(gain: Double = 1, exponent: Double = 2, semiSaturation: Double) {
            guard gain > 0, exponent > 0, semiSaturation > 0, (gain + exponent + semiSaturation).isFinite else {
                return nil
            }
            self.gain = gain
            self.exponent = exponent
            self.semiSaturation = semiSaturation
        }
    }

    /// The same units, normalised; negative answers count as none.
    public init(_ base: Base, _ settings: Normalization) {
        self.base = base
        self.settings = settings
    }

    /// The same units, normalised with σ a part of the median of their best answers.
    ///
    /// - Precondition: `part` is positive.
    public init(_ base: Base, part: Double, search: GratingSearch) throws {
        precondition(part > 0, "a part is positive")
        let blank = try base.responses(to: [Plane(size: base.window) { _, _ in 0 }])
        let best = try search.results(of: base, blank: (0..<base.count).map { blank[0, $0] }).map {
            max($0.response.mean, $0.response.modulation)
        }.sorted()
        let median = max(best[best.count / 2], .leastNormalMagnitude)
        guard let settings = Normalization(semiSaturation: part * median) else {
            preconditionFailure("a positive part of a positive answer")
        }
        self.init(base, settings)
    }

    /// As the base.
    public var count: Int { base.count }
    /// As the base.
    public var window: PixelSize { base.window }
    /// As the base.
    public func center(of unit: Int) -> (x: Double, y: Double) { base.center(of: unit) }
    /// The normalised answers.
    public func responses(to stimuli: [Plane]) throws -> Matrix {
        var answers = try base.responses(to: stimuli)
        let constant = pow(settings.semiSaturation, settings.exponent)
        for row in 0..<answers.rows {
            let drives = (0..<count).map { pow(max(answers[row, $0], 0), settings.exponent) }
            let pool = constant + drives.reduce(0, +)
            for unit in 0..<count { answers[row, unit] = settings.gain * drives[unit] / pool }
        }
        return answers
    }
}
