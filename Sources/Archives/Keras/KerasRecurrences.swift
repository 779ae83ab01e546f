import Networks

/// Layers whose state goes on along the second axis.
extension KerasRules {
    static let recurrences: [String: Rule] = [
        "LSTM": recurrent, "GRU": recurrent, "SimpleRNN": recurrent, "Bidirectional": bidirectional, "RNN": cells,
        "ConvLSTM1D": convolutional, "ConvLSTM2D": convolutional, "ConvLSTM3D": convolutional,
    ]

    private static let recurrent: Rule = { (maker, call) throws(ArchiveError) in
        guard let layer = KerasRecurrence(call, maker), call.arguments.tensors.count == 1 else {
            return maker.addUnknown(call)
        }
        return [try maker.recur(layer, over: call.input(maker), named: call.name)]
    }

    /// A cell, or several one above the other, of which each goes through all steps before the next.
    private static let cells: Rule = { (maker, call) throws(ArchiveError) in
        guard let cell = call.config["cell"], call.arguments.tensors.count == 1 else { return maker.addUnknown(call) }
        let isStack = cell["class_name"]?.text == "StackedRNNCells"
        let parts = isStack ? cell["config"]?["cells"]?.list ?? [] : [cell]
        var (layers, used): ([KerasRecurrence], [String: Int]) = ([], [:])
        for (place, part) in parts.enumerated() {
            guard let className = part["class_name"]?.text, let config = part["config"] else {
                return maker.addUnknown(call)
            }
            let stem = KerasConfig.pathName(className)
            let count = used[stem, default: 0]
            used[stem] = count + 1
            let inner = call.inside(
                place == parts.count - 1 ? call.name : maker.part(call, config["name"]?.text ?? className),
                scope: call.scope + [config["name"]?.text ?? stem], className: className, config: config,
                path: call.path + (isStack ? "/cell/cells/\(stem)\(count == 0 ? "" : "_\(count)")" : "/cell"),
                inputs: call.inputs)
            guard var layer = KerasRecurrence(inner, maker, of: call.config) else { return maker.addUnknown(call) }
            if place < parts.count - 1 { (layer.givesSequence, layer.keepsOrder) = (true, true) }
            layers.append(layer)
        }
        guard !layers.isEmpty else { return maker.addUnknown(call) }
        var tensor = try call.input(maker)
        for layer in layers { tensor = try maker.recur(layer, over: tensor, named: layer.call.name) }
        return [tensor]
    }

    /// A layer and another that begins at the end, what they give laid together.
    private static let bidirectional: Rule = { (maker, call) throws(ArchiveError) in
        let merge = call.config["merge_mode"]?.text ?? "concat"
        let ops: [String: Operator] = ["concat": .concat, "sum": .add, "mul": .mul, "ave": .mean]
        guard let op = ops[merge], let forward = call.config["layer"], call.arguments.tensors.count == 1 else {
            return maker.addUnknown(call)
        }
        let input = try call.input(maker)
        var results: [String] = []
        for (way, layer) in [("forward", forward), ("backward", call.config["backward_layer"] ?? forward)] {
            guard let className = layer["class_name"]?.text, let config = layer["config"] else {
                return maker.addUnknown(call)
            }
            // Older files name the two after the one.
            let own = config["name"]?.text ?? className
            let name = own.hasPrefix("\(way)_") ? own : "\(way)_\(own)"
            let inner = call.inside(
                maker.part(call, way), scope: call.scope + [name], className: className, config: config,
                path: "\(call.path)/\(way)_layer", inputs: [input])
            guard var recurrence = KerasRecurrence(inner, maker) else { return maker.addUnknown(call) }
            recurrence.isBackward = way == "backward"
            // Both in the order of the input.
            recurrence.keepsOrder = true
            results.append(try maker.recur(recurrence, over: input, named: inner.name))
        }
        return [maker.add(op, call.name, results, op == .concat ? ["axis": .int(-1)] : [:])]
    }
}

