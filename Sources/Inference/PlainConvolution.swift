import CTiles
import Planes
import Workers

/// Convolution as its definition reads, the reference for the fast ways; sums in double precision.
struct PlainConvolution: ConvolutionWay {
    let kernels: ConvolutionKernels

    init(_ kernels: ConvolutionKernels) { self.kernels = kernels }

    func run(
        _ lattice: Lattice, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ bounds: Bounds,
        _ workers: Workers
    ) {
        nonisolated(unsafe) let (input, output) = (input, output)
        workers.forEach(lattice.batch * kernels.outputs) { plane in
            let (image, channel) = plane.quotientAndRemainder(dividingBy: kernels.outputs)
            let first = channel / kernels.outputsOfGroup * kernels.inputs
            let from = input + (image * lattice.channels + first) * lattice.inputPlane
            let to = output + plane * lattice.outputPlane
            for row in 0..<lattice.rows.output {
                for column in 0..<lattice.columns.output {
                    let sum = sum(lattice, from, channel, row, column) + Double(kernels.bias[channel])
                    to[row * lattice.columns.output + column] = bounds(Float(sum))
                }
            }
        }
    }

    private func sum(
        _ lattice: Lattice, _ input: UnsafePointer<Float>, _ output: Int, _ row: Int, _ column: Int
    ) -> Double {
        var sum = 0.0
        kernels.weights.values.withUnsafeBufferPointer { weights in
            var index = output * kernels.inputs * lattice.taps
            for channel in 0..<kernels.inputs {
                for i in 0..<lattice.rows.kernel {
                    let y = lattice.rows.place(of: row, tap: i)
                    for j in 0..<lattice.columns.kernel {
                        let x = lattice.columns.place(of: column, tap: j)
                        if y >= 0, y < lattice.rows.input, x >= 0, x < lattice.columns.input {
                            let place = channel * lattice.inputPlane + y * lattice.columns.input + x
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

/// Convolution of single channels, as in depthwise layers: whole rows at once, tap by tap.
struct RowConvolution: ConvolutionWay {
    let kernels: ConvolutionKernels

    /// - Precondition: one input channel per group.
    init(_ kernels: ConvolutionKernels) {
        precondition(kernels.inputs == 1, "one input channel per group")
        self.kernels = kernels
    }

    func run(
        _ lattice: Lattice, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ bounds: Bounds,
        _ workers: Workers
    ) {
        nonisolated(unsafe) let (input, output) = (input, output)
        workers.inPieces(lattice.batch * kernels.outputs, of: 8) { planes in
            for plane in planes {
                let (image, channel) = plane.quotientAndRemainder(dividingBy: kernels.outputs)
                let group = channel / kernels.outputsOfGroup
                let from = input + (image * lattice.channels + group) * lattice.inputPlane
                let to = output + plane * lattice.outputPlane
                to.update(repeating: 0, count: lattice.outputPlane)
                for tap in 0..<lattice.taps {
                    add(tap, kernels.weights.values[channel * lattice.taps + tap], lattice, from, to)
                }
                tiles_clip(lattice.outputPlane, to, kernels.bias[channel], bounds.low, bounds.high)
            }
        }
    }

    private func add(
        _ tap: Int, _ weight: Float, _ lattice: Lattice, _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>
    ) {
        lattice.forEachRow(ofTap: tap) { count, output, input in
            tiles_add_row(count, to + output, from + input, lattice.columns.stride, weight)
        }
    }
}
