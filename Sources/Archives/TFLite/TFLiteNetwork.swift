import Networks

/// Makes a network of a TensorFlow Lite graph: operators become nodes that are called after what they give.
///
/// Quantised tensors are the numbers that their integers stand for. What is computed of them is computed in floats and then
/// rounded to the steps of the tensor that it becomes, where the interpreter computes in integers: ties may fall otherwise.
struct TFLiteNetwork: NetworkWriter {
    let file: LazyFile
    var tensors: TFLiteTensors
    var draft = NetworkDraft()
    var variables: TFLiteVariables
    /// Of tensors before they are rounded, the name of what they are rounded to.
    private var labels: [String: String] = [:]

    /// The network of a graph.
    ///
    /// - Throws: ``ArchiveError``: malformed, or no network.
    static func network(
        _ graph: TFLiteGraph, _ tensors: TFLiteTensors, _ variables: TFLiteVariables, _ file: LazyFile
    ) throws(ArchiveError) -> Network {
        var maker = TFLiteNetwork(file: file, tensors: tensors, variables: variables)
        for number in graph.inputs {
            let sizes = try maker.tensors.openShape(number)
            maker.draft.inputs.append(
                Network.Input(
                    name: try maker.tensors.name(number),
                    shape: sizes.map { $0 > 0 ? .known($0) : .named("") }))
        }
        let (dilated, taken) = try graph.dilated { (number) throws(ArchiveError) in try maker.tensors.integers(number) }
        for (place, node) in graph.operators.enumerated() where !taken.contains(place) {
            if try !maker.follow(node) { try maker.add(node, dilated[place]) }
        }
        var outputs: [String] = []
        for number in graph.outputs { outputs.append(try maker.tensors.name(number)) }
        return try maker.draft.network(giving: outputs, isPartial: true, of: file)
    }

    private init(file: LazyFile, tensors: TFLiteTensors, variables: TFLiteVariables) {
        (self.file, self.tensors, self.variables) = (file, tensors, variables)
    }

    func refused(_ name: String, _ expectation: String) -> ArchiveError {
        .malformed(file: file.path, place: "the operator that gives '\(name)'", expectation: expectation)
    }

    /// The name of a tensor, which is taken up if it is stored; empty where it is left out.
    mutating func name(_ number: Int) throws(ArchiveError) -> String {
        guard number >= 0 else { return "" }
        var name = try tensors.name(number)
        // As it is stored, beside a weight in another order.
        if turnedNames[name] != nil { name += "#stored" }
        if draft.constants[name] == nil, let stored = try tensors.tensor(number) {
            draft.take(Constant(stored, in: file).named(name))
        }
        return name
    }

    /// Whether a tensor is stored, so that no operator is needed for it.
    mutating func isStored(_ number: Int) throws(ArchiveError) -> Bool { try tensors.tensor(number) != nil }

    /// Whole numbers of a stored tensor; `nil` where it is not stored.
    mutating func integers(_ number: Int) throws(ArchiveError) -> [Int]? { try tensors.integers(number) }

    /// Takes up a stored weight with its axes in another order, under its own name.
    ///
    /// - Returns: the name and the shape; `nil` where the tensor is not stored.
    mutating func weight(_ number: Int, _ order: [Int]) throws(ArchiveError) -> (name: String, shape: [Int])? {
        guard let stored = try tensors.tensor(number), stored.shape.count == order.count else { return nil }
        let turned = stored.permuted(order)
        var (name, count) = (stored.name, 1)
        // The same weight may be read in several orders.
        while turnedNames[name].map({ $0 != order }) ?? (draft.constants[name] != nil) {
            count += 1
            name = "\(stored.name)#\(count)"
        }
        turnedNames[name] = order
        draft.take(Constant(turned, in: file).named(name))
        return (name, turned.shape)
    }

    private var turnedNames: [String: [Int]] = [:]

    /// Takes up one number.
    mutating func constant(_ name: String, _ value: Float) -> String {
        constant(name, [value], shape: [])
    }

    /// Adds a node that gives tensors.
    @discardableResult
    mutating func add(
        _ op: Operator, _ inputs: [String], giving outputs: [String], _ attributes: [String: Attribute] = [:]
    ) -> String {
        let name = labels[outputs[0]] ?? outputs[0]
        draft.add(Node(name: name, op: op, inputs: inputs, outputs: outputs, attributes: attributes))
        return outputs[0]
    }

    /// A name for what an operator does before its last operation.
    mutating func part(_ name: String, _ what: String) -> String {
        let name = labels[name] ?? name
        return draft.free("\(name)/\(what)")
    }

    /// A name for a tensor before it is rounded; its node is called as the tensor that it is rounded to.
    mutating func beforeRounding(_ name: String) -> String {
        let exact = part(name, "exact")
        labels[exact] = name
        return exact
    }

    /// Adds the rounding of a tensor to steps.
    mutating func round(_ tensor: String, giving output: String, _ steps: [String: Attribute]) {
        labels[output] = part(output, "FAKE_QUANT")
        add(Operator("FAKE_QUANT", domain: Operator.tensorFlowLite), [tensor], giving: [output], steps)
    }

    /// Adds a node, and the activation that is fused with it, which then gives the tensor.
    ///
    /// - Parameter code: of `ActivationFunctionType`.
    mutating func add(
        _ op: Operator, _ inputs: [String], giving output: String, _ attributes: [String: Attribute] = [:],
        activation code: Int
    ) throws(ArchiveError) {
        guard code != 0 else {
            add(op, inputs, giving: [output], attributes)
            return
        }
        let drive = add(op, inputs, giving: [part(output, op.name)], attributes)
        switch code {
        case 1: add(.relu, [drive], giving: [output])
        case 2: clip(drive, -1, 1, giving: output)
        case 3: clip(drive, 0, 6, giving: output)
        case 4: add(.tanh, [drive], giving: [output])
        default: throw refused(output, "an activation of 0 to 4 is expected, \(code) is there")
        }
    }

    /// Adds the cutting off at both ends.
    mutating func clip(_ input: String, _ low: Float, _ high: Float, giving output: String) {
        let bounds = [constant("\(output)/minimum", low), constant("\(output)/maximum", high)]
        add(.clip, [input] + bounds, giving: [output])
    }
}
