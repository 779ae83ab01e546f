import Foundation
import GSL

/// The best that one shape can do for a patch.
struct ShapeFit: Sendable {
    /// Geometry at the optimum.
    let parameters: [Double]
    /// Amplitudes, `[column][channel]`.
    let amplitudes: [[Double]]
    /// Sum of squared residuals, of a patch at unit norm.
    let residual: Double
    /// Part of the variation around the channels' means that the shape explains.
    let r2: Double
    /// Bayesian information criterion n ln(RSS/n) + k ln n (Schwarz 1978); smaller is better.
    let bic: Double
    /// How far parameters may be off, where JᵀJ is regular and there are more values than parameters.
    let uncertainty: FitUncertainty?

    /// The fit at given parameters.
    init(_ problem: VariableProjection, patch: Patch, at parameters: [Double]) {
        parameters.withUnsafeBufferPointer { problem.move(to: $0) }
        self.parameters = parameters
        let channels = patch.channels.count
        let columns = problem.shape.columnCount
        amplitudes = (0..<columns).map { column in
            (0..<channels).map { problem.amplitude(column: column, channel: $0) }
        }
        residual = problem.sumOfSquares
        r2 = patch.variation > 0 ? 1 - residual / patch.variation : 0
        let n = Double(patch.count)
        let k = parameters.count + channels * (columns + 1)
        // What Float weights can say: a residual below their rounding is no better than the rounding.
        bic = n * log(max(residual, 1e-13) / n) + Double(k) * log(n)
        let freedom = patch.count - k
        uncertainty =
            freedom > 0 && !parameters.isEmpty
            ? FitUncertainty(problem, variance: residual / Double(freedom)) : nil
    }

    /// The same fit, told in the parameters of a shape of more dimensions, whose errors are not known.
    func placed(at parameters: [Double]) -> ShapeFit { ShapeFit(self, parameters: parameters) }

    private init(_ other: ShapeFit, parameters: [Double]) {
        self.parameters = parameters
        (amplitudes, residual, r2, bic) = (other.amplitudes, other.residual, other.r2, other.bic)
        uncertainty = nil
    }

    /// The best of several descents, each as far as it takes to tell them apart.
    static func best(_ shape: some Shape, to patch: Patch, from starts: [[Double]]) -> ShapeFit {
        let problem = VariableProjection(shape, to: patch)
        guard let first = starts.first else { return ShapeFit(problem, patch: patch, at: []) }
        let search = TrustRegion(steps: 40, tolerance: 1e-3)
        var best: (at: [Double], value: Double) = (first, .infinity)
        for start in starts {
            let end = search.minimum(of: problem, from: start)
            if end.value < best.value { best = end }
        }
        return ShapeFit(problem, patch: patch, at: best.at)
    }

    /// The same optimum to full precision.
    func polished(_ shape: some Shape, to patch: Patch) -> ShapeFit {
        let problem = VariableProjection(shape, to: patch)
        let end = TrustRegion(steps: 100, tolerance: 1e-10).minimum(of: problem, from: parameters)
        let fit = ShapeFit(problem, patch: patch, at: end.at)
        return fit.residual <= residual ? fit : self
    }
}
