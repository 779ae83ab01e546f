import Networks

/// Layers with a memory whose products are convolutions: their steps, of which there is a known number, are written out.
///
/// - SeeAlso: Shi et al. (2015), *NeurIPS*, arXiv:1506.04214.
extension KerasRules {
    /// The most steps that are written out.
    private static let mostSteps = 256

    static let convolutional: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        let own = maker.tensors(call, part: "cell", name: KerasConfig.pathName(call.className) + "_cell")
        let tensors = own.isEmpty ? maker.tensors(call) : own
        guard let shape = maker.shape(input) ?? call.inputShape.map({ [nil] + $0 }), shape.count == call.axes + 3,
            let steps = shape[1], (1...mostSteps).contains(steps), call.arguments.tensors.count == 1,
            call.config["return_state"]?.bool != true, (2...3).contains(tensors.count),
            let units = call.config["filters"]?.int, (1...1 << 20).contains(units),
            tensors[0].shape.count == call.axes + 2, tensors[1].shape.count == call.axes + 2,
            tensors[0].shape.last == 4 * units, tensors[1].shape.suffix(2) == [units, 4 * units]
        else { return maker.addUnknown(call) }
        var layer = ConvolutionalRecurrence(call, units: units)
        layer.weights = [
            maker.constant(tensors[0].permuted(outputsFirst(tensors[0]))),
            maker.constant(tensors[1].permuted(outputsFirst(tensors[1]))),
        ]
        if tensors.count > 2 { layer.bias = [maker.constant(tensors[2])] }
        layer.sliding = try window(call, tensors[0], maker)
        layer.recurrent = call.layout.merging(.window(kernel: Array(tensors[1].shape.dropLast(2)))) { $1 }
        layer.recurrent["auto_pad"] = .string("SAME_UPPER")
        let isBackward = call.config["go_backwards"]?.bool ?? false
        let givesAll = call.config["return_sequences"]?.bool ?? false
        var (states, memory): ([String], String?) = ([], nil)
        for step in 0..<steps {
            let place = maker.constant("\(call.name)/step \(step)/place", whole: [isBackward ? steps - 1 - step : step])
            let one = maker.add(
                .gather, maker.part(call, "step \(step)/one"), [input, place], ["axis": .int(1)])
            let axes = maker.constant("\(call.name)/step \(step)/axes", whole: [1])
            let picture = maker.add(.squeeze, maker.part(call, "step \(step)/input"), [one, axes])
            let isLast = step == steps - 1 && !givesAll
            let next = try layer.advance(
                picture, states.last, memory, named: isLast ? call.name : nil, step: step, &maker)
            states.append(next.state)
            memory = next.memory
        }
        guard givesAll else { return [call.name] }
        let rows = states.enumerated().map { step, state in
            let axes = maker.constant("\(call.name)/row \(step)/axes", whole: [1])
            return maker.add(.unsqueeze, maker.part(call, "row \(step)"), [state, axes])
        }
        return [maker.add(.concat, call.name, rows, ["axis": .int(1)])]
    }
}

/// One step of such a layer: i, f, o = σ(W ∗ x + R ∗ h + b); c ← f ⊙ c + i ⊙ tanh(W ∗ x + R ∗ h + b); h ← o ⊙ tanh(c).
private struct ConvolutionalRecurrence {
    let call: KerasLayerCall
    let units: Int
    /// Of the input and of the state.
    var weights: [String] = []
    var bias: [String] = []
    var sliding: [String: Attribute] = [:]
    var recurrent: [String: Attribute] = [:]

    init(_ call: KerasLayerCall, units: Int) { (self.call, self.units) = (call, units) }

    /// Adds a step; at the first there is neither a state nor a memory.
    func advance(
        _ input: String, _ state: String?, _ memory: String?, named name: String?, step: Int,
        _ maker: inout KerasNetwork
    ) throws(ArchiveError) -> (state: String, memory: String) {
        func part(_ what: String, _ maker: inout KerasNetwork) -> String { maker.part(call, "step \(step)/\(what)") }
        let gate = call.config["recurrent_activation"] ?? .text("hard_sigmoid")
        let function = call.config["activation"] ?? .text("tanh")
        var sum = maker.add(.conv, part("weighed", &maker), [input, weights[0]] + bias, sliding)
        if let state {
            let kept = maker.add(.conv, part("recalled", &maker), [state, weights[1]], recurrent)
            sum = maker.add(.add, part("sum", &maker), [sum, kept])
        }
        let parts = ["i", "f", "c", "o"].map { part($0, &maker) }
        let sizes = maker.constant("\(call.name)/step \(step)/sizes", whole: parts.map { _ in units })
        maker.draft.add(
            Node(
                name: parts[0], op: .split, inputs: [sum, sizes], outputs: parts,
                attributes: ["axis": .int(call.isChannelsLast ? call.axes + 1 : 1)]))
        let taken = try maker.activate(parts[0], by: gate, call, named: part("taken", &maker))
        let candidate = try maker.activate(parts[2], by: function, call, named: part("candidate", &maker))
        var next = maker.add(.mul, part("new", &maker), [taken, candidate])
        if let memory {
            let forget = try maker.activate(parts[1], by: gate, call, named: part("forget", &maker))
            let kept = maker.add(.mul, part("kept", &maker), [forget, memory])
            next = maker.add(.add, part("memory", &maker), [kept, next])
        }
        let open = try maker.activate(parts[3], by: gate, call, named: part("open", &maker))
        let bent = try maker.activate(next, by: function, call, named: part("bent", &maker))
        return (maker.add(.mul, name ?? part("state", &maker), [open, bent]), next)
    }
}
