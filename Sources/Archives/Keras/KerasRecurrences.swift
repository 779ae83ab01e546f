import Networks

/// Layers whose state goes on along the second axis.
extension KerasRules {
    static let recurrences: [String: Rule] = [
        "LSTM": recurrent, "GRU": recurrent, "SimpleRNN": recurrent, "Bidirectional": bidirectional,
    ]

    private static let recurrent: Rule = { (maker, call) throws(ArchiveError) in
        guard let layer = KerasRecurrence(call, maker), call.arguments.tensors.count == 1 else {
            return maker.addUnknown(call)
        }
        return [try maker.recur(layer, over: call.input(maker), named: call.name)]
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

/// What a recurrent layer is, as its description says.
private struct KerasRecurrence {
    let call: KerasLayerCall
    let op: Operator
    /// Kernel, recurrent kernel, and what there is of a bias.
    let tensors: [StoredTensor]
    /// Where ONNX has each of Keras's gates.
    let order: [Int]
    let units: Int
    /// Whether it gives the state at every step.
    let givesSequence: Bool
    var isBackward: Bool
    /// Whether a layer that runs backwards gives its states in the order of its input, not of its steps.
    var keepsOrder = false

    /// `nil` for settings that are not followed.
    init?(_ call: KerasLayerCall, _ maker: KerasNetwork) {
        self.call = call
        let usual: (Operator, [Int], [String: String])
        switch call.className {
        // Keras: input, forget, cell, output; ONNX: input, output, forget, cell.
        case "LSTM": usual = (.lstm, [0, 3, 1, 2], ["activation": "tanh", "recurrent_activation": "sigmoid"])
        case "GRU": usual = (.gru, [0, 1, 2], ["activation": "tanh", "recurrent_activation": "sigmoid"])
        case "SimpleRNN": usual = (.rnn, [0], ["activation": "tanh"])
        default: return nil
        }
        (op, order) = (usual.0, usual.1)
        let config = call.config
        guard usual.2.allSatisfy({ key, function in maker.activationName(config[key] ?? .text(function)) == function }),
            config["return_state"]?.bool != true, config["time_major"]?.bool != true, let units = config["units"]?.int
        else { return nil }
        self.units = units
        givesSequence = config["return_sequences"]?.bool ?? false
        isBackward = config["go_backwards"]?.bool ?? false
        let own = maker.tensors(call, part: "cell", name: "\(call.className.lowercased())_cell")
        tensors = own.isEmpty ? maker.tensors(call) : own
        let width = order.count * units
        guard (1...1 << 20).contains(units), (2...3).contains(tensors.count), tensors[0].shape.count == 2,
            tensors[0].shape[1] == width, tensors[1].shape == [units, width],
            tensors.dropFirst(2).allSatisfy({ $0.shape == [width] || $0.shape == [2, width] })
        else { return nil }
    }

    /// Whether the state is reset after it is weighed, with a bias of its own.
    var resetsAfter: Bool { op == .gru && tensors.dropFirst(2).first.map { $0.shape.count == 2 } ?? resets }

    private var resets: Bool { call.config["reset_after"]?.bool ?? false }
}

extension KerasNetwork {
    /// Adds a layer, batch × step × feature.
    fileprivate mutating func recur(
        _ layer: KerasRecurrence, over input: String, named name: String
    ) throws(ArchiveError) -> String {
        func named(_ what: String) -> String { "\(name)/\(what)" }
        let steps = add(.transpose, draft.free(named("step by step")), [input], ["perm": .ints([1, 0, 2])])
        var inputs = [steps]
        for (what, tensor) in zip(["kernel", "recurrent_kernel"], layer.tensors) {
            let turned = add(
                .transpose, draft.free(named("\(what)/turned")), [constant(tensor)], ["perm": .ints([1, 0])])
            inputs.append(direction(gates(of: turned, axis: 0, layer, named(what)), named(what)))
        }
        if let bias = layer.tensors.dropFirst(2).first {
            let width = layer.order.count * layer.units
            var both = constant(bias)
            if bias.shape.count == 1 {
                let none = constant(named("no bias"), [Float](repeating: 0, count: width))
                both = add(.concat, draft.free(named("biases")), [both, none], ["axis": .int(0)])
            }
            let rows = add(
                .reshape, draft.free(named("bias rows")), [both, constant(named("bias sizes"), whole: [2, width])])
            let ordered = gates(of: rows, axis: 1, layer, named("bias"))
            inputs.append(
                add(
                    .reshape, draft.free(named("bias")),
                    [ordered, constant(named("bias size"), whole: [1, 2 * width])]))
        }
        var settings: [String: Attribute] = ["hidden_size": .int(layer.units)]
        if layer.isBackward { settings["direction"] = .string("reverse") }
        if layer.resetsAfter { settings["linear_before_reset"] = .int(1) }
        let (states, last) = (draft.free(named("states")), draft.free(named("last")))
        draft.add(
            Node(
                name: named("recurrence"), op: layer.op, inputs: inputs, outputs: [states, last], attributes: settings))
        guard layer.givesSequence else {
            return add(.squeeze, name, [last, constant(named("direction"), whole: [0])], shape: [nil, layer.units])
        }
        let one = add(.squeeze, draft.free(named("one way")), [states, constant(named("direction"), whole: [1])])
        guard layer.isBackward, !layer.keepsOrder else {
            return add(.transpose, name, [one], ["perm": .ints([1, 0, 2])], shape: [nil, nil, layer.units])
        }
        let rows = add(.transpose, draft.free(named("rows")), [one], ["perm": .ints([1, 0, 2])])
        return reversed(rows, axes: [1], named: name, shape: [nil, nil, layer.units])
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
