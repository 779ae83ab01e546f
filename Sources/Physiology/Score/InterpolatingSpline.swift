/// The cubic spline through points, its third derivative continuous at the second and the last but one (not-a-knot): what
/// FITPACK's smoothing spline is without smoothing.
///
/// - SeeAlso: de Boor (1978), *A Practical Guide to Splines*, chapter IV.
struct InterpolatingSpline: Sendable {
    private let x, y, bends: [Double]

    /// The spline through points.
    ///
    /// - Precondition: at least 4, their places rising.
    /// - Complexity: linear.
    init(_ x: [Double], _ y: [Double]) {
        precondition(x.count >= 4 && x.count == y.count, "a cubic goes through 4 points")
        (self.x, self.y) = (x, y)
        let count = x.count
        let steps = zip(x, x.dropFirst()).map { $1 - $0 }
        let slopes = steps.indices.map { (y[$0 + 1] - y[$0]) / steps[$0] }
        // Second derivatives at the inner points; those at the ends follow from their neighbours.
        var (diagonal, right) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        var upper = steps + [0], lower = [0] + steps
        for place in 1..<count - 1 {
            diagonal[place] = 2 * (steps[place - 1] + steps[place])
            right[place] = 6 * (slopes[place] - slopes[place - 1])
        }
        let (first, second) = (steps[0], steps[1])
        diagonal[1] += first * (first + second) / second
        upper[1] -= first * first / second
        let (last, before) = (steps[count - 2], steps[count - 3])
        diagonal[count - 2] += last * (last + before) / before
        lower[count - 2] -= last * last / before
        for place in 2..<count - 1 {
            let factor = lower[place] / diagonal[place - 1]
            diagonal[place] -= factor * upper[place - 1]
            right[place] -= factor * right[place - 1]
        }
        var bends = [Double](repeating: 0, count: count)
        for place in (1..<count - 1).reversed() {
            let next = place + 1 < count - 1 ? upper[place] * bends[place + 1] : 0
            bends[place] = (right[place] - next) / diagonal[place]
        }
        bends[0] = ((first + second) * bends[1] - first * bends[2]) / second
        bends[count - 1] = ((last + before) * bends[count - 2] - last * bends[count - 3]) / before
        self.bends = bends
    }

    /// The spline's value.
    func callAsFunction(_ place: Double) -> Double {
        let index = min(max((x.firstIndex { $0 > place } ?? x.count) - 1, 0), x.count - 2)
        let step = x[index + 1] - x[index]
        let (a, b) = ((x[index + 1] - place) / step, (place - x[index]) / step)
        return a * y[index] + b * y[index + 1]
            + ((a * a * a - a) * bends[index] + (b * b * b - b) * bends[index + 1]) * step * step / 6
    }
}
