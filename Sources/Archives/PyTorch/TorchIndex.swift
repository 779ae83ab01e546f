import Networks

extension TorchTensors {
    /// A storage that a pickle refers to: its class and its key.
    static func storage(_ value: PickleValue, _ machine: PickleInterpreter) -> (type: String, key: String, count: Int)?
    {
        guard case .persistent(let id) = machine.node(value)?.kind, let parts = machine.items(id), parts.count >= 5,
            machine.text(parts[0]) == "storage", let type = machine.global(parts[1]), let key = machine.key(parts[2]),
            let count = machine.integer(parts[4]), count >= 0
        else { return nil }
        return (type, key, count)
    }

    /// How many elements each storage has, and bytes each of them.
    static func storageSizes(_ machine: PickleInterpreter) -> [String: (count: Int, width: Int)] {
        var sizes: [String: (count: Int, width: Int)] = [:]
        for index in machine.nodes.indices {
            guard let storage = storage(.node(index), machine), sizes[storage.key] == nil,
                let width = TorchTypes.width(ofStorage: storage.type)
            else { continue }
            sizes[storage.key] = (storage.count, width)
        }
        return sizes
    }

    /// The index: a layer for each weight, in the order in which the network's author made them.
    ///
    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)`` for a weight that does not lie in its storage.
    func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        var index = ArchiveIndex(order: .registration)
        let (tensors, incomplete) = Reparametrization.multipliedOut(tensors)
        for tensor in tensors where index.tensors[tensor.name] == nil { index.tensors[tensor.name] = tensor }
        let weights = tensors.filter { $0.shape.count == 4 && Self.isWeight($0.name) }
        for misfit in misfits
        where misfit.shape.count == 4
            && (weights.isEmpty || Self.isWeight(misfit.tensor) || Reparametrization.isWhole(misfit.tensor))
        {
            throw .malformed(
                file: file.path, place: "tensor '\(misfit.tensor)' of shape \(shapeText(misfit.shape))",
                expectation: "a place for each element in its storage is expected")
        }
        let candidates = weights.isEmpty ? tensors.filter { $0.shape.count == 4 } : weights
        let chainsBackwards = convolutions.isEmpty && Self.chainsOnlyTransposed(candidates.map(\.shape))
        index.layers = candidates.compactMap { layer($0, index.tensors, transposed: chainsBackwards) }
        index.warnings = [Self.warning(of: machine)].compactMap(\.self)
        index.warnOfIncomplete(incomplete)
        return index
    }

    /// Whether a name is a convolution's weight by PyTorch's custom, not a mean, a mask or an optimizer's memory of one.
    private static func isWeight(_ name: String) -> Bool { name == "weight" || module(ofWeight: name) != nil }

    /// The module whose weight a tensor is, by PyTorch's custom.
    private static func module(ofWeight name: String) -> String? {
        name.hasSuffix(".weight") ? String(name.dropLast(".weight".count)) : nil
    }

    private func layer(
        _ tensor: StoredTensor, _ named: [String: StoredTensor], transposed: Bool
    ) -> ConvolutionLayer? {
        let name = Self.module(ofWeight: tensor.name) ?? tensor.name
        let bias = named[name + ".bias"]?.shape
        let convolution = convolutions[name] ?? Self.convolution(tensor.shape, bias: bias, transposed)
        func read(bias: String?) -> ConvolutionLayer? {
            ConvolutionLayer(
                name: name, op: convolution.transposed ? .convTranspose : .conv, weight: tensor.name, bias: bias,
                shape: tensor.shape, group: convolution.groups)
        }
        guard let layer = read(bias: nil) else { return nil }
        return bias == [layer.outputs] ? read(bias: name + ".bias") : layer
    }

    /// Whether the outputs of each of several weights are the next one's inputs only if all are transposed.
    private static func chainsOnlyTransposed(_ shapes: [[Int]]) -> Bool {
        let pairs = zip(shapes, shapes.dropFirst())
        return shapes.count > 2 && pairs.allSatisfy { $0[1] == $1[0] } && !pairs.allSatisfy { $0[0] == $1[1] }
    }

    /// What a weight is without its module: transposed where only so the bias has an element for each output.
    private static func convolution(_ shape: [Int], bias: [Int]?, _ transposed: Bool) -> Convolution {
        guard let bias, bias.count == 1, bias[0] > 0, bias[0] != shape[0], shape[1] > 0,
            bias[0].isMultiple(of: shape[1]), shape[0].isMultiple(of: bias[0] / shape[1])
        else { return Convolution(transposed: transposed && bias == nil, groups: 1) }
        return Convolution(transposed: true, groups: bias[0] / shape[1])
    }

    /// A line on the names in a pickle that Python would import and that are not PyTorch's own way of saving.
    static func warning(of machine: PickleInterpreter) -> String? {
        var names: [String] = []
        var seen: Set<String> = []
        for node in machine.nodes {
            guard case .global(let module, let name) = node.kind, !isCustomary(module, name) else { continue }
            // A name may be as long as the file, and stand in every node.
            let global = "\(module.prefix(100)).\(name.prefix(100))"
            if seen.insert(global).inserted { names.append(global) }
        }
        guard !names.isEmpty else { return nil }
        return "the pickle names \(listed(names)); nothing was imported or run, each stands for plain data"
    }

    private static func isCustomary(_ module: String, _ name: String) -> Bool {
        switch module {
        case "torch._utils", "torch._tensor": name.hasPrefix("_rebuild")
        case "torch", "torch.storage":
            name.hasSuffix("Storage") || TorchTypes.element(name) != nil || ["Size", "device", "Tensor"].contains(name)
                || name.hasPrefix("per_")
        case "collections": ["OrderedDict", "defaultdict"].contains(name)
        case "builtins", "__builtin__": ["set", "dict", "list", "object"].contains(name)
        case "torch.nn.parameter": ["Parameter", "Buffer"].contains(name)
        case "torch.jit._pickle": true
        default: module.hasPrefix("torch.nn.modules.") || module.hasPrefix("__torch__")
        }
    }
}
