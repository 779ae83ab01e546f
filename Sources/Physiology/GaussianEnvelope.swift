internal import Glibc
internal import GSL
public import Planes

/// A Gaussian hill with axes along rows and columns, fitted to a map of amounts by least squares:
///
///     A · exp(−½((x − x₀)²/σx² + (y − y₀)²/σy²))
public struct GaussianEnvelope: Hashable, Sendable {
    /// The height of the hill.
    public let amplitude: Double
    /// Its top, in pixels from the left and from above.
    public let x, y: Double
    /// Its widths, in pixels.
    public let sigmaX, sigmaY: Double
    /// The part of the map's sum of squares that it explains.
    public let r2: Double

    /// The width of a round hill of the same area, √(σx·σy), in pixels.
    public var sigma: Double { (sigmaX * sigmaY).squareRoot() }
    /// The full width at half maximum of that, 2√(2 ln 2)·σ.
    public var fullWidth: Double { 2 * (2 * log(2)).squareRoot() * sigma }

    /// The fit, from the moments of the map.
    ///
    /// - Returns: `nil` for a map of zeros, or where no hill is found.
    /// - Complexity: some tens of passes over the map.
    public init?(of map: Plane) {
        let problem = Problem(map)
        guard let start = problem.start else { return nil }
        let (found, rest) = TrustRegion(steps: 100).minimum(of: problem, from: start)
        let square = map.values.reduce(0.0) { $0 + Double($1) * Double($1) }
        guard found.allSatisfy(\.isFinite), found[0] > 0, abs(found[3]) < 12, abs(found[4]) < 12 else { return nil }
        amplitude = found[0] * problem.scale
        (x, y) = (found[1], found[2])
        (sigmaX, sigmaY) = (exp(found[3]), exp(found[4]))
        r2 = 1 - rest * problem.scale * problem.scale / square
    }

    /// Residuals over all pixels; the logarithms of the widths are searched, so that widths stay positive.
    private final class Problem: LeastSquaresProblem {
        let parameterCount = 5
        /// The largest amount, by which the map is divided.
        let scale: Double
        private let map: Plane
        private(set) var sumOfSquares = 0.0
        private(set) var gradient = [Double](repeating: 0, count: 5)
        private(set) var normalMatrix = [Double](repeating: 0, count: 25)

        init(_ map: Plane) {
            self.map = map
            scale = Double(map.values.max() ?? 0)
        }

        /// The largest amount, the centre of gravity, and the deviations from it.
        var start: [Double]? {
            guard scale > 0 else { return nil }
            var (sum, x, y, xx, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for row in 0..<map.size.height {
                for column in 0..<map.size.width {
                    let value = Double(map[row, column])
                    sum += value
                    x += value * Double(column)
                    y += value * Double(row)
                    xx += value * Double(column * column)
                    yy += value * Double(row * row)
                }
            }
            (x, y) = (x / sum, y / sum)
            // A pixel has a width of its own.
            let (varianceX, varianceY) = (max(xx / sum - x * x, 0.25), max(yy / sum - y * y, 0.25))
            return [1, x, y, log(varianceX) / 2, log(varianceY) / 2]
        }

        func move(to p: UnsafeBufferPointer<Double>) {
            sumOfSquares = 0
            gradient = [Double](repeating: 0, count: 5)
            normalMatrix = [Double](repeating: 0, count: 25)
            let across = (0..<map.size.width).map { (Double($0) - p[1]) / exp(p[3]) }
            let down = (0..<map.size.height).map { (Double($0) - p[2]) / exp(p[4]) }
            let hills = across.map { exp(-0.5 * $0 * $0) }
            var column = [Double](repeating: 0, count: 5)
            for (row, v) in down.enumerated() {
                let ridge = exp(-0.5 * v * v)
                for (place, u) in across.enumerated() {
                    column[0] = ridge * hills[place]
                    let value = p[0] * column[0]
                    column[1] = value * u / exp(p[3])
                    column[2] = value * v / exp(p[4])
                    column[3] = value * u * u
                    column[4] = value * v * v
                    let residual = value - Double(map[row, place]) / scale
                    sumOfSquares += residual * residual
                    for i in 0..<5 {
                        gradient[i] += column[i] * residual
                        for j in i..<5 { normalMatrix[5 * i + j] += column[i] * column[j] }
                    }
                }
            }
            for i in 0..<5 { for j in 0..<i { normalMatrix[5 * i + j] = normalMatrix[5 * j + i] } }
        }
    }
}
