import Testing

@testable import Physiology

@Suite struct InterpolatingSplineTests {
    @Test func `a cubic is its own spline, ends included`() {
        let x = [-2, -1.5, 0, 0.25, 1, 3.0]
        func cubic(_ x: Double) -> Double { 2 - x + 0.5 * x * x - 0.3 * x * x * x }
        let spline = InterpolatingSpline(x, x.map(cubic))
        for place in stride(from: -2.0, through: 3, by: 0.125) {
            #expect(abs(spline(place) - cubic(place)) < 1e-12)
        }
    }

    @Test func `values between are FITPACK's`() {
        // scipy.interpolate.UnivariateSpline(x, y, s=0) at x + 0.4, SciPy 1.17.
        let x = [0, 1, 2, 3, 4, 5, 6.0], y = [0, 1, 0, 2, 5, 3, 1.0]
        let spline = InterpolatingSpline(x, y)
        let expected: [Double] = [
            1.0491428571428578, 0.48200000000000026, 0.38285714285714273, 3.4985714285714287, 4.718857142857142,
            1.7459999999999998,
        ]
        for (place, value) in zip(x.dropLast(), expected) { #expect(abs(spline(place + 0.4) - value) < 1e-10) }
        #expect(abs(spline(6) - 1) < 1e-12)
    }
}
