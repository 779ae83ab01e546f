import Planes
import Workers

/// Convolution as its definition reads, the reference for the fast ways; sums in double precision.
struct PlainConvolution: ConvolutionWay {
    let kernels: ConvolutionKernels

    init(_ kernels: ConvolutionKernels) { self.kernels = kernels }

    func run(
        _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ bounds: Bounds, _ workers: Workers
    ) -> Bool {
        nonisolated(unsafe) let (input, output) = (input, output)
        workers.forEach(geometry.batch * kernels.outputs) { plane in
            let (image, channel) = plane.quotientAndRemainder(dividingBy: kernels.outputs)
            let first = channel / kernels.outputsOfGroup * kernels.inputs
            let from = input + (image * geometry.channels + first) * geometry.inputPlane
            let to = output + plane * geometry.outputPlane
            for row in 0..<geometry.rows.output {
                for column in 0..<geometry.columns.output {
                    let sum = sum(geometry, from, channel, row, column) + Double(kernels.bias[channel])
                    to[row * geometry.columns.output + column] = bounds(Float(sum))
                }
            }
        }
        return false
    }

    private func sum(
        _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Float>, _ output: Int, _ row: Int, _ column: Int
    ) -> Double {
        var sum = 0.0
        kernels.weights.values.withUnsafeBufferPointer { weights in
            var index = output * kernels.inputs * geometry.taps
            for channel in 0..<kernels.inputs {
                for i in 0..<geometry.rows.kernel {
                    let y = geometry.rows.place(of: row, tap: i)
                    for j in 0..<geometry.columns.kernel {
                        let x = geometry.columns.place(of: column, tap: j)
                        if y >= 0, y < geometry.rows.input, x >= 0, x < geometry.columns.input {
                            let place = channel * geometry.inputPlane + y * geometry.columns.input + x
                            sum += Double(weights[index]) * Double(input[place])
                        }
                        index += 1
                    }
                }
            }
        }
        return sum
    }
}
