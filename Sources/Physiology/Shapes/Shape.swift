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

/// A quadrature pair of Gabors. Parameters: the centre as in ``FitBounds``, angle of the wave (image axes, radians), frequency
/// as in ``LatticeFrequency``, and the two widths as in ``WidthRange``.
struct GaborShape: Shape {
    let bounds: FitBounds
    let parameterCount = 6
    let columnCount = 2

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        let (center, widths) = (bounds.center(p), bounds.widths)
        let frequency = LatticeFrequency.value(p[3], angle: p[2])
        gabor_columns(
            count, x, y, center.x, center.y, p[2], frequency, widths.width(p[4]), widths.width(p[5]), rows)
        let slopes = LatticeFrequency.slopes(p[3], angle: p[2])
        let byAngle = rows + 6 * count
        let byFrequency = rows + 8 * count
        for i in 0..<2 * count {
            byAngle[i] += slopes.angle * byFrequency[i]
            byFrequency[i] *= slopes.s
        }
        let centers = bounds.centerSlopes(p)
        scale(rows + 2 * count, by: centers.x, count: 2 * count)
        scale(rows + 4 * count, by: centers.y, count: 2 * count)
        scale(rows + 10 * count, by: widths.slope(p[4]), count: 2 * count)
        scale(rows + 12 * count, by: widths.slope(p[5]), count: 2 * count)
    }
}

/// An elliptical Gaussian. Parameters: centre, angle, two widths.
struct BlobShape: Shape {
    let bounds: FitBounds
    let parameterCount = 5
    let columnCount = 1

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        // A Gabor of frequency 0: the even column and its derivatives by all but the frequency.
        let (center, widths) = (bounds.center(p), bounds.widths)
        gabor_columns(count, x, y, center.x, center.y, p[2], 0, widths.width(p[3]), widths.width(p[4]), rows)
        for (target, source) in [2, 4, 6, 10, 12].enumerated() {
            (rows + (target + 1) * count).update(from: rows + source * count, count: count)
        }
        let centers = bounds.centerSlopes(p)
        scale(rows + count, by: centers.x, count: count)
        scale(rows + 2 * count, by: centers.y, count: count)
        scale(rows + 4 * count, by: widths.slope(p[3]), count: count)
        scale(rows + 5 * count, by: widths.slope(p[4]), count: count)
    }
}

/// A Gaussian and its derivative across the bars, G and u·G: what a Gabor becomes as its frequency goes to 0. Steps, bars
/// and flanks whose wave the window does not show. Parameters: centre, angle, width across, width along.
struct EdgeShape: Shape {
    let bounds: FitBounds
    let parameterCount = 5
    let columnCount = 2

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        let (center, widths) = (bounds.center(p), bounds.widths)
        let centers = bounds.centerSlopes(p)
        let slopes = (across: widths.slope(p[3]), along: widths.slope(p[4]))
        let parts = UnsafeMutablePointer<Double>.allocate(capacity: shapeRoom * count)
        defer { parts.deallocate() }
        gabor_columns(count, x, y, center.x, center.y, p[2], 0, widths.width(p[3]), widths.width(p[4]), parts)
        let (ca, sa) = (cos(p[2]), sin(p[2]))
        for i in 0..<count {
            let (dx, dy) = (x[i] - center.x, y[i] - center.y)
            let (u, v) = (dx * ca + dy * sa, dy * ca - dx * sa)
            let hill = parts[i]
            rows[i] = hill
            rows[count + i] = u * hill
            // For each parameter the derivative of G, and with that of u the one of u·G.
            func write(_ parameter: Int, _ byHill: Double, _ byU: Double) {
                rows[(2 + 2 * parameter) * count + i] = byHill
                rows[(3 + 2 * parameter) * count + i] = u * byHill + byU * hill
            }
            write(0, parts[2 * count + i] * centers.x, -ca * centers.x)
            write(1, parts[4 * count + i] * centers.y, -sa * centers.y)
            write(2, parts[6 * count + i], v)
            write(3, parts[10 * count + i] * slopes.across, 0)
            write(4, parts[12 * count + i] * slopes.along, 0)
        }
    }
}

/// Two round Gaussians on one centre (Rodieck 1965). Parameters: centre, centre width, surround width.
struct CenterSurroundShape: Shape {
    let bounds: FitBounds
    let parameterCount = 4
    let columnCount = 2

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        let (center, centers, widths) = (bounds.center(p), bounds.centerSlopes(p), bounds.widths)
        let parts = UnsafeMutablePointer<Double>.allocate(capacity: shapeRoom * count)
        defer { parts.deallocate() }
        (rows).update(repeating: 0, count: 10 * count)
        for part in 0..<2 {
            let width = widths.width(p[2 + part])
            gabor_columns(count, x, y, center.x, center.y, 0, 0, width, width, parts)
            for (target, source) in [(part, 0), (2 + part, 2), (4 + part, 4)] {
                (rows + target * count).update(from: parts + source * count, count: count)
            }
            scale(rows + (2 + part) * count, by: centers.x, count: count)
            scale(rows + (4 + part) * count, by: centers.y, count: count)
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

func scale(_ values: UnsafeMutablePointer<Double>, by factor: Double, count: Int) {
    for i in 0..<count { values[i] *= factor }
}
