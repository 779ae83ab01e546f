/// A graph as it lies in the file: its nodes in order, and its stored tensors.
struct OnnxGraph {
    private var nodes: [OnnxNode] = []
    private var tensors: [String: OnnxTensor] = [:]

    /// Takes up the nodes and tensors of a `GraphProto`.
    mutating func read(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        var graph = WireReader(file, range, place: "the graph")
        while let field = try graph.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)):
                let node = try OnnxNode(file, range)
                if node.matters { nodes.append(node) }
            case (5, .bytes(let range)):
                let tensor = try OnnxTensor(file, range)
                tensors[tensor.name] = tensor
            default: continue
            }
        }
    }

    /// The convolutions in graph order, each weight found through constants and identities.
    func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        var known = tensors
        var index = ArchiveIndex(order: .graph)
        for node in nodes {
            switch node.op {
            case "Constant": node.output.map { known[$0] = node.constant }
            case "Identity":
                if let output = node.output, let input = node.inputs.first { known[output] = known[input] }
            default: try add(node, to: &index, known, file)
            }
        }
        for (name, tensor) in known where tensor.shape.count == 4 {
            index.tensors[name] = index.tensors[name] ?? tensor.stored(as: name)
        }
        return index
    }

    private func add(
        _ node: OnnxNode, to index: inout ArchiveIndex, _ known: [String: OnnxTensor], _ file: LazyFile
    ) throws(ArchiveError) {
        guard node.inputs.count > 1 else {
            throw .malformed(
                file: file.path, place: "node '\(node.name)'", expectation: "a convolution has an input and a weight")
        }
        let weight = node.inputs[1]
        let name = node.name.isEmpty ? ConvolutionLayer.stem(of: weight) : node.name
        guard let tensor = known[weight] else {
            if index.layers.isEmpty, index.computed == nil { index.computed = (name, weight) }
            return
        }
        // One- and three-dimensional convolutions are no business of vision's first layer.
        guard tensor.shape.count == 4 else { return }
        let bias = node.inputs.count > 2 && !node.inputs[2].isEmpty ? node.inputs[2] : nil
        let layer = ConvolutionLayer(
            name: name, op: node.op, weight: weight, bias: bias, shape: tensor.shape, group: node.group)
        guard let layer else {
            throw .malformed(
                file: file.path, place: "the weight '\(weight)' of shape \(shapeText(tensor.shape))",
                expectation: "four positive sizes that \(node.group) groups can part are expected")
        }
        try tensor.checkSize(as: weight, file)
        index.layers.append(layer)
        index.tensors[weight] = tensor.stored(as: weight)
        if let bias, let tensor = known[bias] { index.tensors[bias] = tensor.stored(as: bias) }
    }
}
