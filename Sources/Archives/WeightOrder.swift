import Planes

extension ConvolutionLayer {
    /// Where the weight of an index lies, in words; all counts begin at 0.
    func place(of index: Int) -> String {
        let size = kernelSize
        let (row, column) = (index / size.width % size.height, index % size.width)
        return
            "kernel \(index / size.count / inputs), channel \(index / size.count % inputs), row \(row), column \(column)"
    }

    /// The weights of a transposed convolution, stored input first, in the order output, input of the group, row, column.
    func outputFirst(_ weights: [Float]) -> [Float] {
        let (perGroup, area) = (shape[1], kernelSize.count)
        var ordered: [Float] = []
        ordered.reserveCapacity(weights.count)
        for output in 0..<outputs {
            for input in 0..<inputs {
                let start = ((output / perGroup * inputs + input) * perGroup + output % perGroup) * area
                ordered.append(contentsOf: weights[start..<start + area])
            }
        }
        return ordered
    }
}
