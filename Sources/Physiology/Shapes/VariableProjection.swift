import Foundation
import GSL
import Planes

/// Least squares where most parameters are linear: the amplitudes are solved for, the search is over geometry alone.
///
/// With the columns Φ(α) of a shape, and a constant, for every channel: ‖Y − ΦΦ⁺Y‖² over the geometry α. All that a step
/// needs are the inner products of columns, their derivatives D and the channels Y: sweeping the Gram matrix by Φ leaves
/// the amplitudes c, the residual sum and P⊥-products, from which JᵀJ = cᵀDᵀP⊥Dc and Jᵀr = −cᵀDᵀP⊥Y.
///
/// - SeeAlso: Golub & Pereyra (1973), *SIAM J. Numer. Anal.* 10:413; Kaufman (1975), *BIT* 15:49, for the Jacobian.
final class VariableProjection: LeastSquaresProblem {
    let shape: any Shape
    private let patch: Patch
    private let count: Int
    private let channelCount: Int
    private let rowCount: Int
    /// Rows: the channels, a constant, the shape's columns, their derivatives.
    private let rows: UnsafeMutablePointer<Double>
    private let products: UnsafeMutablePointer<Double>
    private var place: [Double]?

    init(_ shape: some Shape, to patch: Patch) {
        self.shape = shape
        self.patch = patch
        parameterCount = shape.parameterCount
        columnCount = shape.columnCount
        count = patch.size.count
        channelCount = patch.channels.count
        rowCount = channelCount + 1 + shape.columnCount * (1 + shape.parameterCount)
        rows = .allocate(capacity: (channelCount + 1 + shapeRoom) * count)
        products = .allocate(capacity: rowCount * rowCount)
        for (channel, values) in patch.channels.enumerated() {
            (rows + channel * count).update(from: values, count: count)
        }
        (rows + channelCount * count).update(repeating: 1, count: count)
    }

    deinit {
        rows.deallocate()
        products.deallocate()
    }

    let parameterCount: Int
    private let columnCount: Int

    func move(to x: UnsafeBufferPointer<Double>) {
        let parameters = Array(x)
        guard parameters != place else { return }
        place = parameters
        shape.fill(rows + (channelCount + 1) * count, at: parameters, x: patch.x, y: patch.y, count: count)
        gram(of: rows, count: rowCount, length: count, into: products)
        for row in 1..<rowCount {
            for column in 0..<row { products[row * rowCount + column] = products[column * rowCount + row] }
        }
        let scales = (0..<rowCount).map { products[$0 * rowCount + $0] }
        for pivot in channelCount...channelCount + columnCount { sweep(pivot, scale: scales[pivot]) }
    }

    /// A column that is a mixture of those swept before it, to this part of its square, adds nothing.
    private static let dependent = 1e-11

    /// Solves for one column: its row becomes amplitudes, the rest its orthogonal complement (Goodnight 1979).
    private func sweep(_ pivot: Int, scale: Double) {
        let size = rowCount
        let row = products + pivot * size
        let square = row[pivot]
        guard square > Self.dependent * scale else {
            // Left out: no amplitude, and nothing of it in the others.
            for other in 0..<size {
                row[other] = 0
                products[other * size + pivot] = 0
            }
            return
        }
        for column in 0..<size { row[column] /= square }
        for other in 0..<size where other != pivot {
            let target = products + other * size
            let factor = target[pivot]
            guard factor != 0 else { continue }
            for column in 0..<size { target[column] -= factor * row[column] }
            target[pivot] = -factor / square
        }
        row[pivot] = 1 / square
    }

    private func product(_ row: Int, _ column: Int) -> Double { products[row * rowCount + column] }

    private func derivative(_ parameter: Int, _ column: Int) -> Int {
        channelCount + 1 + columnCount * (1 + parameter) + column
    }

    var sumOfSquares: Double {
        (0..<channelCount).reduce(0) { $0 + max(0, product($1, $1)) }
    }

    /// How much of a column each channel holds.
    func amplitude(column: Int, channel: Int) -> Double { product(channelCount + 1 + column, channel) }

    /// An element of (ΦᵀΦ)⁻¹, the constant among the columns.
    func inverseProduct(_ a: Int, _ b: Int) -> Double { product(channelCount + 1 + a, channelCount + 1 + b) }

    /// How much of the derivative of a column, by a parameter, the column `a` takes up: an element of Φ⁺D.
    func uptake(by a: Int, ofDerivative parameter: Int, column: Int) -> Double {
        product(channelCount + 1 + a, derivative(parameter, column))
    }

    var gradient: [Double] {
        (0..<parameterCount).map { parameter in
            var sum = 0.0
            for column in 0..<columnCount {
                let row = derivative(parameter, column)
                for channel in 0..<channelCount {
                    sum -= amplitude(column: column, channel: channel) * product(row, channel)
                }
            }
            return sum
        }
    }

    var normalMatrix: [Double] {
        let columns = columnCount
        var weights = [Double](repeating: 0, count: columns * columns)
        for a in 0..<columns {
            for b in 0..<columns {
                for channel in 0..<channelCount {
                    weights[a * columns + b] +=
                        amplitude(column: a, channel: channel) * amplitude(column: b, channel: channel)
                }
            }
        }
        var normal = [Double](repeating: 0, count: parameterCount * parameterCount)
        for p in 0..<parameterCount {
            for q in 0...p {
                var sum = 0.0
                for a in 0..<columns {
                    for b in 0..<columns {
                        sum += weights[a * columns + b] * product(derivative(p, a), derivative(q, b))
                    }
                }
                normal[p * parameterCount + q] = sum
                normal[q * parameterCount + p] = sum
            }
        }
        return normal
    }
}
