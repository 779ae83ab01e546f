extension Network {
    /// The convolution that gives a tensor from the image itself; `nil` where something else does.
    public func firstConvolution(giving tensor: String) -> Node? {
        nodes.first { node in
            node.outputs.contains(tensor) && node.op == .conv && inputs.contains { $0.name == node.inputs[0] }
        }
    }
}
