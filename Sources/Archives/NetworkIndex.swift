import Networks

/// The convolutions of a network and their kernels, whatever format it comes from.
extension ArchiveIndex {
    /// The convolutions of a network in its order, those in bodies of loops and branches where these stand, with the
    /// weights that can be told before it runs.
    ///
    /// - Throws: ``ArchiveError`` for a convolution without a weight, and a weight that is no kernel set.
    init(of network: Network, _ file: LazyFile) throws(ArchiveError) {
        self.init(order: .graph)
        var folding = Folding(of: network, mostFilled: file.mostFilled)
        try add(network, &folding, file)
        unfoldStem(of: network)
    }

    private mutating func add(
        _ network: Network, _ folding: inout Folding, _ file: LazyFile
    ) throws(ArchiveError) {
        for node in network.nodes {
            if let operands = ConvolutionOperands(of: node) { try add(node, operands, &folding, file) }
            for body in node.bodies { try add(body, &folding, file) }
        }
        for constant in network.constants.values where !constant.shape.isEmpty && tensors[constant.name] == nil {
            tensors[constant.name] = StoredTensor(constant)
        }
    }

    private mutating func add(
        _ node: Node, _ operands: ConvolutionOperands, _ folding: inout Folding, _ file: LazyFile
    ) throws(ArchiveError) {
        guard let name = node.input(operands.weight) else {
            throw .malformed(
                file: file.path, place: "node '\(node.name)'", expectation: "a convolution has an input and a weight")
        }
        let layerName = node.name.isEmpty ? ConvolutionLayer.stem(of: name) : node.name
        guard node.op.isOnnx else {
            let reason = "which operations of '\(node.op.domain)' keep in an order of their own"
            return noteComputed(layerName, weight: name, reason: reason)
        }
        let weight: Constant
        do throws(UnresolvedConstant) { weight = try operands.weight(of: node, &folding) } catch {
            return noteComputed(layerName, weight: name, reason: "\(error)")
        }
        // One- and three-dimensional convolutions are no business of vision's first layer.
        guard weight.shape.count == 4 else { return }
        let bias = operands.bias.flatMap(node.input)
        let group = node.int("group") ?? 1
        let layer = ConvolutionLayer(
            name: layerName, op: node.op, weight: name, bias: bias, shape: weight.shape, group: group)
        guard let layer else {
            throw .malformed(
                file: file.path, place: "the weight '\(name)' of shape \(shapeText(weight.shape))",
                expectation: "four positive sizes that \(group) groups can part are expected")
        }
        layers.append(layer)
        var stored = StoredTensor(weight.named(name))
        if operands.op == .convInteger { stored.note = "It has integers without a scale: its weights are in steps." }
        tensors[name] = stored
        if let bias, let values = try? operands.bias(of: node, &folding) {
            tensors[bias] = StoredTensor(values.named(bias))
        }
    }
}

/// Where the weight and the bias stand among the inputs of a convolution.
struct ConvolutionOperands {
    /// The convolution by its name alone: whose it is does not tell where its operands are.
    let op: Operator
    let weight: Int
    let bias: Int?

    /// Those of a node; `nil` if it is no convolution.
    init?(of node: Node) {
        op = Operator(node.op.name)
        switch op {
        case .conv, .convTranspose, .fusedConv: (weight, bias) = (1, 2)
        case .deformConv: (weight, bias) = (1, 3)
        case .qLinearConv: (weight, bias) = (3, 8)
        case .convInteger: (weight, bias) = (1, nil)
        default: return nil
        }
    }

    /// The weight: of a quantised convolution the numbers that its integers stand for.
    ///
    /// `ConvInteger` knows no scale, so its weights are in steps: integers less their zero point.
    func weight(of node: Node, _ folding: inout Folding) throws(UnresolvedConstant) -> Constant {
        let stored = try folding.constant(node.input(weight) ?? "")
        return switch op {
        case .qLinearConv: try folding.dequantized(stored, scale: node.input(4), zero: node.input(5))
        case .convInteger: try folding.dequantized(stored, scale: nil, zero: node.input(3))
        default: stored
        }
    }

    /// The bias: of a quantised convolution its integers are in units of the weight's scale times the input's.
    func bias(of node: Node, _ folding: inout Folding) throws(UnresolvedConstant) -> Constant? {
        guard let name = bias.flatMap(node.input) else { return nil }
        let stored = try folding.constant(name)
        guard op == .qLinearConv else { return stored }
        let scaled = try folding.dequantized(stored, scale: node.input(4), zero: nil)
        return try folding.dequantized(scaled, scale: node.input(1), zero: nil)
    }
}

extension Operator {
    /// A convolution and what follows it.
    fileprivate static let fusedConv = Operator("FusedConv")
    /// A convolution that reads where an input says.
    fileprivate static let deformConv = Operator("DeformConv")
}

extension Folding {
    /// What integers stand for, with scales and zero points by name, one for all or one for each output.
    fileprivate mutating func dequantized(
        _ values: Constant, scale: String?, zero: String?
    ) throws(UnresolvedConstant) -> Constant {
        let scales: Constant? = if let scale { try constant(scale) } else { nil }
        let zeros: Constant? = if let zero { try constant(zero) } else { nil }
        let node = Node(
            op: .dequantizeLinear, inputs: [values.name, scale ?? "", zero ?? ""], outputs: [values.name],
            attributes: ["axis": .int(0)])
        return try constant(values.name, madeBy: node, of: [values, scales, zeros])
    }
}
