import CRows
import Planes
import Workers

/// A convolution run backwards: every value is spread over its window, weighted by the kernels.
///
/// This is the derivative of a convolution by its input, and what networks call a transposed convolution.
struct Col2imConvolution {
    let kernels: ConvolutionKernels

    init(_ kernels: ConvolutionKernels) { self.kernels = kernels }

    /// The planes that a convolution on `geometry` reads, from those that it gives.
    func run(_ geometry: ConvolutionGeometry, _ values: Tensor<Float>, _ workers: Workers) -> Tensor<Float> {
        let shape = [geometry.batch, geometry.channels, geometry.rows.input, geometry.columns.input]
        if kernels.inputs == 1, kernels.outputsOfGroup == 1, let turned = geometry.turned {
            return alone(turned, values, shape, workers)
        }
        return values.values.withUnsafeBufferPointer { from in
            Tensor(shape: shape) { to in
                guard let input = from.baseAddress, let output = to.baseAddress else { return }
                nonisolated(unsafe) let (from, to) = (input, output)
                // Channels are disjoint, so each can be written by one worker.
                let perGroup = (kernels.inputs + Self.channels - 1) / Self.channels
                workers.forEach(geometry.batch * kernels.group * perGroup) { item in
                    let (image, rest) = item.quotientAndRemainder(dividingBy: kernels.group * perGroup)
                    let (group, piece) = rest.quotientAndRemainder(dividingBy: perGroup)
                    let channels =
                        piece * Self.channels..<min((piece + 1) * Self.channels, kernels.inputs)
                    let outputs = image * kernels.outputs + group * kernels.outputsOfGroup
                    let inputs = image * geometry.channels + group * kernels.inputs
                    spread(
                        group, channels, geometry, from + outputs * geometry.outputPlane,
                        to + inputs * geometry.inputPlane
                    )
                }
            }
        }
    }

    /// Channels that are convolved each alone and densely: by the kernels turned round.
    private func alone(
        _ turned: ConvolutionGeometry, _ values: Tensor<Float>, _ shape: [Int], _ workers: Workers
    ) -> Tensor<Float> {
        let way = DepthwiseConvolution(kernels.turned)
        return values.values.withUnsafeBufferPointer { from in
            Tensor(shape: shape) { to in
                guard let from = from.baseAddress, let to = to.baseAddress else { return }
                _ = way.run(turned, from: from, to: to, .none, workers)
            }
        }
    }

    /// Channels per piece of work.
    private static let channels = 32

    /// Taps of some channels × output places at once, strip by strip of output rows, then each tap added where it lies.
    private func spread(
        _ group: Int, _ channels: Range<Int>, _ geometry: ConvolutionGeometry, _ from: UnsafePointer<Float>,
        _ to: UnsafeMutablePointer<Float>
    ) {
        let first = to + channels.lowerBound * geometry.inputPlane
        first.update(repeating: 0, count: channels.count * geometry.inputPlane)
        let width = max(geometry.columns.output, 1)
        let rows = channels.count * geometry.taps
        let length = max(1, min(128, (1 << 24) / rows) / width)
        let stride = kernels.inputs * geometry.taps
        let weights = kernels.weights.values.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { preconditionFailure("kernels have weights") }
            return PackedMatrix(
                rows: rows, inner: kernels.outputsOfGroup,
                weights + group * kernels.outputsOfGroup * stride + channels.lowerBound * geometry.taps, stride: stride,
                isTransposed: true)
        }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * length * width) { buffer in
            guard let taps = buffer.baseAddress else { return }
            for start in Swift.stride(from: 0, to: geometry.rows.output, by: length) {
                let strip = start..<min(start + length, geometry.rows.output)
                // The cotangent of one unit is 0 in most rows.
                guard !isZero(strip, geometry, from) else { continue }
                let places = strip.count * width
                let product = MatrixProduct(rows: rows, columns: places, inner: kernels.outputsOfGroup)
                let from = from + start * width
                if geometry.isPointwise {
                    product(
                        weights, from, stride: geometry.outputPlane, into: first + start * width,
                        stride: geometry.inputPlane)
                    continue
                }
                product(weights, from, stride: geometry.outputPlane, into: taps, stride: places)
                for row in 0..<rows {
                    let (channel, tap) = row.quotientAndRemainder(dividingBy: geometry.taps)
                    add(taps + row * places, tap, strip, geometry, first + channel * geometry.inputPlane)
                }
            }
        }
    }

    private func isZero(_ rows: Range<Int>, _ geometry: ConvolutionGeometry, _ from: UnsafePointer<Float>) -> Bool {
        let width = geometry.columns.output
        return (0..<kernels.outputsOfGroup).allSatisfy { channel in
            row_zero(rows.count * width, from + channel * geometry.outputPlane + rows.lowerBound * width) == 1
        }
    }

    private func add(
        _ values: UnsafePointer<Float>, _ tap: Int, _ strip: Range<Int>, _ geometry: ConvolutionGeometry,
        _ plane: UnsafeMutablePointer<Float>
    ) {
        let (i, j) = tap.quotientAndRemainder(dividingBy: geometry.columns.kernel)
        let columns = geometry.columns.inside(tap: j)
        for row in geometry.rows.inside(tap: i).clamped(to: strip) {
            let from = values + (row - strip.lowerBound) * geometry.columns.output
            let line = plane + geometry.rows.place(of: row, tap: i) * geometry.columns.input
            guard !columns.isEmpty else { continue }
            row_spread(
                columns.count, line + geometry.columns.place(of: columns.lowerBound, tap: j), geometry.columns.stride,
                from + columns.lowerBound)
        }
    }
}
