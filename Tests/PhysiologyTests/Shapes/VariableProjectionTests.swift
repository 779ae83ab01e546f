import Foundation
import GSL
import Planes
import Testing

@testable import Physiology

/// Variable projection beside the whole linear problem, solved densely by orthogonalisation.
@Suite struct VariableProjectionTests {
    private static let size = PixelSize(height: 8, width: 7)

    private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    /// What is left of a vector off an orthonormal basis, taken away twice for the rounding's sake.
    private func rest(_ vector: [Double], off basis: [[Double]]) -> [Double] {
        (0..<2).reduce(vector) { vector, _ in
            basis.reduce(vector) { vector, axis in
                let part = dot(vector, axis)
                return zip(vector, axis).map { $0 - part * $1 }
            }
        }
    }

    private func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
        vectors.reduce(into: []) { basis, vector in
            let rest = rest(vector, off: basis)
            let norm = dot(rest, rest).squareRoot()
            basis.append(rest.map { $0 / norm })
        }
    }

    private func problem(
        _ shape: some Shape, _ parameters: [Double], seed: UInt64
    ) -> (problem: VariableProjection, patch: Patch, rows: [[Double]]) {
        let generator = MersenneTwister(seed: seed)
        let patch = Patch(
            size: Self.size, channels: (0..<3).map { _ in (0..<Self.size.count).map { _ in generator.gaussian() } })
        let problem = VariableProjection(shape, to: patch)
        parameters.withUnsafeBufferPointer { problem.move(to: $0) }
        var values = [Double](repeating: 0, count: shapeRoom * Self.size.count)
        values.withUnsafeMutableBufferPointer {
            guard let base = $0.baseAddress else { return }
            shape.fill(base, at: parameters, x: patch.x, y: patch.y, count: Self.size.count)
        }
        let rows = (0..<shape.columnCount * (1 + shape.parameterCount)).map {
            Array(values[$0 * Self.size.count..<($0 + 1) * Self.size.count])
        }
        return (problem, patch, rows)
    }

    private func expectDense(_ shape: some Shape, _ parameters: [Double], seed: UInt64) {
        let (problem, patch, rows) = problem(shape, parameters, seed: seed)
        let columns = shape.columnCount
        let constant = [Double](repeating: 1, count: Self.size.count)
        let basis = orthonormal([constant] + rows.prefix(columns))
        let residuals = patch.channels.map { rest($0, off: basis) }
        let sum = residuals.reduce(0) { $0 + dot($1, $1) }
        #expect(abs(problem.sumOfSquares - sum) < 1e-9 * sum)
        // The amplitude of a column: by its part that no other column has.
        let amplitudes = patch.channels.map { channel in
            (0..<columns).map { column in
                let others = (0..<columns).filter { $0 != column }.map { rows[$0] }
                let own = rest(rows[column], off: orthonormal([constant] + others))
                return dot(channel, own) / dot(own, own)
            }
        }
        for channel in patch.channels.indices {
            for column in 0..<columns {
                let expected = amplitudes[channel][column]
                let found = problem.amplitude(column: column, channel: channel)
                #expect(abs(found - expected) < 1e-8 * max(1, abs(expected)))
            }
        }
        // J = −P⊥ D c, channel by channel.
        let jacobian = (0..<shape.parameterCount).map { parameter in
            patch.channels.indices.flatMap { channel -> [Double] in
                let moved = (0..<columns).reduce(into: constant.map { _ in 0.0 }) { sum, column in
                    let row = rows[columns * (1 + parameter) + column]
                    for place in sum.indices { sum[place] -= amplitudes[channel][column] * row[place] }
                }
                return rest(moved, off: basis)
            }
        }
        let residual = residuals.flatMap(\.self)
        let normal = problem.normalMatrix
        for (p, row) in jacobian.enumerated() {
            let size = dot(row, row).squareRoot()
            #expect(abs(problem.gradient[p] - dot(row, residual)) < 1e-8 * max(1, size * sum.squareRoot()))
            for (q, other) in jacobian.enumerated() {
                let scale = max(1, size * dot(other, other).squareRoot())
                #expect(abs(normal[p * jacobian.count + q] - dot(row, other)) < 1e-8 * scale)
            }
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `sum, amplitudes, gradient and normal matrix are the dense problem's`(seed: UInt64) {
        let bounds = FitBounds(Self.size)
        let widths = bounds.widths
        let turn = Double(seed) * 0.7
        let (narrow, wide) = (widths.parameter(1.3), widths.parameter(2.6))
        expectDense(GaborShape(bounds: bounds), [0.3, -0.8, turn, 0.5, narrow, wide], seed: seed)
        expectDense(BlobShape(bounds: bounds), [0.3, -0.8, turn, narrow, wide], seed: seed)
        expectDense(EdgeShape(bounds: bounds), [0.3, -0.8, turn, narrow, wide], seed: seed)
        expectDense(CenterSurroundShape(bounds: bounds), [0.3, -0.8, narrow, wide], seed: seed)
        expectDense(PlaneShape(), [], seed: seed)
    }

    @Test func `the gradient is half the slope of the sum of squares`() {
        let bounds = FitBounds(Self.size)
        let widths = bounds.widths
        let place = [0.3, -0.8, 0.9, 0.5, widths.parameter(1.3), widths.parameter(2.6)]
        let gradient = problem(GaborShape(bounds: bounds), place, seed: 3).problem.gradient
        for parameter in place.indices {
            func sum(_ step: Double) -> Double {
                var moved = place
                moved[parameter] += step
                return problem(GaborShape(bounds: bounds), moved, seed: 3).problem.sumOfSquares
            }
            #expect(abs((sum(1e-5) - sum(-1e-5)) / 4e-5 - gradient[parameter]) < 1e-5)
        }
    }

    @Test func `a column that adds nothing is left out`() {
        // At frequency 0 the odd column is zero.
        let bounds = FitBounds(Self.size)
        let found = problem(GaborShape(bounds: bounds), [0, 0, 0.4, 0, 0, 0], seed: 5).problem
        let blob = problem(BlobShape(bounds: bounds), [0, 0, 0.4, 0, 0], seed: 5).problem
        #expect(abs(found.sumOfSquares - blob.sumOfSquares) < 1e-10)
        #expect((0..<3).allSatisfy { found.amplitude(column: 1, channel: $0) == 0 })
        #expect(found.gradient.allSatisfy { $0.isFinite })
    }
}
