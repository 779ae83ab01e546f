import GSL
import Testing

@Suite struct TrustRegionTests {
    /// Rosenbrock's valley as residuals 10(y − x²), 1 − x; the least sum of squares is 0, at (1, 1).
    private final class Rosenbrock: LeastSquaresProblem {
        private var x = 0.0
        private var y = 0.0
        let parameterCount = 2
        func move(to place: UnsafeBufferPointer<Double>) { (x, y) = (place[0], place[1]) }
        private var residuals: (Double, Double) { (10 * (y - x * x), 1 - x) }
        var sumOfSquares: Double { residuals.0 * residuals.0 + residuals.1 * residuals.1 }
        // J = [−20x 10; −1 0].
        var gradient: [Double] { [-20 * x * residuals.0 - residuals.1, 10 * residuals.0] }
        var normalMatrix: [Double] { [400 * x * x + 1, -200 * x, -200 * x, 100] }
    }

    @Test(arguments: [[-1.2, 1.0], [5, -3], [0, 0]])
    func `a descent reaches the bottom of Rosenbrock's valley`(start: [Double]) {
        let end = TrustRegion(steps: 200, tolerance: 1e-12).minimum(of: Rosenbrock(), from: start)
        #expect(abs(end.at[0] - 1) < 1e-6 && abs(end.at[1] - 1) < 1e-6)
        #expect(end.value < 1e-12)
    }

    @Test func `a search of few steps stops early and never uphill`() {
        let end = TrustRegion(steps: 2, tolerance: 1e-12).minimum(of: Rosenbrock(), from: [-1.2, 1])
        // 24.2 at the start.
        #expect(end.value < 24.2 && end.value > 1e-3)
    }

    @Test func `the libraries at work name themselves`() {
        #expect(LibraryVersions.gsl.hasPrefix("2."))
        #expect(LibraryVersions.blas.hasPrefix("OpenBLAS"))
    }
}
