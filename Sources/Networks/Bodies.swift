/// Branches and loops, written out where it is known which way they go.
extension Network {
    /// The most operations of a network whose loops are written out.
    private static let mostNodes = 1 << 16
    /// Bodies inside bodies are followed so deep.
    private static let mostLevels = 8

    /// The network with every branch whose condition is known replaced by the body that is taken, and every loop whose
    /// rounds are known by its rounds; others stay as they are. Where a condition is first known when the network runs, and
    /// both bodies give tensors of the same shapes, both are written out and what they give is chosen from by the condition.
    ///
    /// What is made inside a body is named after the node: `node/tensor`, and `node/2/tensor` in the third round.
    /// - Parameter inputs: shapes of inputs by name, as ``Shapes``.
    /// - Throws: ``NetworkError`` as for any network.
    public func unrolled(on inputs: [String: [Int]] = [:]) throws(NetworkError) -> Network {
        var network = self
        // What it is where both bodies of no branch are taken.
        var sure: Network?
        var choices: [Node] = []
        for _ in 0..<Self.mostLevels where network.hasBodies {
            if let next = try network.unrolledOnce(on: inputs)?.network {
                network = next
            } else if let next = try network.unrolledOnce(on: inputs, choosing: true) {
                sure = sure ?? network
                choices += next.choices
                network = next.network
            } else {
                break
            }
        }
        guard let sure else { return network }
        let shapes = try? Shapes(of: network, inputs: inputs)
        let isSound = choices.allSatisfy { node in
            shapes?[node.inputs[1]].map { $0 == shapes?[node.inputs[2]] } ?? false
        }
        return isSound ? network : sure
    }

    private var hasBodies: Bool { nodes.contains { !$0.bodies.isEmpty } }

    /// `nil` where nothing more can be written out.
    ///
    /// - Parameter chooses: whether both bodies of a branch are written out; gives the nodes that choose from them, too.
    private func unrolledOnce(
        on inputs: [String: [Int]], choosing chooses: Bool = false
    ) throws(NetworkError) -> (network: Network, choices: [Node])? {
        guard let shapes = try? Shapes(of: self, inputs: inputs) else { return nil }
        var writing = BodyWriting(chooses: chooses, constants: constants)
        var isChanged = false
        for node in nodes {
            let instance = shapes.instance(of: node)
            let limit = Self.mostNodes - writing.nodes.count
            if !node.bodies.isEmpty, writing.write(instance, within: limit) {
                isChanged = true
            } else {
                writing.nodes.append(node)
            }
        }
        guard isChanged else { return nil }
        let network = try Network(
            name: name, opset: opset, inputs: self.inputs, outputs: outputs, nodes: writing.nodes,
            constants: writing.constants, isBody: true)
        return (network, writing.choices)
    }
}

/// Nodes and constants of a network whose bodies are being written out.
private struct BodyWriting {
    /// Whether both bodies of a branch are written out where it is not known which is taken.
    let chooses: Bool
    var nodes: [Node] = []
    var constants: [String: Constant]
    /// The nodes that choose.
    private(set) var choices: [Node] = []

    init(chooses: Bool, constants: [String: Constant]) { (self.chooses, self.constants) = (chooses, constants) }

    /// Writes out a branch or a loop; `false`, and nothing written, where it is not known which way it goes.
    mutating func write(_ instance: OperatorInstance, within limit: Int) -> Bool {
        switch instance.node.op {
        case .if: branch(instance, within: limit) || chooses && choice(instance.node, within: limit)
        case .loop: loop(instance, within: limit)
        case .scan: scan(instance, within: limit)
        default: false
        }
    }

    private mutating func branch(_ instance: OperatorInstance, within limit: Int) -> Bool {
        guard let condition = instance.numbers(0)?.floats.first,
            case .graph(let body)? = instance.node.attributes[condition != 0 ? "then_branch" : "else_branch"],
            body.outputs.count >= instance.node.outputs.count, body.nodes.count <= limit
        else { return false }
        let results = add(body, named: instance.node.label, inputs: [])
        for (result, output) in zip(results, instance.node.outputs) where !output.isEmpty { copy(result, to: output) }
        return true
    }

