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
                    Windows(lattice: lattice, channels: kernels.inputs).lay(range, from: from, into: windows)
                    multiply(group, windows, stride: places.count, places, lattice, to, bounds)
                }
            }
        }
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
