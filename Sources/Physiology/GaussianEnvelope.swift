internal import Glibc
public import Planes

/// The Gaussian hill that has a map's moments, with axes along rows and columns:
///
///     g(x, y) = M/(2π·σx·σy) · exp(−½((x − x̄)²/σx² + (y − ȳ)²/σy²))
///
/// M is the sum of the map's amounts w, x̄ = Σwx/M, σx² = Σw(x − x̄)²/M, and so for y. Nothing is searched for, so that a
/// map of few pictures, rough as it is, gives steady widths; how much of a hill it is, ``r2`` tells.
public struct GaussianEnvelope: Hashable, Sendable {
    /// The height of the hill.
    public let amplitude: Double
    /// The centre of gravity, in pixels from the left and from above.
    public let x, y: Double
    /// The standard deviations about it, in pixels.
    public let sigmaX, sigmaY: Double
    /// The part of the variance over a field's pixels that the hill explains, 1 − Σ(w − g)²/Σ(w − w̄)²: below 0 where
    /// the field's mean explains more.
    public let r2: Double

    /// The width of a round hill of the same area, √(σx·σy), in pixels.
    public var sigma: Double { (sigmaX * sigmaY).squareRoot() }
    /// The full width at half maximum of that, 2√(2 ln 2)·σ.
    public var fullWidth: Double { 2 * (2 * log(2)).squareRoot() * sigma }

    /// The hill of a map.
    ///
    /// - Parameters:
    ///   - map: one amount per pixel.
    ///   - rows: those of the field.
    ///   - columns: those of the field.
    /// - Returns: `nil` for amounts that lie in one row or one column, or all alike.
    /// - Precondition: no amount is negative, and the field lies in the map.
    /// - Complexity: a few passes over the map.
    public init?(of map: Plane, rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        let width = map.size.width
        let across = (0..<width).map { x in rows.reduce(0.0) { $0 + Double(map[$1, x]) } }
        let down = (0..<map.size.height).map { y in columns.reduce(0.0) { $0 + Double(map[y, $1]) } }
        guard let (mass, x, sigmaX) = Self.moments(across), let (_, y, sigmaY) = Self.moments(down) else { return nil }
        amplitude = mass / (2 * .pi * sigmaX * sigmaY)
        (self.x, self.y, self.sigmaX, self.sigmaY) = (x, y, sigmaX, sigmaY)
        let hills = columns.map { exp(-0.5 * ((Double($0) - x) / sigmaX) * ((Double($0) - x) / sigmaX)) }
        let mean = mass / Double(rows.count * columns.count)
        var (rest, whole) = (0.0, 0.0)
        for row in rows {
            let v = (Double(row) - y) / sigmaY
            let ridge = amplitude * exp(-0.5 * v * v)
            for (place, column) in columns.enumerated() {
                let value = Double(map[row, column])
                rest += (value - ridge * hills[place]) * (value - ridge * hills[place])
                whole += (value - mean) * (value - mean)
            }
        }
        guard whole > 0 else { return nil }
        r2 = 1 - rest / whole
    }

    /// The sum of amounts along an axis, their centre of gravity and their deviation from it; `nil` without a deviation.
    private static func moments(_ amounts: [Double]) -> (mass: Double, center: Double, sigma: Double)? {
        let mass = amounts.reduce(0, +)
        guard mass > 0, mass.isFinite else { return nil }
        let center = amounts.enumerated().reduce(0.0) { $0 + Double($1.offset) * $1.element } / mass
        let square = amounts.enumerated().reduce(0.0) { sum, amount in
            let distance = Double(amount.offset) - center
            return sum + distance * distance * amount.element
        }
        guard square > 0 else { return nil }
        return (mass, center, (square / mass).squareRoot())
    }
}
