import CTiles
import Planes
import Workers

/// Convolution as a matrix product: the windows of a strip of output rows become the columns of a matrix that stays in
/// the cache, so the whole matrix of windows is never there.
///
/// A 1 × 1 convolution's windows are its input, which is used as it lies.
struct StripConvolution: ConvolutionWay {
    let kernels: ConvolutionKernels

    init(_ kernels: ConvolutionKernels) { self.kernels = kernels }

    /// Output places of a strip, about; shapes alone decide, so that results do not depend on workers.
    private static let places = 512
    /// Floats of the windows of a strip, if that leaves a row.
    private static let room = 1 << 24

    func run(
        _ lattice: Lattice, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ bounds: Bounds,
        _ workers: Workers
    ) {
        let direct =
            lattice.taps == 1 && lattice.rows.stride == 1 && lattice.columns.stride == 1
            && lattice.rows.before == 0 && lattice.rows.output == lattice.rows.input
            && lattice.columns.before == 0 && lattice.columns.output == lattice.columns.input
        // Strips are whole rows; without a matrix of windows any run of places will do.
        let unit = direct ? 1 : lattice.columns.output
        let total = lattice.outputPlane / unit
        let inner = kernels.inputs * lattice.taps
        let places = direct ? Self.places : min(Self.places, max(Self.room / inner, 1))
        let strips = min(max((lattice.outputPlane + places - 1) / places, 4), total)
        let length = (total + strips - 1) / strips
        nonisolated(unsafe) let (input, output) = (input, output)
        let perImage = (total + length - 1) / length
        workers.forEach(lattice.batch * kernels.group * perImage) { item in
            let (image, rest) = item.quotientAndRemainder(dividingBy: kernels.group * perImage)
            let (group, strip) = rest.quotientAndRemainder(dividingBy: perImage)
            let from = input + (image * lattice.channels + group * kernels.inputs) * lattice.inputPlane
            let to = output + (image * kernels.outputs + group * kernels.outputsOfGroup) * lattice.outputPlane
            let range = strip * length..<min((strip + 1) * length, total)
            if direct {
                multiply(group, from + range.lowerBound, stride: lattice.inputPlane, range, lattice, to, bounds)
            } else {
                let places = range.lowerBound * unit..<range.upperBound * unit
                withUnsafeTemporaryAllocation(
                    of: Float.self, capacity: kernels.inputs * lattice.taps * places.count
                ) { windows in
                    guard let windows = windows.baseAddress else { return }
                    lay(range, lattice, from, into: windows)
                    multiply(group, windows, stride: places.count, places, lattice, to, bounds)
                }
            }
        }
    }

    /// The windows of some output rows: a row per channel and tap, a column per output place.
    private func lay(
        _ rows: Range<Int>, _ lattice: Lattice, _ input: UnsafePointer<Float>, into windows: UnsafeMutablePointer<Float>
    ) {
        let axis = lattice.columns
        let places = rows.count * axis.output
        let spans = (0..<axis.kernel).map { axis.inside(tap: $0) }
        // The columns of a row that share a phase of the stride lie together, so that every tap reads a run of them.
        let length = (axis.input + axis.stride - 1) / axis.stride
        withUnsafeTemporaryAllocation(of: Float.self, capacity: length * axis.stride) { phases in
            guard let phases = phases.baseAddress else { return }
            for (index, row) in rows.enumerated() {
                for line in 0..<kernels.inputs * lattice.rows.kernel {
                    let (channel, i) = line.quotientAndRemainder(dividingBy: lattice.rows.kernel)
                    let to = windows + line * axis.kernel * places + index * axis.output
                    let y = lattice.rows.place(of: row, tap: i)
                    guard y >= 0, y < lattice.rows.input else {
                        for j in 0..<axis.kernel { (to + j * places).update(repeating: 0, count: axis.output) }
                        continue
                    }
                    let from = input + channel * lattice.inputPlane + y * axis.input
                    if axis.stride > 1 { split(from, axis, length, into: phases) }
                    for j in 0..<axis.kernel {
                        let x = axis.place(of: spans[j].lowerBound, tap: j)
                        let (step, phase) = x.quotientAndRemainder(dividingBy: axis.stride)
                        let run = axis.stride > 1 ? UnsafePointer(phases + (phase * length + step)) : from + x
                        fill(to + j * places, axis.output, spans[j], from: run)
                    }
                }
            }
        }
    }

    private func split(
        _ row: UnsafePointer<Float>, _ axis: PlacedAxis, _ length: Int, into phases: UnsafeMutablePointer<Float>
    ) {
        for phase in 0..<min(axis.stride, axis.input) {
            let to = phases + phase * length
            for index in 0..<(axis.input - phase + axis.stride - 1) / axis.stride {
                to[index] = row[index * axis.stride + phase]
            }
        }
    }

    /// A run inside a row, zeros around it.
    private func fill(
        _ to: UnsafeMutablePointer<Float>, _ count: Int, _ inside: Range<Int>, from run: UnsafePointer<Float>
    ) {
        guard !inside.isEmpty else { return to.update(repeating: 0, count: count) }
        to.update(repeating: 0, count: inside.lowerBound)
        (to + inside.lowerBound).update(from: run, count: inside.count)
        (to + inside.upperBound).update(repeating: 0, count: count - inside.upperBound)
    }

    private func multiply(
        _ group: Int, _ windows: UnsafePointer<Float>, stride: Int, _ places: Range<Int>, _ lattice: Lattice,
        _ output: UnsafeMutablePointer<Float>, _ bounds: Bounds
    ) {
        let inner = kernels.inputs * lattice.taps
        let first = group * kernels.outputsOfGroup
        kernels.weights.values.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            MatrixProduct(rows: kernels.outputsOfGroup, columns: places.count, inner: inner)(
                weights + first * inner, stride: inner, windows, stride: stride, into: output + places.lowerBound,
                stride: lattice.outputPlane)
        }
        for channel in 0..<kernels.outputsOfGroup {
            tiles_clip(
                places.count, output + channel * lattice.outputPlane + places.lowerBound, kernels.bias[first + channel],
                bounds.low, bounds.high)
        }
    }
}
