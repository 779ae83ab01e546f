extension TorchTensors {
    /// A storage that a pickle refers to: its class and its key.
    static func storage(_ value: PickleValue, _ machine: PickleMachine) -> (type: String, key: String, count: Int)? {
        guard case .persistent(let id) = machine.node(value)?.kind, let parts = machine.items(id), parts.count >= 5,
            machine.text(parts[0]) == "storage", let type = machine.global(parts[1]), let key = machine.key(parts[2]),
            let count = machine.integer(parts[4]), count >= 0
        else { return nil }
        return (type, key, count)
    }

    /// How many elements each storage has, and bytes each of them.
    static func storageSizes(_ machine: PickleMachine) -> [String: (count: Int, width: Int)] {
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
        for tensor in tensors where index.tensors[tensor.name] == nil { index.tensors[tensor.name] = tensor }
        let weights = tensors.filter { $0.shape.count == 4 && Self.isWeight($0.name) }
        for misfit in misfits where misfit.shape.count == 4 && (weights.isEmpty || Self.isWeight(misfit.tensor)) {
            throw .malformed(
                file: file.path, place: "tensor '\(misfit.tensor)' of shape \(shapeText(misfit.shape))",
                expectation: "a place for each element in its storage is expected")
        }
        let candidates = weights.isEmpty ? tensors.filter { $0.shape.count == 4 } : weights
        index.layers = candidates.compactMap { layer($0, index.tensors) }
        index.warnings = Self.warning(of: machine).map { [$0] } ?? []
        return index
    }

    /// Whether a name is a convolution's weight by PyTorch's custom, not a mean, a mask or an optimizer's memory of one.
    private static func isWeight(_ name: String) -> Bool {
        ["weight", "weight_orig", "weight_v"].contains(name.split(separator: ".").last ?? "")
            || name.hasSuffix("parametrizations.weight.original") || name.hasSuffix("parametrizations.weight.original1")
    }

    private func layer(_ tensor: StoredTensor, _ named: [String: StoredTensor]) -> ConvolutionLayer? {
        let stem = ConvolutionLayer.stem(of: tensor.name)
        let vector = named[stem + ".bias"]?.shape
        let module = convolutions[stem]
        // Without the module, a bias that fits the second size alone tells a transposed convolution.
        let transposed =
            module?.transposed ?? (vector == [tensor.shape[1]] && tensor.shape[0] != tensor.shape[1])
        func read(bias: String?) -> ConvolutionLayer? {
            ConvolutionLayer(
                name: stem, op: transposed ? "ConvTranspose" : "Conv", weight: tensor.name, bias: bias,
                shape: tensor.shape, group: module?.groups ?? 1)
        }
        guard let layer = read(bias: nil) else { return nil }
        return vector == [layer.outputs] ? read(bias: stem + ".bias") : layer
    }

    /// A line on the names in a pickle that Python would import and that are not PyTorch's own way of saving.
    static func warning(of machine: PickleMachine) -> String? {
        var names: [String] = []
        var seen: Set<String> = []
        for node in machine.nodes {
            guard case .global(let module, let name) = node.kind, !isCustomary(module, name) else { continue }
            if seen.insert("\(module).\(name)").inserted { names.append("\(module).\(name)") }
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
        case "torch.nn.parameter": ["Parameter", "Buffer"].contains(name)
        default: module.hasPrefix("torch.nn.modules.")
        }
    }
}