    private mutating func choice(_ node: Node, within limit: Int) -> Bool {
        guard let condition = node.input(0), case .graph(let one)? = node.attributes["then_branch"],
            case .graph(let other)? = node.attributes["else_branch"],
            min(one.outputs.count, other.outputs.count) >= node.outputs.count,
            one.nodes.count + other.nodes.count + 1 <= limit
        else { return false }
        let results = [one, other].enumerated().map { place, body in
            add(body, named: place == 0 ? node.label : "\(node.label)/else", inputs: [])
        }
        let (scalar, none) = ("\(node.label)/condition", "\(node.label)/no axes")
        constants[none] = Constant(name: none, shape: [0], type: .int64, source: .integers([]))
        nodes.append(Node(op: .reshape, inputs: [condition, none], outputs: [scalar]))
        for (index, output) in node.outputs.enumerated() where !output.isEmpty {
            let choice = Node(
                name: node.label, op: .where, inputs: [scalar, results[0][index], results[1][index]], outputs: [output])
            nodes.append(choice)
            choices.append(choice)
        }
        return true
    }

    /// Inputs: how many rounds, whether to begin, then the states; the body's: round, whether to go on, states; its outputs:
    /// whether to go on, states, and what is laid together along a new first axis.
    private mutating func loop(_ instance: OperatorInstance, within limit: Int) -> Bool {
        let node = instance.node
        guard case .graph(let body)? = node.attributes["body"],
            let rounds = instance.numbers(0)?.integers.first, rounds >= 0,
            node.input(1) == nil || instance.numbers(1)?.floats.first == 1,
            Count.product([max(1, rounds), body.nodes.count + body.outputs.count]) <= limit,
            body.inputs.count == node.inputs.count, body.outputs.count >= body.inputs.count - 1, goesOn(body)
        else { return false }
        var states = Array(node.inputs.dropFirst(2))
        var laid = [[String]](repeating: [], count: body.outputs.count - 1 - states.count)
        for round in 0..<rounds {
            let results = add(
                body, named: "\(node.label)/\(round)",
                inputs: [constant(round, of: node, as: "round \(round)"), constant(1, of: node, as: "go on")] + states)
            states = Array(results.dropFirst().prefix(states.count))
            for index in laid.indices { laid[index].append(results[1 + states.count + index]) }
        }
        guard rounds > 0 || laid.isEmpty else { return false }
        finish(node, states, laid, axes: laid.map { _ in 0 })
        return true
    }

    /// Whether a body always says that the loop goes on, so that its rounds are those it is told.
    private func goesOn(_ body: Network) -> Bool {
        var name = body.outputs[0]
        while let maker = body.nodes.first(where: { $0.outputs.contains(name) }) {
            guard maker.op == .identity || maker.op == .cast, let source = maker.input(0) else { return false }
            name = source
        }
        if body.inputs.count > 1, name == body.inputs[1].name { return true }
        let constant = body.constants[name] ?? constants[name]
        return constant.map { ((try? $0.numbers())?.floats.first ?? 0) != 0 } ?? false
    }