extension KerasNetwork {
    /// Adds a layer, batch × step × feature.
    mutating func recur(
        _ layer: KerasRecurrence, over input: String, named name: String
    ) throws(ArchiveError) -> String {
        func named(_ what: String) -> String { "\(name)/\(what)" }
        var steps: Steps?
        if let mask = masks[input] { steps = pack(input, by: mask, layer, named: name) }
        var inputs = [
            add(
                .transpose, draft.free(named("step by step")), [steps?.packed ?? input], ["perm": .ints([1, 0, 2])])
        ]
        for (what, tensor) in zip(["kernel", "recurrent_kernel"], layer.tensors) {
            let turned = add(
                .transpose, draft.free(named("\(what)/turned")), [constant(tensor)], ["perm": .ints([1, 0])])
            inputs.append(direction(gates(of: turned, axis: 0, layer, named(what)), named(what)))
        }
        if let bias = layer.tensors.dropFirst(2).first { inputs.append(self.bias(bias, layer, named: name)) }
        if let steps { inputs += (inputs.count < 4 ? [""] : []) + [steps.lengths] }
        var settings: [String: Attribute] = ["hidden_size": .int(layer.units)]
        settings.merge(layer.functions) { $1 }
        if layer.isBackward { settings["direction"] = .string("reverse") }
        if layer.resetsAfter { settings["linear_before_reset"] = .int(1) }
        let (states, last) = (draft.free(named("states")), draft.free(named("last")))
        draft.add(
            Node(
                name: named("recurrence"), op: layer.op, inputs: inputs, outputs: [states, last], attributes: settings))
        guard layer.givesSequence else {
            return add(.squeeze, name, [last, constant(named("direction"), whole: [0])], shape: [nil, layer.units])
        }
        let isTurned = layer.isBackward && !layer.keepsOrder
        let one = add(.squeeze, draft.free(named("one way")), [states, constant(named("direction"), whole: [1])])
        var rows = add(
            .transpose, isTurned || steps != nil ? draft.free(named("rows")) : name, [one], ["perm": .ints([1, 0, 2])],
            shape: [nil, nil, layer.units])
        if let steps { rows = spread(rows, over: steps, layer, named: isTurned ? draft.free(named("all")) : name) }
        return isTurned ? reversed(rows, axes: [1], named: name, shape: [nil, nil, layer.units]) : rows
    }

    /// A bias, or the two of a state that is reset behind its weights, as one row.
    private mutating func bias(_ bias: StoredTensor, _ layer: KerasRecurrence, named name: String) -> String {
        func named(_ what: String) -> String { "\(name)/\(what)" }
        let width = layer.order.count * layer.units
        var both = constant(bias)
        if bias.shape.count == 1 {
            let none = constant(named("no bias"), [Float](repeating: 0, count: width))
            both = add(.concat, draft.free(named("biases")), [both, none], ["axis": .int(0)])
        }
        let rows = add(
            .reshape, draft.free(named("bias rows")), [both, constant(named("bias sizes"), whole: [2, width])])
        let ordered = gates(of: rows, axis: 1, layer, named("bias"))
        return add(
            .reshape, draft.free(named("bias")), [ordered, constant(named("bias size"), whole: [1, 2 * width])])
    }

    /// Gates in ONNX's order.
    private mutating func gates(
        of tensor: String, axis: Int, _ layer: KerasRecurrence, _ name: String
    ) -> String {
        guard layer.order != Array(layer.order.indices) else { return tensor }
        let parts = layer.order.indices.map { draft.free("\(name)/gate \($0)") }
        let sizes = constant("\(name)/gate sizes", whole: layer.order.map { _ in layer.units })
        draft.add(
            Node(
                name: "\(name)/gates", op: .split, inputs: [tensor, sizes], outputs: parts,
                attributes: ["axis": .int(axis)]))
        return add(.concat, draft.free("\(name)/ordered"), layer.order.map { parts[$0] }, ["axis": .int(axis)])
    }

    /// With an axis for the one direction.
    private mutating func direction(_ tensor: String, _ name: String) -> String {
        add(.unsqueeze, draft.free("\(name)/one way"), [tensor, constant("\(name)/axis", whole: [0])])
    }
}
