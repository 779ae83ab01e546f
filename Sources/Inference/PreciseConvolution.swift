import Planes
import Workers

/// Convolution as a matrix product in double precision: what it gives is the definition's sum, rounded once, so that equal
/// windows give equal units wherever they lie.
struct PreciseConvolution: ConvolutionWay {
    private let kernels: ConvolutionKernels
    private let weights: [Double]

    init(_ kernels: ConvolutionKernels) {
        self.kernels = kernels
        weights = kernels.weights.values.map(Double.init)
    }

    /// Output places of a strip, about.
    private static let places = 256

    func run(
        _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ bounds: Bounds, _ workers: Workers
    ) -> Bool {
        let (unit, total) = (geometry.columns.output, geometry.rows.output)
        let length = max(Self.places / unit, 1)
        let strips = (total + length - 1) / length
        nonisolated(unsafe) let (input, output) = (input, output)
        workers.forEach(geometry.batch * kernels.group * strips) { item in
            let (image, rest) = item.quotientAndRemainder(dividingBy: kernels.group * strips)
            let (group, strip) = rest.quotientAndRemainder(dividingBy: strips)
            let from = input + (image * geometry.channels + group * kernels.inputs) * geometry.inputPlane
            let to = output + (image * kernels.outputs + group * kernels.outputsOfGroup) * geometry.outputPlane
            multiply(group, strip * length..<min((strip + 1) * length, total), geometry, from, to, bounds)
        }
        return false
    }

    private func multiply(
        _ group: Int, _ rows: Range<Int>, _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<Float>, _ bounds: Bounds
    ) {
        let (places, inner) = (rows.count * geometry.columns.output, kernels.inputs * geometry.taps)
        let windows = [Double](unsafeUninitializedCapacity: inner * places) { doubles, count in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: inner * places) { singles in
                guard let start = singles.baseAddress else { return }
                Windows(geometry: geometry, channels: kernels.inputs).lay(rows, from: input, into: start)
                for index in 0..<inner * places { doubles.initializeElement(at: index, to: Double(singles[index])) }
            }
            count = inner * places
        }
        let (first, outputs) = (group * kernels.outputsOfGroup, kernels.outputsOfGroup)
        let sums = [Double](unsafeUninitializedCapacity: outputs * places) { sums, count in
            weights.withUnsafeBufferPointer { weights in
                guard let a = weights.baseAddress, let c = sums.baseAddress else { return }
                windows.withUnsafeBufferPointer { windows in
                    guard let b = windows.baseAddress else { return }
                    MatrixProduct(rows: outputs, columns: places, inner: inner)(
                        a + first * inner, stride: inner, b, stride: places, into: c, stride: places)
                }
            }
            count = outputs * places
        }
        let start = rows.lowerBound * geometry.columns.output
        for channel in 0..<outputs {
            let bias = Double(kernels.bias[first + channel])
            for place in 0..<places {
                output[channel * geometry.outputPlane + start + place] = bounds(
                    Float(sums[channel * places + place] + bias))
            }
        }
    }
}
