import Retinotopy

/// Where each place of a flattened visual area lies in the visual field: with it a page draws any picture on the cortex,
/// looked at anywhere.
struct CortexSheet: Encodable, Sendable {
    /// Millimetres from one place to the next, along rows and columns.
    let step: Double
    /// Millimetres of the first column and the first row, x to the right, y up.
    let left, top: Double
    /// Degrees of the visual field, x to the right and y up, 2 × rows × columns; 1000 outside the area.
    let degrees: PackedNumbers
    let name: String
    /// Eccentricity at which it ends, degrees.
    let reach: Double
    /// Eccentricities, and the millimetres of cortex to a degree there.
    let magnification: [[Double]]

    /// A sheet of a map up to an eccentricity.
    init(_ named: CorticalMap.Named, reach: Double) {
        let map = named.map
        let reach = min(reach, map.reach)
        (name, self.reach) = (named.rawValue, reach)
        magnification = [0.0, 1, 2, 4, 8, 16, 32].filter { $0 <= reach }
            .map { [$0, map.magnification(atEccentricity: $0)] }
        // The border of the area and of its representation, walked along both half meridians and the rim.
        let rim = (0...180).flatMap { step -> [VisualPoint] in
            let angle = Double(step) / 180
            let along = reach * angle
            return [
                VisualPoint(x: along, y: 0), VisualPoint(x: 0, y: along), VisualPoint(x: 0, y: -along),
                VisualPoint(eccentricity: reach, polarAngle: angle * 180 - 90),
            ]
        }
        let places = rim.map { map.position(of: $0, in: .left) }
        let right = places.map { -$0.x }.max() ?? 1
        let high = places.map { abs($0.y) }.max() ?? 1
        let step = max(2 * right / 480, 0.05)
        let (columns, rows) = (Int((2 * right / step).rounded(.up)) + 1, Int((2 * high / step).rounded(.up)) + 1)
        (self.step, left, top) = (step, -Double(columns - 1) / 2 * step, Double(rows - 1) / 2 * step)
        var values = [Float](repeating: 1000, count: 2 * rows * columns)
        for row in 0..<rows {
            for column in 0..<columns {
                let (x, y) = (left + Double(column) * step, top - Double(row) * step)
                let point = CorticalPoint(hemisphere: x < 0 ? .left : .right, x: x, y: y)
                guard let place = map.place(at: point), place.eccentricity <= reach else { continue }
                values[row * columns + column] = Float(place.x)
                values[(rows + row) * columns + column] = Float(place.y)
            }
        }
        degrees = PackedNumbers(shape: [2, rows, columns], values)
    }
}
