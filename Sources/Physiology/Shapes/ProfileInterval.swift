import CGaborKernels
import Foundation
import GSL

/// How far nx = σ_across·f or ny = σ_along·f may lie from its best value: 95 % limits by profile likelihood.
///
/// The number is held, everything else is fitted anew, and the limit is where n·ln(RSS/RSS_best) reaches 3.84, the 95 %
/// point of χ² with one degree of freedom (Venzon & Moolgavkar 1988, *Appl. Stat.* 37:87).
public struct ProfileInterval: Hashable, Sendable {
    /// Below the best value; `nil` where the profile does not rise enough.
    public let low: Double?
    /// Above the best value; `nil` where the window cuts it off before the profile has risen.
    public let high: Double?

    /// Whether the window cuts the number: the width reaches half the window before, or at, the upper limit.
    public var isCensored: Bool { high == nil }
}

extension ProfileInterval {
    /// Which of a Gabor's two widths is held in periods.
    enum FixedAxis { case across, along }

    private static let threshold = 3.841458820694124
    /// The largest factor by which a limit is sought.
    private static let farthest = log(64.0)

    /// The interval around a fitted Gabor.
    init(_ fixedAxis: FixedAxis, of fit: ShapeFit, patch: Patch, bounds: FitBounds) {
        let profile = Profile(fixedAxis, fit: fit, patch: patch, bounds: bounds)
        low = profile.limit(direction: -1)
        high = profile.limit(direction: 1)
    }

    /// The sum of squares at each held value, followed from the best one outwards.
    private struct Profile {
        let fixedAxis: FixedAxis
        let best: [Double]
        let value: Double
        let problemShape: (Double) -> FixedAxisGaborShape
        let patch: Patch
        let bounds: FitBounds
        let least: Double

        init(_ fixedAxis: FixedAxis, fit: ShapeFit, patch: Patch, bounds: FitBounds) {
            let p = fit.parameters
            let width = bounds.widths.width(fixedAxis == .across ? p[4] : p[5])
            let frequency = abs(LatticeFrequency.value(p[3], angle: p[2]))
            self.fixedAxis = fixedAxis
            self.patch = patch
            self.bounds = bounds
            value = width * frequency
            // Of the two widths the free one stays.
            best = [p[0], p[1], p[2], p[3], fixedAxis == .across ? p[5] : p[4]]
            least = max(fit.residual, 1e-13)
            problemShape = { FixedAxisGaborShape(bounds: bounds, fixedAxis: fixedAxis, periods: $0) }
        }

        /// How much the likelihood has fallen, less the threshold, and the geometry there; `nil` where the width that goes with
        /// the held value is larger than the window allows.
        private func fall(at logPart: Double, from start: [Double]) -> (fall: Double, at: [Double])? {
            let shape = problemShape(value * exp(logPart))
            let problem = VariableProjection(shape, to: patch)
            let end = TrustRegion(steps: 40, tolerance: 1e-4).minimum(of: problem, from: start)
            guard shape.width(at: end.at) <= bounds.widths.high * (1 + 1e-9) else { return nil }
            let fall = Double(patch.count) * log(max(end.value, least) / least) - ProfileInterval.threshold
            return (fall, end.at)
        }

        /// The held value where the likelihood has fallen by the threshold.
        func limit(direction: Double) -> Double? {
            guard value > 0 else { return nil }
            var (inside, step, place) = (0.0, 0.04, best)
            while abs(inside + direction * step) < ProfileInterval.farthest {
                let next = inside + direction * step
                guard let found = fall(at: next, from: place) else { return nil }
                if found.fall >= 0 { return value * exp(between(inside, next, from: place)) }
                (inside, place) = (next, found.at)
                step *= 1.6
            }
            return nil
        }

        /// By halves, to a thousandth.
        private func between(_ inside: Double, _ outside: Double, from start: [Double]) -> Double {
            var (inside, outside, place) = (inside, outside, start)
            while abs(outside - inside) > 1e-3 {
                let midpoint = (inside + outside) / 2
                guard let found = fall(at: midpoint, from: place), found.fall < 0 else {
                    outside = midpoint
                    continue
                }
                (inside, place) = (midpoint, found.at)
            }
            return (inside + outside) / 2
        }
    }
}

/// A Gabor one of whose widths is a given number of periods. Parameters: centre, angle, frequency, the other width.
struct FixedAxisGaborShape: Shape {
    let bounds: FitBounds
    let fixedAxis: ProfileInterval.FixedAxis
    let periods: Double
    let parameterCount = 5
    let columnCount = 2

    /// The held width, pixels.
    func width(at p: [Double]) -> Double {
        periods / max(abs(LatticeFrequency.value(p[3], angle: p[2])), 1e-9)
    }

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        let (center, centers, widths) = (bounds.center(p), bounds.centerSlopes(p), bounds.widths)
        let frequency = LatticeFrequency.value(p[3], angle: p[2])
        let (fixed, free) = (width(at: p), widths.width(p[4]))
        let isAcross = fixedAxis == .across
        gabor_columns(
            count, x, y, center.x, center.y, p[2], frequency, isAcross ? fixed : free, isAcross ? free : fixed, rows)
        let slopes = LatticeFrequency.slopes(p[3], angle: p[2])
        // With σ = periods/f the width's logarithm falls as the frequency's rises.
        let byHeld = rows + (isAcross ? 10 : 12) * count
        let byFree = rows + (isAcross ? 12 : 10) * count
        let (byAngle, byFrequency) = (rows + 6 * count, rows + 8 * count)
        for i in 0..<2 * count {
            let change = byFrequency[i] - byHeld[i] / frequency
            byAngle[i] += slopes.angle * change
            byFrequency[i] = slopes.s * change
        }
        scale(rows + 2 * count, by: centers.x, count: 2 * count)
        scale(rows + 4 * count, by: centers.y, count: 2 * count)
        if byFree != rows + 10 * count { (rows + 10 * count).update(from: byFree, count: 2 * count) }
        scale(rows + 10 * count, by: widths.slope(p[4]), count: 2 * count)
    }
}
