import CGaborKernels
import Foundation
import Planes

/// A family of functions over a window that a kernel may be made of: some columns, bent by a few parameters of geometry.
///
/// Every channel of a kernel is a mixture of the same columns with amplitudes of its own, plus a constant.
protocol Shape: Sendable {
    /// Parameters of geometry: what is searched.
    var parameterCount: Int { get }
    /// Columns per channel: what is solved for.
    var columnCount: Int { get }
    /// Writes the columns, then for each parameter the derivative of each column; a row is `count` values.
    ///
    /// `rows` has room for `shapeRoom` rows.
    func fill(
        _ rows: UnsafeMutablePointer<Double>, at parameters: [Double], x: UnsafePointer<Double>,
        y: UnsafePointer<Double>, count: Int)
}

/// Widths between bounds, searched as an unbounded number: ln σ = ln low + ln(high/low)/(1 + e⁻ˢ).
struct WidthRange: Sendable {
    let low: Double
    let high: Double

    /// From narrower than a pixel to twice the window.
    init(_ size: PixelSize) {
        low = 0.35
        high = 2 * Double(max(size.height, size.width, 2))
    }

    func width(_ s: Double) -> Double { low * pow(high / low, 1 / (1 + exp(-s))) }

    /// d ln σ / ds.
    func slope(_ s: Double) -> Double {
        let logistic = 1 / (1 + exp(-s))
        return log(high / low) * logistic * (1 - logistic)
    }

    func parameter(_ width: Double) -> Double {
        let part = min(max(log(width / low) / log(high / low), 1e-4), 1 - 1e-4)
        return log(part / (1 - part))
    }
}

/// Rows that the widest shape writes: a Gabor's two columns and their derivatives by six parameters.
let shapeRoom = 14

/// Frequencies that a lattice carries, |fx| ≤ ½ and |fy| ≤ ½, searched as an unbounded number: f = limit(angle) · sin s.
enum LatticeFrequency {
    static func limit(_ angle: Double) -> Double { 0.5 / max(abs(cos(angle)), abs(sin(angle))) }

    static func value(_ s: Double, angle: Double) -> Double { limit(angle) * sin(s) }

    /// d f / ds and d f / d angle.
    static func slopes(_ s: Double, angle: Double) -> (s: Double, angle: Double) {
        let limit = limit(angle)
        let turning = abs(cos(angle)) >= abs(sin(angle)) ? tan(angle) : -1 / tan(angle)
        return (limit * cos(s), limit * sin(s) * turning)
    }

    static func parameter(_ frequency: Double, angle: Double) -> Double {
        asin(min(max(frequency / limit(angle), -1), 1))
    }
}

/// A quadrature pair of Gabors. Parameters: centre x, centre y, angle of the wave (image axes, radians), frequency as in
/// ``LatticeFrequency``, and the two widths as in ``WidthRange``.
struct GaborShape: Shape {
    let widths: WidthRange
    let parameterCount = 6
    let columnCount = 2

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        let frequency = LatticeFrequency.value(p[3], angle: p[2])
        gabor_columns(count, x, y, p[0], p[1], p[2], frequency, widths.width(p[4]), widths.width(p[5]), rows)
        let slopes = LatticeFrequency.slopes(p[3], angle: p[2])
        let byAngle = rows + 6 * count
        let byFrequency = rows + 8 * count
        for i in 0..<2 * count {
            byAngle[i] += slopes.angle * byFrequency[i]
            byFrequency[i] *= slopes.s
        }
        scale(rows + 10 * count, by: widths.slope(p[4]), count: 2 * count)
        scale(rows + 12 * count, by: widths.slope(p[5]), count: 2 * count)
    }
}

/// An elliptical Gaussian. Parameters: centre x, centre y, angle, two widths.
struct BlobShape: Shape {
    let widths: WidthRange
    let parameterCount = 5
    let columnCount = 1

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        // A Gabor of frequency 0: the even column and its derivatives by all but the frequency.
        gabor_columns(count, x, y, p[0], p[1], p[2], 0, widths.width(p[3]), widths.width(p[4]), rows)
        for (target, source) in [2, 4, 6, 10, 12].enumerated() {
            (rows + (target + 1) * count).update(from: rows + source * count, count: count)
        }
        scale(rows + 4 * count, by: widths.slope(p[3]), count: count)
        scale(rows + 5 * count, by: widths.slope(p[4]), count: count)
    }
}

/// Two round Gaussians on one centre (Rodieck 1965). Parameters: centre x, centre y, centre width, surround width.
struct CenterSurroundShape: Shape {
    let widths: WidthRange
    let parameterCount = 4
    let columnCount = 2

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        let parts = UnsafeMutablePointer<Double>.allocate(capacity: shapeRoom * count)
        defer { parts.deallocate() }
        (rows).update(repeating: 0, count: 10 * count)
        for part in 0..<2 {
            let width = widths.width(p[2 + part])
            gabor_columns(count, x, y, p[0], p[1], 0, 0, width, width, parts)
            for (target, source) in [(part, 0), (2 + part, 2), (4 + part, 4)] {
                (rows + target * count).update(from: parts + source * count, count: count)
            }
            let byWidth = rows + (6 + 3 * part) * count
            let slope = widths.slope(p[2 + part])
            for i in 0..<count { byWidth[i] = slope * (parts[10 * count + i] + parts[12 * count + i]) }
        }
    }
}

/// A ramp of luminance, x and y: no geometry to search.
struct PlaneShape: Shape {
    let parameterCount = 0
    let columnCount = 2

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        rows.update(from: x, count: count)
        (rows + count).update(from: y, count: count)
    }
}

private func scale(_ values: UnsafeMutablePointer<Double>, by factor: Double, count: Int) {
    for i in 0..<count { values[i] *= factor }
}
