import CCorrelation
import CWinograd
import Networks
import Planes
import Workers

/// Convolution of single channels, as in depthwise layers: strips of a plane as one run each, all taps of a place in
/// registers.
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
        _ bounds: Bounds,
        _ workers: Workers
    ) {
        let phases = PlanePhases(geometry)
        guard phases.count(rows: 1) <= Self.room else {
            return Im2colConvolution(kernels).run(geometry, from: input, to: output, bounds, workers)
        }
        let length = min(max(Self.places / phases.pitch, 1), geometry.rows.output)
        let offsets = phases.offsets(rows: length)
        let (room, run) = (phases.count(rows: length) + Int(CORRELATION_SLACK), phases.run(rows: length))
        nonisolated(unsafe) let (input, output) = (input, output)
        workers.inPieces(geometry.batch * kernels.outputs, of: 8) { planes in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: room + run) { scratch in
                guard let laid = scratch.baseAddress else { return }
                let sums = laid + room
                for plane in planes {
                    let (image, channel) = plane.quotientAndRemainder(dividingBy: kernels.outputs)
                    let from = input + (image * kernels.group + channel / kernels.outputsOfGroup) * geometry.inputPlane
                    let to = output + plane * geometry.outputPlane
                    for first in stride(from: 0, to: geometry.rows.output, by: length) {
                        laid.update(repeating: 0, count: room)
                        phases.lay(first, length, from: from, into: laid)
                        sum(channel, laid, offsets, run, into: sums)
                        winograd_clip(run, sums, 0, bounds.low, bounds.high)
                        let columns = geometry.columns.output
                        for row in 0..<min(length, geometry.rows.output - first) {
                            (to + (first + row) * columns).update(from: sums + row * phases.pitch, count: columns)
                        }
                    }
                }
            }
        }
    }

    private func sum(
        _ channel: Int, _ laid: UnsafePointer<Float>, _ offsets: [Int], _ run: Int,
        into sums: UnsafeMutablePointer<Float>
    ) {
        kernels.weights.values.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            var (bias, to) = (kernels.bias[channel], Optional(sums))
            correlation_sums(
                run, laid, offsets.count, offsets, 1, weights + channel * offsets.count, &bias, &to)
        }
    }
}

/// A plane with its padding, in which the rows and columns that share a phase of the stride lie together: there a strided
/// convolution is a dense one, and its outputs follow each other in one run, row after row.
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

    /// From the first output to the last, with what lies between rows.
    func run(rows count: Int) -> Int { (count - 1) * pitch + columns.output }

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
                for index in 0..<count { to[index] = from[index * columns.stride] }
            }
        }
    }
}
