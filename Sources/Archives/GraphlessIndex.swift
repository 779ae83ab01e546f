extension ArchiveIndex {
    /// The index of a file of named tensors without a graph, given in file order.
    ///
    /// Each tensor of four dimensions is taken for a convolution's weight; its bias is the vector named like it with
    /// `.bias` in place of `.weight`, of one element per output.
    init(_ stored: [StoredTensor]) {
        for tensor in stored { tensors[tensor.name] = tensor }
        for tensor in stored {
            let stem = ConvolutionLayer.stem(of: tensor.name)
            let bias = tensors[stem + ".bias"].flatMap {
                $0.shape == tensor.shape.prefix(1).map(\.self) ? $0.name : nil
            }
            let layer = ConvolutionLayer(name: stem, weight: tensor.name, bias: bias, shape: tensor.shape)
            if let layer { layers.append(layer) }
        }
    }
}
