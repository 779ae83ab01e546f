internal import Glibc
import Planes

/// The orientation whose tuning curve, sampled at a bank's own orientations, has the mean that was observed.
///
/// Filters are tuned more narrowly than a bank's orientations are apart, so that the mean of few samples leans towards the
/// nearest of them: 30° seen by filters 22.5° apart would be 27°. The curve is a von Mises function,
///
///     R_k ∝ exp(κ·cos 2(θ_k − θ))
///
/// as that of a Gabor is to first order, and (θ, κ) are those whose mean of e^{2iθ_k}, weighed by R_k, is the observed one. A
/// mean as of equal responses gives κ = 0 and no orientation, also where the orientations are unevenly spaced.
struct TuningMoment: Sendable {
    /// e^{2iθ_k}.
    private let units: [(x: Double, y: Double)]
    /// Their mean.
    private let mean: (x: Double, y: Double)

    /// The largest κ: samples that no smooth curve has, such as of one active channel alone, would need an infinite one.
    private static let narrowest = 60.0
    private static let (rounds, precision) = (30, 1e-7)

    init(of orientations: [Orientation]) {
        units = orientations.map { (cos($0.degrees * .pi / 90), sin($0.degrees * .pi / 90)) }
        let count = Double(orientations.count)
        mean =
            count > 2 ? (units.reduce(0) { $0 + $1.x } / count, units.reduce(0) { $0 + $1.y } / count) : (0, 0)
    }

    /// Σ R·(e^{2iθ} − m): where responses point beyond what equal ones would, and how far, at most Σ R.
    func leaning(of responses: [Double]) -> (x: Double, y: Double, length: Double) {
        let (sum, total) = (sum(of: responses), responses.reduce(0, +))
        let (x, y) = (sum.x - total * mean.x, sum.y - total * mean.y)
        return (x, y, hypot(x, y))
    }

    /// Σ R·e^{2iθ}.
    func sum(of responses: [Double]) -> (x: Double, y: Double) {
        zip(responses, units).reduce((0, 0)) { ($0.0 + $1.0 * $1.1.x, $0.1 + $1.0 * $1.1.y) }
    }

    /// The direction of the curve's peak as e^{2iθ}, as long as the responses lean.
    func preferred(of responses: [Double]) -> (cosine: Double, sine: Double) {
        let leaning = leaning(of: responses)
        let total = responses.reduce(0, +)
        // Rounding leans nowhere; two orientations have no curve between them.
        guard Silence.isHeard(leaning.length, ofLargest: total) else { return (0, 0) }
        guard units.count > 2 else { return (leaning.x, leaning.y) }
        let wanted = (x: leaning.x / total + mean.x, y: leaning.y / total + mean.y)
        var slope = (x: 2 * leaning.x / total, y: 2 * leaning.y / total)
        for _ in 0..<Self.rounds {
            let (found, spread) = moments(slope)
            let (dx, dy) = (wanted.x - found.x, wanted.y - found.y)
            let determinant = spread.xx * spread.yy - spread.xy * spread.xy
            guard determinant > 1e-12 else { break }
            var step = (
                x: (spread.yy * dx - spread.xy * dy) / determinant, y: (spread.xx * dy - spread.xy * dx) / determinant
            )
            let length = hypot(step.x, step.y)
            if length > 2 { step = (2 * step.x / length, 2 * step.y / length) }
            slope = (slope.x + step.x, slope.y + step.y)
            if hypot(slope.x, slope.y) > Self.narrowest || length < Self.precision { break }
        }
        let norm = hypot(slope.x, slope.y)
        guard norm > 0 else { return (0, 0) }
        return (leaning.length * slope.x / norm, leaning.length * slope.y / norm)
    }

    /// Mean and covariance of e^{2iθ_k} under the curve of a κ·e^{2iθ}.
    private func moments(
        _ slope: (x: Double, y: Double)
    ) -> (mean: (x: Double, y: Double), spread: (xx: Double, xy: Double, yy: Double)) {
        let norm = hypot(slope.x, slope.y)
        var (sum, x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for unit in units {
            let weight = exp(slope.x * unit.x + slope.y * unit.y - norm)
            sum += weight
            x += weight * unit.x
            y += weight * unit.y
            xx += weight * unit.x * unit.x
            xy += weight * unit.x * unit.y
            yy += weight * unit.y * unit.y
        }
        let mean = (x: x / sum, y: y / sum)
        return (mean, (xx / sum - mean.x * mean.x, xy / sum - mean.x * mean.y, yy / sum - mean.y * mean.y))
    }
}
