import Networks

/// Variables that a TensorFlow Lite network keeps from run to run, as networks of sound do that are given a part at a time.
///
/// A run is the first one: a variable holds what the graph that is called once assigns to it, until the network assigns to it.
struct TFLiteVariables {
    static let (callOnce, handle, read, assign) = (129, 142, 143, 144)

    /// What is first in each variable, by its name.
    private var first: [String: Constant] = [:]
    /// The variables that tensors stand for.
    private var names: [Int: String] = [:]
    /// What the network has assigned so far.
    private var assigned: [String: String] = [:]

    /// Reads what is assigned first.
    ///
    /// - Throws: ``ArchiveError``: malformed.
    init(_ file: LazyFile, model: FlatTable, operators: [TFLiteGraph.Operator]) throws(ArchiveError) {
        for node in operators where node.code == Self.callOnce {
            guard let table = try model.tables(2)[try node.int(0)] else { continue }
            var tensors = try TFLiteTensors(file, model: model, graph: table)
            var names: [Int: String] = [:]
            for node in try TFLiteGraph(file, model: model, graph: table).operators {
                if node.code == Self.handle, let output = node.outputs.first { names[output] = try Self.name(node) }
                guard node.code == Self.assign, node.inputs.count == 2, let name = names[node.inputs[0]],
                    let value = try tensors.tensor(node.inputs[1])
                else { continue }
                first[name] = Constant(value, in: file)
            }
        }
    }

    /// Which variable a handle is of.
    private static func name(_ node: TFLiteGraph.Operator) throws(ArchiveError) -> String {
        try node.options?.text(1, most: 512) ?? ""
    }

    /// What a variable holds.
    enum Held {
        /// What the network has assigned to it, by the tensor's name.
        case tensor(String)
        /// What is first in it.
        case first(Constant)
    }

    /// Takes up a handle.
    mutating func take(_ node: TFLiteGraph.Operator) throws(ArchiveError) {
        if let output = node.outputs.first { names[output] = try Self.name(node) }
    }

    /// What the variable of a handle holds; `nil` if nothing is assigned to it.
    func held(by handle: Int) -> Held? {
        guard let name = names[handle] else { return nil }
        return assigned[name].map { .tensor($0) } ?? first[name].map { .first($0) }
    }

    /// Assigns a tensor to the variable of a handle.
    mutating func assign(_ tensor: String, to handle: Int) {
        if let name = names[handle] { assigned[name] = tensor }
    }
}

extension TFLiteNetwork {
    /// Follows an operator on variables; `false` for others, and for a variable that nothing is assigned to.
    mutating func follow(_ node: TFLiteGraph.Operator) throws(ArchiveError) -> Bool {
        switch node.code {
        case TFLiteVariables.callOnce: return true
        case TFLiteVariables.handle:
            try variables.take(node)
            return true
        case TFLiteVariables.assign where node.inputs.count == 2:
            variables.assign(try name(node.inputs[1]), to: node.inputs[0])
            return true
        case TFLiteVariables.read:
            guard let handle = node.inputs.first, let output = node.outputs.first,
                let held = variables.held(by: handle)
            else { return false }
            let name = try tensors.name(output)
            switch held {
            case .tensor(let assigned): add(.identity, [assigned], giving: [name])
            case .first(let constant): draft.take(constant.named(name))
            }
            return true
        default: return false
        }
    }
}
