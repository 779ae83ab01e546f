public import Networks
public import Planes

/// Weights and biases by name.
public typealias Parameters = [String: Tensor<Float>]

extension Network {
    /// The network with some of its constants as inputs, so that they can be changed and derived by.
    ///
    /// - Precondition: they are constants of the network.
    public func opening(_ names: some Collection<String>) -> Network {
        precondition(names.allSatisfy { constants[$0] != nil }, "parameters are constants")
        let opened = names.compactMap { constants[$0] }.map { constant in
            Input(name: constant.name, type: constant.type, shape: constant.shape.map { .known($0) })
        }
        return rebuilt(inputs: inputs + opened, constants: constants.filter { !names.contains($0.key) })
    }

    /// The network with other values for some of its constants.
    public func with(_ parameters: Parameters) -> Network {
        let changed = parameters.map { name, tensor in
            (name, Constant(name: name, shape: tensor.shape, type: .float32, source: .floats(tensor.values)))
        }
        return rebuilt(inputs: inputs, constants: constants.merging(changed) { $1 })
    }

    private func rebuilt(inputs: [Input], constants: [String: Constant]) -> Network {
        guard
            let network = try? Network(
                name: name, opset: opset, inputs: inputs, outputs: outputs, nodes: nodes, constants: constants)
        else { preconditionFailure("every tensor has the origin that it had") }
        return network.noting(metadata)
    }
}
