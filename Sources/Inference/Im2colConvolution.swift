import CMatrixProduct
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

    /// Output places of a strip, about, and pieces of work at least.
    private static let places = 512, pieces = 4
    /// Floats of the windows of a strip, if that leaves a row.
    private static let room = 1 << 24

    func run(
        _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ bounds: Bounds, _ workers: Workers
    ) -> Bool {
        let isDirect = geometry.isPointwise
        // Strips are whole rows; without a matrix of windows any run of places will do.
        let unit = isDirect ? Int(PRODUCT_COLUMNS) : geometry.columns.output
        let units = isDirect ? (geometry.outputPlane + unit - 1) / unit : geometry.rows.output
        let inner = kernels.inputs * geometry.taps
        let most = isDirect ? Self.places : min(Self.places, max(Self.room / inner, 1))
        let images = geometry.batch * kernels.group
        // Windows are laid out once; what lies there may be read by several workers, each for some of the outputs.
        let wanted = isDirect ? 1 : (Self.pieces + images - 1) / images
        let strips = min(max((geometry.outputPlane + most - 1) / most, wanted), units)
        let length = (units + strips - 1) / strips
        let perImage = (units + length - 1) / length
        let panels = (kernels.outputsOfGroup + Int(PRODUCT_ROWS) - 1) / Int(PRODUCT_ROWS)
        let shares = isDirect ? min((Self.pieces - 1) / (images * perImage) + 1, panels) : 1
        let height = (panels + shares - 1) / shares * Int(PRODUCT_ROWS)
        let parts = (kernels.outputsOfGroup + height - 1) / height
        nonisolated(unsafe) let (input, output) = (input, output)
        return workers.allSatisfy(images * perImage * parts) { item in
            let (piece, part) = item.quotientAndRemainder(dividingBy: parts)
            let (place, strip) = piece.quotientAndRemainder(dividingBy: perImage)
            let (image, group) = place.quotientAndRemainder(dividingBy: kernels.group)
            let from = input + (image * geometry.channels + group * kernels.inputs) * geometry.inputPlane
            let to = output + (image * kernels.outputs + group * kernels.outputsOfGroup) * geometry.outputPlane
            let range = strip * length..<min((strip + 1) * length, units)
            let places = range.lowerBound * unit..<min(range.upperBound * unit, geometry.outputPlane)
            let channels = part * height..<min((part + 1) * height, kernels.outputsOfGroup)
            if isDirect {
                let from = from + places.lowerBound
                return multiply(group, channels, from, stride: geometry.inputPlane, places, geometry, to, bounds)
            }
            return withUnsafeTemporaryAllocation(of: Float.self, capacity: inner * places.count) { windows in
                guard let windows = windows.baseAddress else { return false }
                Windows(geometry: geometry, channels: kernels.inputs).lay(range, from: from, into: windows)
                return multiply(group, channels, windows, stride: places.count, places, geometry, to, bounds)
            }
        }
    }

    private func multiply(
        _ group: Int, _ channels: Range<Int>, _ windows: UnsafePointer<Float>, stride: Int, _ places: Range<Int>,
        _ geometry: ConvolutionGeometry, _ output: UnsafeMutablePointer<Float>, _ bounds: Bounds
    ) -> Bool {
        let product = MatrixProduct(
            rows: channels.count, columns: places.count, inner: kernels.inputs * geometry.taps)
        return kernels.bias.withUnsafeBufferPointer { bias in
            let first = group * kernels.outputsOfGroup + channels.lowerBound
            return product(
                weights[group], from: channels.lowerBound, windows, stride: stride,
                into: output + channels.lowerBound * geometry.outputPlane + places.lowerBound,
                stride: geometry.outputPlane, ending: bias.baseAddress.map { (bias: $0 + first, bounds: bounds) })
        }
    }
}
