/// The nodes that stand for one node: many operators are defined by others, as ONNX's own functions are, and a window along
/// one or three axes is a window along two of a tensor of another shape.
///
/// Shapes and receptive fields need none of this; what is run, and its derivatives, follow from it.
struct Definition {
    /// The node, with the shapes of its inputs.
    let instance: OperatorInstance
    /// What stands for it, in order; the last ones give the node's outputs.
    private(set) var nodes: [Node] = []
    /// What these read besides the node's inputs.
    private(set) var constants: [Constant] = []

    var node: Node { instance.node }

    /// The node's output.
    var output: String { node.outputs[0] }

    init(_ instance: OperatorInstance) { self.instance = instance }

    /// The operators that are defined by others, and how; those whose nodes may also run as they are do nothing then.
    static let table: [Operator: @Sendable (inout Definition) throws(NetworkError) -> Void] =
        [windows, quantized, normalized, reduced, equations].reduce(into: [:]) { $0.merge($1) { one, _ in one } }

    /// Writes the node out; one with channels last between changes of their order.
    mutating func define(isChannelsLast: Bool) throws(NetworkError) {
        guard let write = Self.table[node.op] else { return }
        guard isChannelsLast, let map = node.input(0) else { return try write(&self) }
        func inner(_ name: String) -> String { name.isEmpty ? "" : "\(name)/channels first" }
        var inside = Definition(
            OperatorInstance(
                node: Node(
                    name: node.name, op: node.op, inputs: ["\(output)/\(map)"] + node.inputs.dropFirst(),
                    outputs: node.outputs.map(inner), attributes: node.attributes), opset: instance.opset,
                inputs: instance.inputs))
        try write(&inside)
        guard !inside.nodes.isEmpty else { return }
        let rank = try shape(0).count
        func turn(_ tensor: String, to output: String, _ order: [Int]) {
            add(.transpose, [tensor], attributes: ["perm": .ints(order)], as: output)
        }
        turn(map, to: "\(output)/\(map)", MapOrder.toFirst(rank))
        nodes += inside.nodes
        constants += inside.constants
        for name in node.outputs where !name.isEmpty { turn(inner(name), to: name, MapOrder.toLast(rank)) }
    }

    /// A node of an operator; its result is given a name of its own, or that of the node's output.
    @discardableResult
    mutating func add(
        _ op: Operator, _ inputs: String..., attributes: [String: Attribute] = [:], as output: String? = nil
    ) -> String {
        add(op, inputs, attributes: attributes, as: output)
    }

    /// The same, of inputs in a list.
    @discardableResult
    mutating func add(
        _ op: Operator, _ inputs: [String], attributes: [String: Attribute] = [:], as output: String? = nil
    ) -> String {
        let name = output ?? "\(self.output)/\(nodes.count)"
        nodes.append(Node(name: node.label, op: op, inputs: inputs, outputs: [name], attributes: attributes))
        return name
    }

    /// The node of an operator that gives all of the node's outputs, by the node's settings.
    mutating func addLast(_ op: Operator, _ inputs: [String]) {
        nodes.append(
            Node(name: node.label, op: op, inputs: inputs, outputs: node.outputs, attributes: node.attributes))
    }

    /// A constant of floats.
    mutating func floats(_ values: [Float], shape: [Int]? = nil) -> String {
        constant(Constant(name: newName, shape: shape ?? [values.count], type: .float32, source: .floats(values)))
    }

    /// A constant of whole numbers, as sizes and axes are.
    mutating func integers(_ values: [Int]) -> String {
        constant(Constant(name: newName, shape: [values.count], type: .int64, source: .integers(values)))
    }

    /// A constant whole number.
    mutating func scalar(_ value: Int) -> String {
        constant(Constant(name: newName, shape: [], type: .int64, source: .integers([value])))
    }

    /// A tensor under another shape.
    mutating func reshape(_ tensor: String, to shape: [Int], as output: String? = nil) -> String {
        add(.reshape, tensor, integers(shape), as: output)
    }

    /// A tensor as floats.
    mutating func float(_ tensor: String) -> String { add(.cast, tensor, attributes: ["to": .int(1)]) }

    /// The name of an input that has to be there.
    func input(_ index: Int) throws(NetworkError) -> String {
        guard let name = node.input(index) else { throw instance.impossible("its input \(index) is missing") }
        return name
    }

    /// The shape of an input, which has to be known.
    func shape(_ index: Int) throws(NetworkError) -> [Int] {
        guard let shape = instance.shape(index) else {
            throw instance.impossible("the shape of its input \(index) is not known before the network runs")
        }
        return shape
    }

    private var newName: String { "\(output)/constant \(constants.count)" }

    private mutating func constant(_ constant: Constant) -> String {
        constants.append(constant)
        return constant.name
    }
}

extension Network {
    /// The network with every node that is defined by others replaced by them; tensors keep their names.
    ///
    /// - Parameter inputs: shapes of inputs by name, as ``Shapes``.
    /// - Throws: ``NetworkError/impossible(node:reason:)``: settings that are none, a shape that is not known.
    package func defined(on inputs: [String: [Int]]) throws(NetworkError) -> Network {
        guard nodes.contains(where: { Definition.table[$0.op] != nil }) else { return self }
        // Where sizes are open, and none fit, nothing is known of shapes; what needs none is defined all the same.
        let shapes = try? Shapes(of: self, inputs: inputs)
        var nodes: [Node] = []
        var constants = self.constants
        for node in self.nodes {
            var definition = Definition(
                shapes?.instance(of: node)
                    ?? OperatorInstance(node: node, opset: opset, inputs: node.inputs.map { _ in nil }))
            if !node.outputs.isEmpty { try definition.define(isChannelsLast: node.isChannelsLast) }
            nodes += definition.nodes.isEmpty ? [node] : definition.nodes
            for constant in definition.constants { constants[constant.name] = constant }
        }
        return try Network(
            name: name, opset: opset, inputs: self.inputs, outputs: outputs, nodes: nodes, constants: constants,
            isBody: true)
    }
}
