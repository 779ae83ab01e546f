import GSL
import Planes

/// A patch taken apart along the principal axes of its channels: planes that do not covary, each with its own colour.
struct ColorComponents: Sendable {
    /// Unit vectors over the channels.
    let colors: [[Double]]
    /// The patch along each colour, free of a mean.
    let planes: [[Double]]

    /// The standard deviation of each plane.
    let deviations: [Double]

    /// A component with less than this part of the variation is rounding.
    private static let least = 1e-9

    init(_ patch: Patch) {
        let centered = patch.channels.map { values -> [Double] in
            let mean = values.reduce(0, +) / Double(values.count)
            return values.map { $0 - mean }
        }
        let rows = Matrix(rows: centered.count, columns: patch.size.count, elements: centered.flatMap(\.self))
        let (values, vectors) = rows.timesTranspose(of: rows).symmetricEigensystem
        let total = values.reduce(0) { $0 + max($1, 0) }
        let kept = values.indices.filter { values[$0] > Self.least * total }
        colors = kept.map { axis in (0..<centered.count).map { vectors[axis, $0] } }
        planes = colors.map { color in
            patch.x.indices.map { place in
                color.indices.reduce(0) { $0 + color[$1] * centered[$1][place] }
            }
        }
        deviations = planes.map { plane in
            (plane.reduce(0) { $0 + $1 * $1 } / Double(max(plane.count - 1, 1))).squareRoot()
        }
    }
}
