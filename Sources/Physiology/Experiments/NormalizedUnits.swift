import Foundation
public import GSL
public import Planes

/// Units that divide each other's answers: R = γ·Dⁿ/(σⁿ + ΣDⁿ), the sum over all units of the window (Heeger 1992).
///
/// Where the pool reaches beyond the window, the sum is the mean over places around it, each with all the units, half a
/// window apart: what is shown beside a unit's own field then suppresses it (Cavanaugh, Bair & Movshon 2002), while a
/// grating without a border is answered as without the reach, if the units of a place cover all phases.
public struct NormalizedUnits<Base: Units>: Units {
    private let base: Base
    private let settings: Normalization
    /// Places of the pool on each side.
    private let reach: Int

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
    ///
    /// - Parameters:
    ///   - base: the units that divide each other.
    ///   - settings: the constants of the division.
    ///   - reach: of the pool, places on each side, half a window apart; 0 for the units' own place alone.
    /// - Precondition: no negative reach.
    public init(_ base: Base, _ settings: Normalization, reach: Int = 0) {
        precondition(reach >= 0, "a pool reaches somewhere")
        (self.base, self.settings, self.reach) = (base, settings, reach)
    }

    /// The same units, normalised with σ a part of the median of their best answers.
    ///
    /// - Precondition: `part` and `exponent` are positive.
    public init(
        _ base: Base, part: Double, exponent: Double = 2, reach: Int = 0, search: GratingSearch
    ) throws {
        precondition(part > 0, "a part is positive")
        let blank = try base.responses(to: [Plane(size: base.window) { _, _ in 0 }])
        let best = try search.results(of: base, blank: (0..<base.count).map { blank[0, $0] }).map {
            max($0.response.mean, $0.response.modulation)
        }.sorted()
        let median = max(best[best.count / 2], .leastNormalMagnitude)
        guard let settings = Normalization(exponent: exponent, semiSaturation: part * median) else {
            preconditionFailure("a positive part of a positive answer")
        }
        self.init(base, settings, reach: reach)
    }

    /// As the base.
    public var count: Int { base.count }
    /// That of the base, and what the pool sees around it.
    public var window: PixelSize {
        let size = base.window
        return PixelSize(height: size.height + 2 * reach * step.rows, width: size.width + 2 * reach * step.columns)
    }
    /// As the base.
    public func center(of unit: Int) -> (x: Double, y: Double) { base.center(of: unit) }
    /// As the base.
    public var hasMemory: Bool { base.hasMemory }
    /// The normalised answers.
    public func responses(to stimuli: [Plane]) throws -> Matrix {
        try normalized { place in try base.responses(to: part(stimuli, place)) }
    }
    /// The normalised answers.
    public func responses(toDrifts frames: [Plane], moments: Int) throws -> Matrix {
        try normalized { place in try base.responses(toDrifts: part(frames, place), moments: moments) }
    }

    /// Half a window of the base.
    private var step: (rows: Int, columns: Int) { ((base.window.height + 1) / 2, (base.window.width + 1) / 2) }

    /// What the units of a place of the pool see; the middle one is at `(reach, reach)`.
    private func part(_ stimuli: [Plane], _ place: (row: Int, column: Int)) -> [Plane] {
        guard reach > 0 else { return stimuli }
        let (top, left) = (place.row * step.rows, place.column * step.columns)
        return stimuli.map { stimulus in
            Plane(size: base.window) { row, column in stimulus[top + row, left + column] }
        }
    }

    private func normalized(_ answers: ((row: Int, column: Int)) throws -> Matrix) rethrows -> Matrix {
        let side = 2 * reach + 1
        let constant = pow(settings.semiSaturation, settings.exponent)
        var middle = try answers((reach, reach))
        for index in middle.elements.indices {
            middle.elements[index] = pow(max(middle.elements[index], 0), settings.exponent)
        }
        var pools = (0..<middle.rows).map { row in (0..<count).reduce(0) { $0 + middle[row, $1] } }
        for place in 0..<side * side where place != side * side / 2 {
            let around = try answers((place / side, place % side))
            for row in 0..<around.rows {
                for unit in 0..<count { pools[row] += pow(max(around[row, unit], 0), settings.exponent) }
            }
        }
        for row in 0..<middle.rows {
            let pool = constant + pools[row] / Double(side * side)
            for unit in 0..<count { middle[row, unit] *= settings.gain / pool }
        }
        return middle
    }
}
