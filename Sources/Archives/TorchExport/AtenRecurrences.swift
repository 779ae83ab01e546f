import Networks

/// Recurrent layers, perhaps several one above the other.
extension AtenTranslation {
    static let recurrences: [String: Rule] = [
        // PyTorch: input, forget, cell, output; ONNX: input, output, forget, cell.
        "lstm": { (t, call) throws(Untranslated) in try t.recurrent(call, "LSTM", order: [0, 3, 1, 2]) },
        // Reset, update, new; update first.
        "gru": { (t, call) throws(Untranslated) in try t.recurrent(call, "GRU", order: [1, 0, 2]) },
        "rnn_tanh": { (t, call) throws(Untranslated) in try t.recurrent(call, "RNN", order: [0]) },
        "rnn_relu": { (t, call) throws(Untranslated) in
            try t.recurrent(call, "RNN", order: [0], activation: "Relu")
        },
    ]

    private mutating func recurrent(
        _ call: AtenCall, _ op: String, order: [Int], activation: String? = nil
    ) throws(Untranslated) -> [String] {
        let isLSTM = op == "LSTM"
        guard case .tensors(let params)? = call.argument("params"), let layers = try call.int("num_layers"),
            let hasBiases = call.flag("has_biases"), let isTwoWay = call.flag("bidirectional"),
            let isBatchFirst = call.flag("batch_first"), try rank(call.first) == 3, (1...64).contains(layers)
        else { throw Untranslated() }
        var firsts: [String] = []
        if isLSTM {
            guard case .tensors(let given)? = call.argument("hx"), given.count == 2 else { throw Untranslated() }
            firsts = given
        } else {
            guard let given = try call.tensor("hx") else { throw Untranslated() }
            firsts = [given]
        }
        let (ways, each) = (isTwoWay ? 2 : 1, hasBiases ? 4 : 2)
        // A projection has a tensor more.
        guard params.count == layers * ways * each else { throw Untranslated() }
        var tensor = try call.first
        if isBatchFirst { tensor = emit("Transpose", [tensor], ["perm": .ints([1, 0, 2])]) }
        var lasts = [[String]](repeating: [], count: firsts.count)
        for layer in 0..<layers {
            let own = Array(params[layer * ways * each..<(layer + 1) * ways * each])
            let (states, last) = try add(
                op, order: order, tensor, own, each: each, firsts, place: layer * ways, ways: ways,
                activation: activation)
            for (index, name) in last.enumerated() { lasts[index].append(name) }
            // Step × way × batch × unit, the ways side by side.
            let turned = emit("Transpose", [states], ["perm": .ints([0, 2, 1, 3])])
            tensor = emit("Reshape", [turned, try integers([0, 0, -1])])
        }
        guard call.outputs.count <= 1 + lasts.count else { throw Untranslated() }
        var outputs = give(
            call, isBatchFirst ? "Transpose" : "Identity", [tensor], isBatchFirst ? ["perm": .ints([1, 0, 2])] : [:])
        for (output, parts) in zip(call.outputs.dropFirst(), lasts) {
            outputs += give(call, "Concat", parts, ["axis": .int(0)], outputs: [output])
        }
        return outputs
    }

    /// One layer; what it gives at every step, and its last states.
    private mutating func add(
        _ op: String, order: [Int], _ tensor: String, _ params: [String], each: Int, _ firsts: [String], place: Int,
        ways: Int, activation: String?
    ) throws(Untranslated) -> (states: String, last: [String]) {
        let sizes = try sizes(params[1])
        guard sizes.count == 2, let units = sizes[1] else { throw Untranslated() }
        var columns = [[String]](repeating: [], count: each)
        for way in 0..<ways {
            for index in 0..<each {
                columns[index].append(try gates(params[way * each + index], order, units))
            }
        }
        var inputs = [tensor]
        for column in columns.prefix(2) { inputs.append(try stacked(column)) }
        if each == 4 {
            let both = (0..<ways).map { emit("Concat", [columns[2][$0], columns[3][$0]], ["axis": .int(0)]) }
            inputs.append(try stacked(both))
        } else {
            inputs.append("")
        }
        inputs.append("")
        for first in firsts { inputs.append(try slice(first, 0, place, place + ways)) }
        let outputs = (["states", "last"] + (firsts.count > 1 ? ["memory"] : [])).map { fresh($0) }
        var settings: [String: Attribute] = ["hidden_size": .int(units)]
        if ways == 2 { settings["direction"] = .string("bidirectional") }
        if let activation { settings["activations"] = .strings((0..<ways).map { _ in activation }) }
        if op == "GRU" { settings["linear_before_reset"] = .int(1) }
        nodes.append(Node(name: fresh(op), op: op, inputs: inputs, outputs: outputs, attributes: settings))
        return (outputs[0], Array(outputs.dropFirst()))
    }

    /// A weight or bias with its gates in ONNX's order.
    private mutating func gates(_ tensor: String, _ order: [Int], _ units: Int) throws(Untranslated) -> String {
        guard order.count > 1 else { return tensor }
        var parts: [String] = []
        for gate in order { parts.append(try slice(tensor, 0, gate * units, (gate + 1) * units)) }
        return emit("Concat", parts, ["axis": .int(0)])
    }

    /// The ways' tensors along a new first axis.
    private mutating func stacked(_ tensors: [String]) throws(Untranslated) -> String {
        let axis = try integers([0])
        let rows = tensors.map { emit("Unsqueeze", [$0, axis]) }
        return rows.count == 1 ? rows[0] : emit("Concat", rows, ["axis": .int(0)])
    }
}
