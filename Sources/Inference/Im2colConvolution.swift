import CWinograd
import Planes
import Workers

/// Convolution as a matrix product: the windows of a strip of output rows become the columns of a matrix that stays in
/// the cache, so the whole matrix of windows is never there.
///
/// A 1 × 1 convolution's windows are its input, which is used as it lies.
struct Im2colConvolution: ConvolutionWay {
    private let kernels: ConvolutionKernels
    /// The weights of each group, output × input and tap.
    private let weights: [PackedMatrix]

    init(_ kernels: ConvolutionKernels) {
        self.kernels = kernels
        let (outputs, inner) = (kernels.outputsOfGroup, kernels.inputs * kernels.taps)
        weights = kernels.weights.values.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress else { return [] }
            return (0..<kernels.group).map { group in
                PackedMatrix(rows: outputs, inner: inner, start + group * outputs * inner, stride: inner)
            }
        }
    }

    /// Output places of a strip, about; shapes alone decide, so that results do not depend on workers.
    private static let places = 512
    /// Floats of the windows of a strip, if that leaves a row.
    private static let room = 1 << 24

    func run(
        _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ bounds: Bounds,
        _ workers: Workers
    ) {
        let direct =
            geometry.taps == 1 && geometry.rows.stride == 1 && geometry.columns.stride == 1
            && geometry.rows.before == 0 && geometry.rows.output == geometry.rows.input
            && geometry.columns.before == 0 && geometry.columns.output == geometry.columns.input
        // Strips are whole rows; without a matrix of windows any run of places will do.
        let unit = direct ? 1 : geometry.columns.output
        let total = geometry.outputPlane / unit
        let inner = kernels.inputs * geometry.taps
        let places = direct ? Self.places : min(Self.places, max(Self.room / inner, 1))
        let strips = min(max((geometry.outputPlane + places - 1) / places, 4), total)
        let length = (total + strips - 1) / strips
        nonisolated(unsafe) let (input, output) = (input, output)
        let perImage = (total + length - 1) / length
        workers.forEach(geometry.batch * kernels.group * perImage) { item in
            let (image, rest) = item.quotientAndRemainder(dividingBy: kernels.group * perImage)
            let (group, strip) = rest.quotientAndRemainder(dividingBy: perImage)
            let from = input + (image * geometry.channels + group * kernels.inputs) * geometry.inputPlane
            let to = output + (image * kernels.outputs + group * kernels.outputsOfGroup) * geometry.outputPlane
            let range = strip * length..<min((strip + 1) * length, total)
            if direct {
                multiply(group, from + range.lowerBound, stride: geometry.inputPlane, range, geometry, to, bounds)
            } else {
                let places = range.lowerBound * unit..<range.upperBound * unit
                withUnsafeTemporaryAllocation(
                    of: Float.self, capacity: kernels.inputs * geometry.taps * places.count
                ) { windows in
                    guard let windows = windows.baseAddress else { return }
                    Windows(geometry: geometry, channels: kernels.inputs).lay(range, from: from, into: windows)
                    multiply(group, windows, stride: places.count, places, geometry, to, bounds)
                }
            }
        }
    }

    private func multiply(
        _ group: Int, _ windows: UnsafePointer<Float>, stride: Int, _ places: Range<Int>,
        _ geometry: ConvolutionGeometry,
        _ output: UnsafeMutablePointer<Float>, _ bounds: Bounds
    ) {
        let first = group * kernels.outputsOfGroup
        MatrixProduct(
            rows: kernels.outputsOfGroup, columns: places.count, inner: kernels.inputs * geometry.taps)(
                weights[group], windows, stride: stride, into: output + places.lowerBound,
                stride: geometry.outputPlane)
        for channel in 0..<kernels.outputsOfGroup {
            winograd_clip(
                places.count, output + channel * geometry.outputPlane + places.lowerBound,
                kernels.bias[first + channel],
                bounds.low, bounds.high)
        }
    }
}
