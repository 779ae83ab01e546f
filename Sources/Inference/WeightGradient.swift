import Planes
import Workers

/// The derivatives of a convolution by its weights and its bias: Σ cotangent · input under the window, over the places and
/// images of a batch; Σ cotangent.
///
/// Images are summed in parts whose number depends on the batch alone, so results do not depend on workers.
struct WeightGradient {
    let kernels: ConvolutionKernels

    /// Parts that can be summed at once.
    private static let parts = 16
    /// Output places of a strip, about.
    private static let places = 1024

    /// The derivatives, of the shapes of weights and bias.
    ///
    /// - Parameters:
    ///   - cotangent: batch × output × row × column.
    ///   - input: batch × channel × row × column.
    func run(
        _ geometry: ConvolutionGeometry, _ cotangent: Tensor<Float>, _ input: Tensor<Float>, _ workers: Workers
    ) -> (weights: Tensor<Float>, bias: Tensor<Float>) {
        let isEmpty = geometry.batch * geometry.outputPlane == 0
        let length = max((geometry.batch + Self.parts - 1) / Self.parts, 1)
        let count = isEmpty ? 0 : (geometry.batch + length - 1) / length
        let sums = workers.map(count) { part in
            sum(part * length..<min((part + 1) * length, geometry.batch), geometry, cotangent, input)
        }
        var weights = Tensor<Float>(shape: kernels.weights.shape, repeating: 0)
        for part in sums { weights.update { to in for index in to.indices { to[index] += part[index] } } }
        return (weights, Tensor(shape: [kernels.outputs], values: bias(geometry, cotangent)))
    }

    /// The sum over some images.
    private func sum(
        _ images: Range<Int>, _ geometry: ConvolutionGeometry, _ cotangent: Tensor<Float>, _ input: Tensor<Float>
    ) -> [Float] {
        let length = max(1, min(Self.places, (1 << 24) / (kernels.inputs * geometry.taps)) / geometry.columns.output)
        let room = kernels.inputs * geometry.taps * length * geometry.columns.output
        var sum = [Float](repeating: 0, count: kernels.weights.count)
        sum.withUnsafeMutableBufferPointer { sum in
            cotangent.values.withUnsafeBufferPointer { above in
                input.values.withUnsafeBufferPointer { below in
                    withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { room in
                        guard let sum = sum.baseAddress, let above = above.baseAddress, let below = below.baseAddress,
                            let room = room.baseAddress
                        else { return }
                        for image in images {
                            for group in 0..<kernels.group {
                                add(image, group, geometry, length, above, below, room, to: sum)
                            }
                        }
                    }
                }
            }
        }
        return sum
    }

    /// Adds the share of one group of one image, strip by strip of output rows: cotangents × windowsᵀ.
    private func add(
        _ image: Int, _ group: Int, _ geometry: ConvolutionGeometry, _ length: Int, _ cotangent: UnsafePointer<Float>,
        _ input: UnsafePointer<Float>, _ room: UnsafeMutablePointer<Float>, to sum: UnsafeMutablePointer<Float>
    ) {
        let windows = Windows(geometry: geometry, channels: kernels.inputs)
        let (width, first) = (geometry.columns.output, group * kernels.outputsOfGroup)
        let above = cotangent + (image * kernels.outputs + first) * geometry.outputPlane
        let below = input + (image * geometry.channels + group * kernels.inputs) * geometry.inputPlane
        for start in stride(from: 0, to: geometry.rows.output, by: length) {
            let rows = start..<min(start + length, geometry.rows.output)
            windows.lay(rows, from: below, into: room)
            let places = rows.count * width
            MatrixProduct(
                rows: kernels.outputsOfGroup, columns: windows.count, inner: places, transposeB: true, accumulates: true
            )(
                above + start * width, stride: geometry.outputPlane, room, stride: places,
                into: sum + first * windows.count, stride: windows.count)
        }
    }

    private func bias(_ geometry: ConvolutionGeometry, _ cotangent: Tensor<Float>) -> [Float] {
        cotangent.values.withUnsafeBufferPointer { values in
            (0..<kernels.outputs).map { output in
                var sum = 0.0
                for image in 0..<geometry.batch {
                    let start = (image * kernels.outputs + output) * geometry.outputPlane
                    for place in start..<start + geometry.outputPlane { sum += Double(values[place]) }
                }
                return Float(sum)
            }
        }
    }
}
