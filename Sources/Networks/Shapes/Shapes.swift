/// The shape of every tensor of a network for one size of its image, and the numbers that follow from shapes.
public struct Shapes: Sendable {
    private let opset: Int
    /// Tensors that are there before the network runs, by name.
    private(set) var constants: [String: Constant] = [:]
    private var facts: [String: TensorFacts] = [:]
    /// Nodes whose operation is not known, so that nothing is known of what they give.
    public private(set) var unknown: [Node] = []

    /// Follows shapes through a network.
    ///
    /// - Parameters:
    ///   - network: whose nodes are followed in their order.
    ///   - inputs: shapes of inputs by name; an input that is not named has that of the file, with 1 for open sizes.
    /// - Throws: ``NetworkError/impossible(node:reason:)`` where a shape cannot be, as a window larger than its input.
    /// - Complexity: linear in nodes, and in the elements of small tensors.
    public init(of network: Network, inputs: [String: [Int]] = [:]) throws(NetworkError) {
        opset = network.opset
        constants = network.constants
        facts.reserveCapacity(network.nodes.count + constants.count)
        for constant in constants.values { record(TensorFacts(constant.shape), of: constant.name) }
        for input in network.inputs {
            record((inputs[input.name] ?? input.closedShape).map { TensorFacts($0) }, of: input.name)
        }
        for node in network.nodes { try follow(node) }
    }

    /// The shapes of no tensor yet, for a network that is put together.
    package init(opset: Int) { self.opset = opset }

    /// Takes up a constant.
    package mutating func add(_ constant: Constant) {
        constants[constant.name] = constant
        record(TensorFacts(constant.shape), of: constant.name)
    }

    /// Takes up an input.
    package mutating func add(_ input: String, of shape: [Int]) { record(TensorFacts(shape), of: input) }

    /// Follows shapes through the next node.
    package mutating func follow(_ node: Node) throws(NetworkError) {
        guard let given = try instance(of: node).outputFacts else {
            unknown.append(node)
            return
        }
        for (name, fact) in zip(node.outputs, given) where !name.isEmpty { record(fact, of: name) }
    }

    /// Keeps what is known, unless sizes are beyond all reason.
    private mutating func record(_ fact: TensorFacts?, of tensor: String) {
        guard let fact, fact.shape.count <= 32, fact.shape.allSatisfy((0...OperatorInstance.largest).contains) else {
            return
        }
        facts[tensor] = fact
    }

    /// The sizes of a tensor's axes; `nil` where they are not known.
    public subscript(tensor: String) -> [Int]? { facts[tensor]?.shape }

    /// A node with what is known of its inputs.
    public func instance(of node: Node) -> OperatorInstance {
        OperatorInstance(node: node, opset: opset, inputs: node.inputs.map { known($0) })
    }

    private func known(_ tensor: String) -> TensorFacts? {
        guard let fact = facts[tensor] else { return nil }
        guard fact.numbers == nil, let constant = constants[tensor], constant.count <= Numbers.limit else {
            return fact
        }
        return (try? constant.numbers()).map { TensorFacts(fact.shape, $0) } ?? fact
    }
}

extension Network.Input {
    /// The shape with 1 for every open size; `nil` where not even the number of axes is known.
    var closedShape: [Int]? {
        shape?.map { if case .known(let size) = $0 { size } else { 1 } }
    }
}
