/// A network: operations that hand tensors on, from images to answers.
///
/// Nodes stand in an order in which each reads only what stands before it; a network with a cycle cannot be built.
public struct Network: Sendable {
    /// An image, or another tensor that comes from outside.
    public struct Input: Hashable, Sendable {
        /// The name in the file.
        public let name: String
        /// What its elements are.
        public let type: NumberType
        /// Sizes of the axes; `nil` where not even their number is known.
        public let shape: [Dimension]?

        /// An input.
        public init(name: String, type: NumberType = .float32, shape: [Dimension]?) {
            self.name = name
            self.type = type
            self.shape = shape
        }
    }

    /// The size of an axis.
    public enum Dimension: Hashable, Sendable {
        /// Fixed when the network was made.
        case known(Int)
        /// Open; the name is often empty.
        case named(String)
    }

    /// The name in the file.
    public let name: String
    /// The version of ONNX's operations that the nodes mean.
    public let opset: Int
    /// What comes from outside, without constants.
    public let inputs: [Input]
    /// Names of the tensors that are the answer.
    public let outputs: [String]
    /// The operations, each after those it reads.
    public let nodes: [Node]
    /// Tensors that the file brings along, by name.
    public let constants: [String: Constant]
    /// Tensors that are read and given by nobody here: for a body, those of the network around it; else empty.
    public let captures: [String]
    /// What the file says of the network beside it, by name.
    public private(set) var metadata: [String: String] = [:]

    /// A network of nodes in any order; those already in order keep it.
    ///
    /// - Parameters:
    ///   - name: as the file has it.
    ///   - opset: the version of ONNX's operations that the nodes mean.
    ///   - inputs: what comes from outside, without constants.
    ///   - outputs: names of the tensors that are the answer.
    ///   - nodes: the operations.
    ///   - constants: tensors that the file brings along, by name.
    ///   - isBody: whether it may read tensors of a network around it, or a file may leave some out that nobody asks
    ///     for: ``complete()`` tells.
    /// - Throws: ``NetworkError``: a cycle, a tensor of two origins, or of none.
    /// - Complexity: linear in nodes and edges.
    public init(
        name: String = "", opset: Int, inputs: [Input], outputs: [String], nodes: [Node],
        constants: [String: Constant] = [:], isBody: Bool = false
    ) throws(NetworkError) {
        let order = try GraphOrder(nodes, given: Set(inputs.map(\.name)).union(constants.keys))
        if !isBody, let (tensor, node) = order.missing.first {
            throw .missing(tensor: tensor, node: nodes[node].label)
        }
        self.name = name
        self.opset = opset
        self.inputs = inputs.filter { constants[$0.name] == nil }
        self.outputs = outputs
        self.nodes = order.indices.map { nodes[$0] }
        self.constants = constants
        captures = order.missing.map(\.tensor)
    }

    /// The same network with something said of it beside what was.
    public func noting(_ entries: [String: String]) -> Network {
        var network = self
        network.metadata.merge(entries) { $1 }
        return network
    }

    /// The network, if no node of it reads what nothing gives.
    ///
    /// - Throws: ``NetworkError/missing(tensor:node:)``.
    public func complete() throws(NetworkError) -> Network {
        guard let tensor = captures.first else { return self }
        throw .missing(tensor: tensor, node: nodes.first { $0.reads.contains(tensor) }?.label ?? "")
    }

    /// The tensors that do not depend on what comes from outside: constants, and what nodes make of them and of nothing.
    public var fixedTensors: Set<String> {
        var fixed = Set(constants.keys)
        for node in nodes where node.reads.allSatisfy(fixed.contains) { fixed.formUnion(node.outputs) }
        return fixed
    }

    /// Indices of the nodes that some tensors depend on, in order.
    package func indices(giving tensors: Set<String>) -> [Int] {
        var wanted = tensors
        var needed: [Int] = []
        for (index, node) in nodes.enumerated().reversed() where node.outputs.contains(where: wanted.contains) {
            needed.append(index)
            wanted.formUnion(node.reads)
        }
        return needed.reversed()
    }

    /// The part of the network that a tensor depends on, which is then its only output.
    ///
    /// - Throws: ``NetworkError`` as for any network.
    public func part(giving tensor: String) throws(NetworkError) -> Network {
        let kept = indices(giving: [tensor]).map { nodes[$0] }
        let wanted = Set(kept.flatMap(\.reads)).union([tensor])
        return try Network(
            name: name, opset: opset, inputs: inputs.filter { wanted.contains($0.name) }, outputs: [tensor],
            nodes: kept, constants: constants.filter { wanted.contains($0.key) })
    }
}
