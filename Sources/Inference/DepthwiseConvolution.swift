import CCorrelation
import CRows
import Networks
import Planes
import Workers

/// Convolution of single channels, as in depthwise layers: strips of a plane, all taps of a place in registers.
struct DepthwiseConvolution: ConvolutionWay {
    private let kernels: ConvolutionKernels

    /// - Precondition: one input channel per group.
    init(_ kernels: ConvolutionKernels) {
        precondition(kernels.inputs == 1, "one input channel per group")
        self.kernels = kernels
    }

    /// Floats of a strip, about.
    private static let places = 1 << 14
    /// The most floats of a strip of one row; windows that reach further are laid out one by one.
    private static let room = 1 << 22

    func run(
        _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ bounds: Bounds, _ workers: Workers
    ) -> Bool {
        let phases = PlanePhases(geometry)
        guard phases.count(rows: 1) <= Self.room else {
            return Im2colConvolution(kernels).run(geometry, from: input, to: output, bounds, workers)
        }
        let length = min(max(Self.places / phases.pitch, 1), geometry.rows.output)
        let offsets = phases.offsets(rows: length)
        let room = phases.count(rows: length) + Int(CORRELATION_SLACK)
        // With one strip per plane, what is padding stays so from plane to plane.
        let isOneStrip = length == geometry.rows.output
        nonisolated(unsafe) let (input, output) = (input, output)
        return workers.allSatisfy(geometry.batch * kernels.outputs, inPiecesOf: 8) { planes in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { scratch in
                guard let laid = scratch.baseAddress else { return false }
                if isOneStrip { laid.update(repeating: 0, count: room) }
                var isFinite = true
                for plane in planes {
                    let (image, channel) = plane.quotientAndRemainder(dividingBy: kernels.outputs)
                    let from = input + (image * kernels.group + channel / kernels.outputsOfGroup) * geometry.inputPlane
                    let to = output + plane * geometry.outputPlane
                    for first in stride(from: 0, to: geometry.rows.output, by: length) {
                        if !isOneStrip { laid.update(repeating: 0, count: room) }
                        phases.lay(first, length, from: from, into: laid)
                        let count = min(length, geometry.rows.output - first)
                        let to = to + first * geometry.columns.output
                        isFinite =
                            sum(channel, laid, phases.pitch, offsets, count, geometry.columns.output, bounds, to)
                            && isFinite
                    }
                }
                return isFinite
            }
        }
    }

    private func sum(
        _ channel: Int, _ laid: UnsafePointer<Float>, _ pitch: Int, _ offsets: [Int], _ rows: Int, _ width: Int,
        _ bounds: Bounds,
        _ to: UnsafeMutablePointer<Float>
    ) -> Bool {
        kernels.weights.values.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return false }
            return correlation_rows(
                rows, width, laid, pitch, offsets.count, offsets, weights + channel * offsets.count,
                kernels.bias[channel], bounds.low, bounds.high, to) == 1
        }
    }
}

/// A plane with its padding, in which the rows and columns that share a phase of the stride lie together: there a strided
/// convolution is a dense one, row after row.
private struct PlanePhases {
    let rows, columns: PlacedAxis
    /// Columns of a phase; those behind the outputs are what the last windows reach.
    let pitch: Int

    init(_ geometry: ConvolutionGeometry) {
        (rows, columns) = (geometry.rows, geometry.columns)
        pitch = columns.output + (columns.extent - 1) / columns.stride
    }

    /// Rows of a phase for so many rows of outputs.
    private func height(_ count: Int) -> Int { count + (rows.extent - 1) / rows.stride }

    /// Floats of all phases.
    func count(rows count: Int) -> Int { elementCount([rows.stride, columns.stride, height(count), pitch]) }

    /// Where each tap of the first output lies.
    func offsets(rows count: Int) -> [Int] {
        (0..<rows.kernel).flatMap { i in
            (0..<columns.kernel).map { j in
                let (y, x) = (i * rows.dilation, j * columns.dilation)
                let phase = y % rows.stride * columns.stride + x % columns.stride
                return (phase * height(count) + y / rows.stride) * pitch + x / columns.stride
            }
        }
    }

    /// Lays what some rows of outputs read; what is padding is left as it is.
    func lay(_ first: Int, _ count: Int, from plane: UnsafePointer<Float>, into phases: UnsafeMutablePointer<Float>) {
        let (top, height) = (first * rows.stride - rows.before, height(count))
        let left = max(0, -columns.before)
        let inside = left..<max(left, min(columns.input, pitch * columns.stride - columns.before))
        for y in max(0, top)..<max(0, top, min(rows.input, top + height * rows.stride)) {
            let (index, phase) = (y - top).quotientAndRemainder(dividingBy: rows.stride)
            let to = phases + (phase * columns.stride * height + index) * pitch
            let from = plane + y * columns.input
            if columns.stride == 1 {
                (to + left + columns.before).update(from: from + left, count: inside.count)
                continue
            }
            for x in inside.prefix(columns.stride) {
                let (first, phase) = (x + columns.before).quotientAndRemainder(dividingBy: columns.stride)
                let (to, from) = (to + phase * height * pitch + first, from + x)
                let count = (inside.upperBound - x + columns.stride - 1) / columns.stride
                row_take(count, to, from, columns.stride)
            }
        }
    }
}
