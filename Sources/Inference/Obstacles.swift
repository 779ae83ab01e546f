package import Networks

/// What keeps a network from running, as far as its graph tells.
extension Network {
    /// Why some tensors cannot be had: a branch or a loop on the way to them that goes as inputs say which are no picture,
    /// or an operation that is not run; `nil` where nothing is in the way.
    package func obstacle(to tensors: Set<String>, of image: ImageInput) -> InferenceError? {
        let network = try? Plan.defined(self, on: [image.name: image.shape])
        return network?.obstacle(to: tensors, image: image.name)
    }

    /// Those of some tensors that can be had, as far as the graph tells.
    package func attainable(of tensors: Set<String>, of image: ImageInput) -> Set<String> {
        guard let network = try? Plan.defined(self, on: [image.name: image.shape]) else { return tensors }
        var lost: Set<String> = []
        for node in network.nodes {
            let isInTheWay = !node.isRun || !network.decidingInputs(of: node, but: image.name).isEmpty
            let isBehind = node.reads.contains(where: lost.contains)
            lost.formUnion(isInTheWay || isBehind ? node.outputs[...] : node.outputsNotGiven)
        }
        return tensors.subtracting(lost)
    }

    /// What keeps tensors of a network in the operators that are run.
    ///
    /// - Parameters:
    ///   - tensors: by their names.
    ///   - image: the name of the picture's input.
    func obstacle(to tensors: Set<String>, image: String?) -> InferenceError? {
        let needed = indices(giving: tensors)
        if let node = needed.lazy.map({ nodes[$0] }).first(where: { !decidingInputs(of: $0, but: image).isEmpty }) {
            return .undecided(node: node.label, op: node.op.name, inputs: decidingInputs(of: node, but: image))
        }
        guard let index = needed.first(where: { !nodes[$0].isRun }) else { return nil }
        return .missingOperator(node: nodes[index].label, op: nodes[index].op.name, layers: layersThatRun)
    }

    /// The inputs besides the picture that say which way a branch goes, or how many rounds a loop.
    private func decidingInputs(of node: Node, but image: String?) -> [String] {
        guard !node.bodies.isEmpty else { return [] }
        let deciding = Set(node.inputs.prefix(node.op == .if ? 1 : 2).filter { !$0.isEmpty })
        let read = deciding.union(indices(giving: deciding).flatMap { nodes[$0].reads })
        return inputs.map(\.name).filter { read.contains($0) && $0 != image }
    }

    /// Names of the nodes that no operation which is not run stands before.
    private var layersThatRun: [String] {
        var lost: Set<String> = []
        var layers: [String] = []
        for node in nodes {
            if node.isRun, !node.reads.contains(where: lost.contains) {
                layers.append(node.label)
            } else {
                lost.formUnion(node.outputs)
            }
        }
        return layers
    }
}

extension Node {
    fileprivate var isRun: Bool { Factories.all[op] != nil && !outputs.isEmpty }

    /// What serves training alone, a dropout's mask or the moments that a normalization found, and is not computed.
    fileprivate var outputsNotGiven: ArraySlice<String> {
        [.dropout, .batchNormalization, .layerNormalization].contains(op) ? outputs.dropFirst() : []
    }
}
