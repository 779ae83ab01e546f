import Foundation

/// A ridge through the window's centre, G(u) and u·G(u) of one coordinate: what a window of a few pixels shows of a bar or
/// an edge. Parameters: angle, width across.
struct RidgeShape: Shape {
    let bounds: FitBounds
    let parameterCount = 2
    let columnCount = 2

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        let (width, slope) = (bounds.widths.width(p[1]), bounds.widths.slope(p[1]))
        let (ca, sa) = (cos(p[0]), sin(p[0]))
        for i in 0..<count {
            let (u, v) = (x[i] * ca + y[i] * sa, y[i] * ca - x[i] * sa)
            let square = u * u / (width * width)
            let hill = exp(-0.5 * square)
            rows[i] = hill
            rows[count + i] = u * hill
            rows[2 * count + i] = -u / (width * width) * v * hill
            rows[3 * count + i] = v * hill * (1 - square)
            rows[4 * count + i] = slope * square * hill
            rows[5 * count + i] = slope * square * u * hill
        }
    }
}

/// A round Gaussian on the window's centre: what a window of a few pixels shows of a spot. Parameter: its width.
struct SpotShape: Shape {
    let bounds: FitBounds
    let parameterCount = 1
    let columnCount = 1

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        let (width, slope) = (bounds.widths.width(p[0]), bounds.widths.slope(p[0]))
        for i in 0..<count {
            let square = (x[i] * x[i] + y[i] * y[i]) / (width * width)
            rows[i] = exp(-0.5 * square)
            rows[count + i] = slope * square * rows[i]
        }
    }
}

/// A Gabor along the one axis of a window that is one pixel wide. Parameters: place along it, frequency, width.
struct LineGaborShape: Shape {
    let bounds: FitBounds
    /// The angle of the axis: 0 along a row, π/2 along a column.
    let angle: Double
    let parameterCount = 3
    let columnCount = 2

    /// As a Gabor of two dimensions that is as wide as it may be across the line.
    func gabor(_ p: [Double]) -> [Double] {
        let along = bounds.widths.parameter(bounds.widths.high)
        return (angle == 0 ? [p[0], 0] : [0, p[0]]) + [angle, p[1], p[2], along]
    }

    func fill(
        _ rows: UnsafeMutablePointer<Double>, at p: [Double], x: UnsafePointer<Double>, y: UnsafePointer<Double>,
        count: Int
    ) {
        GaborShape(bounds: bounds).fill(rows, at: gabor(p), x: x, y: y, count: count)
        for (target, source) in [angle == 0 ? 2 : 4, 8, 10].enumerated() where source != 2 + 2 * target {
            (rows + (2 + 2 * target) * count).update(from: rows + source * count, count: 2 * count)
        }
    }
}
