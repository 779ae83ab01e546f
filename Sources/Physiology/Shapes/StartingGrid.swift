import CGaborKernels
import Foundation
import GSL
import Planes

/// Where a Gabor fit starts: a local spectrum of the patch, taken with a grid of Gabor atoms over one window size.
///
/// Each atom is a quadrature pair made orthonormal and free of a mean, so that the squared inner products with a patch are
/// the variation that the atom explains. One matrix product scores a whole set of patches on all atoms.
struct StartingGrid: Sendable {
    /// Geometry of each atom, as ``GaborShape`` takes it.
    let geometries: [[Double]]
    /// Two rows per atom.
    private let atoms: Matrix

    private static let orientations = 8
    private static let frequencies = 5
    /// Widths as parts of the window's shorter side.
    private static let widths = [0.14, 0.28]
    /// Centres as parts of the window, from its middle.
    private static let centers = [(0.0, 0.0), (0.25, 0), (-0.25, 0), (0, 0.25), (0, -0.25)]

    init(size: PixelSize) {
        let (x, y) = Patch.places(size)
        let bounds = FitBounds(size)
        let range = bounds.widths
        let side = Double(min(size.height, size.width))
        let low = 0.6 / side
        let high = 0.45
        var geometries: [[Double]] = []
        var rows: [Double] = []
        for width in Self.widths.map({ max($0 * side, 0.6) }) {
            for (cx, cy) in Self.centers {
                for step in 0..<Self.frequencies {
                    let frequency = low * pow(high / low, Double(step) / Double(Self.frequencies - 1))
                    for turn in 0..<Self.orientations {
                        let angle = Double(turn) * .pi / Double(Self.orientations)
                        let geometry =
                            bounds.centerParameters(x: cx * Double(size.width), y: cy * Double(size.height)) + [
                                angle, LatticeFrequency.parameter(frequency, angle: angle),
                                range.parameter(width), range.parameter(width),
                            ]
                        guard let pair = Self.pair(geometry, bounds, x, y) else { continue }
                        geometries.append(geometry)
                        rows += pair
                    }
                }
            }
        }
        self.geometries = geometries
        atoms = Matrix(rows: rows.count / size.count, columns: size.count, elements: rows)
    }

    /// The atom's two columns, centred and orthonormal; `nil` where the window is too small to tell them apart.
    private static func pair(_ geometry: [Double], _ bounds: FitBounds, _ x: [Double], _ y: [Double]) -> [Double]? {
        var columns = [Double](repeating: 0, count: shapeRoom * x.count)
        columns.withUnsafeMutableBufferPointer {
            guard let rows = $0.baseAddress else { return }
            GaborShape(bounds: bounds).fill(rows, at: geometry, x: x, y: y, count: x.count)
        }
        var basis: [[Double]] = []
        for column in 0..<2 {
            var values = Array(columns[column * x.count..<(column + 1) * x.count])
            let before = values.reduce(0) { $0 + $1 * $1 }
            let mean = values.reduce(0, +) / Double(values.count)
            values = values.map { $0 - mean }
            for other in basis {
                let part = zip(values, other).reduce(0) { $0 + $1.0 * $1.1 }
                values = zip(values, other).map { $0 - part * $1 }
            }
            let square = values.reduce(0) { $0 + $1 * $1 }
            guard square > 1e-8 * before else { return nil }
            basis.append(values.map { $0 / square.squareRoot() })
        }
        return basis[0] + basis[1]
    }

    /// For each patch the geometries of its best atoms, best first, no two of them neighbours in the grid's order.
    ///
    /// - Complexity: O(atoms · patches · channels · pixels), as one matrix product.
    func starts(for patches: [Patch], count: Int) -> [[[Double]]] {
        let channels = patches.first?.channels.count ?? 0
        guard channels > 0, !geometries.isEmpty else { return patches.map { _ in [] } }
        let pixels = atoms.columns
        let values = Matrix(
            rows: patches.count * channels, columns: pixels, elements: patches.flatMap { $0.channels.flatMap(\.self) })
        let products = values.timesTranspose(of: atoms)
        return patches.indices.map { patch in
            var scores = [Double](repeating: 0, count: geometries.count)
            for channel in 0..<channels {
                let row = (patch * channels + channel) * products.columns
                for atom in geometries.indices {
                    let even = products.elements[row + 2 * atom]
                    let odd = products.elements[row + 2 * atom + 1]
                    scores[atom] += even * even + odd * odd
                }
            }
            return best(scores, count: count).map { geometries[$0] }
        }
    }

    /// The best atoms, each unlike those taken before it: another frequency, or an orientation more than a step away.
    private func best(_ scores: [Double], count: Int) -> [Int] {
        var taken: [Int] = []
        for atom in scores.indices.sorted(by: { (scores[$0], $1) > (scores[$1], $0) }) {
            guard taken.count < count else { break }
            let isNew = taken.allSatisfy { other in
                let a = geometries[atom]
                let b = geometries[other]
                let turn = abs(a[2] - b[2])
                return abs(a[3] - b[3]) > 0.1 * abs(a[3])
                    || min(turn, .pi - turn) > 1.5 * .pi / Double(Self.orientations)
            }
            if isNew { taken.append(atom) }
        }
        return taken
    }
}
