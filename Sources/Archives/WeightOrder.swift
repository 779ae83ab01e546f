import Planes

extension ConvolutionLayer {
    /// Where the weight of an index lies, in words; all counts begin at 0.
    func place(of index: Int) -> String {
        let size = kernelSize
        let (row, column) = (index / size.width % size.height, index % size.width)
        return
            "kernel \(index / size.count / inputs), channel \(index / size.count % inputs), row \(row), column \(column)"
    }

    /// The stored weights in the order output, input of its group, row, column, and colours as red, green, blue.
    ///
    /// A transposed convolution's kernels are not turned round.
    func ordered(_ weights: [Float]) -> [Float] {
        if layout == .oihw, colors == .rgb { return weights }
        let stride = { (axis: WeightLayout.Axis) in layout.stride(of: axis, in: shape) }
        let (outputStride, inputStride, rowStride, columnStride) = (
            stride(.output), stride(.input), stride(.row), stride(.column)
        )
        // A transposed convolution stores all inputs and one group's outputs, any other the reverse.
        let perGroup = outputs / group
        var ordered: [Float] = []
        ordered.reserveCapacity(weights.count)
        for output in 0..<outputs {
            for input in 0..<inputs {
                let channel = storedChannel(of: input)
                let start =
                    transposed
                    ? output % perGroup * outputStride + (output / perGroup * inputs + channel) * inputStride
                    : output * outputStride + channel * inputStride
                for row in 0..<kernelSize.height {
                    for column in 0..<kernelSize.width {
                        ordered.append(weights[start + row * rowStride + column * columnStride])
                    }
                }
            }
        }
        return ordered
    }

    /// Which stored channel takes the colour of an index in red, green, blue; a fourth, opacity, stays.
    private func storedChannel(of input: Int) -> Int {
        colors == .bgr && takesColors && input < 3 ? 2 - input : input
    }

    /// Whether the inputs can be colours.
    var takesColors: Bool { inputs == 3 || inputs == 4 }
}