    /// Inputs: states, then what is cut into rounds; outputs: states, then what is laid together.
    private mutating func scan(_ instance: OperatorInstance, within limit: Int) -> Bool {
        let node = instance.node
        guard case .graph(let body)? = node.attributes["body"], let cut = node.int("num_scan_inputs"), cut > 0,
            cut <= node.inputs.count, body.inputs.count == node.inputs.count, instance.opset > 8,
            ["scan_input_directions", "scan_output_directions"].allSatisfy({
                node.ints($0)?.allSatisfy { $0 == 0 } ?? true
            })
        else { return false }
        let stateCount = node.inputs.count - cut
        guard body.outputs.count >= stateCount else { return false }
        let axes = node.ints("scan_input_axes") ?? [Int](repeating: 0, count: cut)
        let outputAxes =
            node.ints("scan_output_axes") ?? [Int](repeating: 0, count: body.outputs.count - stateCount)
        guard let shape = instance.shape(stateCount), axes.count == cut, let axis = axes.first,
            outputAxes.count == body.outputs.count - stateCount,
            let first = instance.axis(axis, of: shape.count), shape[first] > 0,
            Count.product([shape[first], body.nodes.count + cut + body.outputs.count]) <= limit
        else { return false }
        var states = Array(node.inputs.prefix(stateCount))
        var laid = outputAxes.map { _ in [String]() }
        for round in 0..<shape[first] {
            let place = constant(round, of: node, as: "round \(round)")
            let cuts = node.inputs.dropFirst(stateCount).enumerated().map { index, tensor in
                let name = "\(node.label)/\(round)/\(tensor)"
                nodes.append(
                    Node(
                        op: .gather, inputs: [tensor, place], outputs: [name], attributes: ["axis": .int(axes[index])]))
                return name
            }
            let results = add(body, named: "\(node.label)/\(round)", inputs: states + cuts)
            states = Array(results.prefix(stateCount))
            for index in laid.indices { laid[index].append(results[stateCount + index]) }
        }
        finish(node, states, laid, axes: outputAxes)
        return true
    }

    /// Gives the node's outputs: the last states, and what the rounds gave, along a new axis.
    private mutating func finish(_ node: Node, _ states: [String], _ laid: [[String]], axes: [Int]) {
        for (index, output) in node.outputs.enumerated() where !output.isEmpty {
            guard index >= states.count else {
                copy(states[index], to: output)
                continue
            }
            let axis = axes[index - states.count]
            let parts = laid[index - states.count].map { part in
                let name = "\(part)/part of \(output)"
                nodes.append(
                    Node(op: .unsqueeze, inputs: [part], outputs: [name], attributes: ["axes": .ints([axis])]))
                return name
            }
            nodes.append(
                Node(
                    name: node.label, op: .concat, inputs: parts, outputs: [output], attributes: ["axis": .int(axis)]))
        }
    }

    /// Adds a body's nodes and constants under names of their own, and gives the names of its outputs.
    private mutating func add(_ body: Network, named prefix: String, inputs: [String]) -> [String] {
        var names: [String: String] = [:]
        for (input, given) in zip(body.inputs, inputs) { names[input.name] = given }
        for name in body.constants.keys { names[name] = "\(prefix)/\(name)" }
        for name in body.nodes.flatMap(\.outputs) where !name.isEmpty { names[name] = "\(prefix)/\(name)" }
        for (name, constant) in body.constants {
            let new = "\(prefix)/\(name)"
            constants[new] = constant.named(new)
        }
        nodes += body.nodes.map { $0.renamed(names, label: "\(prefix)/\($0.label)") }
        return body.outputs.map { names[$0] ?? $0 }
    }

    private mutating func copy(_ tensor: String, to output: String) {
        nodes.append(Node(op: .identity, inputs: [tensor], outputs: [output]))
    }

    private mutating func constant(_ value: Int, of node: Node, as name: String) -> String {
        let name = "\(node.label)/\(name)"
        constants[name] = Constant(name: name, shape: [], type: .int64, source: .integers([value]))
        return name
    }
}

extension Node {
    /// The node with tensors under other names; bodies read them under these, too.
    fileprivate func renamed(_ names: [String: String], label: String) -> Node {
        Node(
            name: label, op: op, inputs: inputs.map { names[$0] ?? $0 }, outputs: outputs.map { names[$0] ?? $0 },
            attributes: attributes.mapValues { attribute in
                switch attribute {
                case .graph(let body): .graph(body.renamed(names))
                case .graphs(let bodies): .graphs(bodies.map { $0.renamed(names) })
                default: attribute
                }
            })
    }
}

extension Network {
    fileprivate func renamed(_ names: [String: String]) -> Network {
        let nodes = nodes.map { $0.renamed(names, label: $0.name) }
        // The same graph under other names is as much a graph.
        let renamed = try? Network(
            name: name, opset: opset, inputs: inputs, outputs: outputs.map { names[$0] ?? $0 }, nodes: nodes,
            constants: constants, isBody: true)
        return renamed ?? self
    }
}
