/// The tensors of a network that are known before it runs: its constants, and what operations make of constants alone.
///
/// What a tensor is made of is told by its name, from the end backwards. Shapes are worked out at once, elements when they
/// are asked for, so that a weight of gigabytes is found in a moment. Bodies of loops and branches count as parts of the
/// network, as no two tensors share a name.
public struct Folding: Sendable {
    /// At most so many operations make one tensor.
    public static let mostOperations = 64
    /// No more axes than a weight can have.
    private static let mostAxes = 16

    private let opset: Int
    private let mostFilled: Int
    private var constants: [String: Constant] = [:]
    private var makers: [String: Node] = [:]
    private var inputs: Set<String> = []
    /// What has been worked out, and by how many operations.
    private var known: [String: Known] = [:]

    private typealias Known = (constant: Constant, operations: Int)

    /// The tensors of a network.
    ///
    /// - Parameters:
    ///   - network: whose constants are followed.
    ///   - mostFilled: the most elements of a tensor that are more than those of each tensor it is made of, as a few
    ///     bytes can ask for any number of repeated ones.
    public init(of network: Network, mostFilled: Int = 1 << 20) {
        opset = network.opset
        self.mostFilled = mostFilled
        add(network)
    }

    private mutating func add(_ network: Network) {
        constants.merge(network.constants) { first, _ in first }
        inputs.formUnion(network.inputs.map(\.name))
        for node in network.nodes {
            for output in node.outputs where !output.isEmpty { makers[output] = node }
            for body in node.bodies { add(body) }
        }
    }

    /// The tensor of a name.
    ///
    /// - Throws: ``UnresolvedConstant``.
    /// - Complexity: linear in the operations that make it, each worked out once.
    public mutating func constant(_ name: String) throws(UnresolvedConstant) -> Constant {
        try resolved(name, depth: 0).constant
    }

    private mutating func resolved(_ name: String, depth: Int) throws(UnresolvedConstant) -> Known {
        if let known = known[name] { return known }
        guard depth < Self.mostOperations else { throw .tooManyOperations(limit: Self.mostOperations) }
        let found: Known
        if let constant = constants[name] {
            found = (constant, 1)
        } else {
            guard let node = makers[name] else { throw inputs.contains(name) ? .input : .missing }
            found = try made(by: node, as: name, depth: depth)
        }
        known[name] = found
        return found
    }

    private mutating func made(by node: Node, as name: String, depth: Int) throws(UnresolvedConstant) -> Known {
        guard FoldRule.table[node.op] != nil else { throw .computed(node.op) }
        var operands: [Constant?] = []
        // The operations are counted as often as they will be carried out: a tensor used twice is made twice.
        var operations = 1
        for input in node.inputs {
            let known: Known? = if input.isEmpty { nil } else { try resolved(input, depth: depth + 1) }
            operands.append(known?.constant)
            operations += known?.operations ?? 0
        }
        guard operations <= Self.mostOperations else { throw .tooManyOperations(limit: Self.mostOperations) }
        return (try constant(name, madeBy: node, of: operands), operations)
    }

    /// What an operation makes of known tensors, its inputs in their order: shape and type now, elements when they are
    /// asked for.
    ///
    /// - Parameters:
    ///   - name: which of its outputs.
    ///   - node: the operation.
    ///   - operands: its inputs; `nil` for one left out.
    /// - Throws: ``UnresolvedConstant``.
    public func constant(
        _ name: String, madeBy node: Node, of operands: [Constant?]
    ) throws(UnresolvedConstant) -> Constant {
        guard let rule = FoldRule.table[node.op] else { throw .computed(node.op) }
        let facts = operands.enumerated().map { place, operand in
            operand.map { TensorFacts($0.shape, rule.settings.contains(place) ? Self.few($0) : nil) }
        }
        let instance = OperatorInstance(node: node, opset: opset, inputs: facts)
        if let obstacle = rule.obstacle(instance) { throw obstacle }
        let output = node.outputs.firstIndex(of: name) ?? 0
        let shapes = (try? instance.outputShapes) ?? []
        guard shapes.indices.contains(output), let shape = shapes[output]?.shape, shape.count <= Self.mostAxes,
            // Eight bytes for each element, and every part of the shape, fit.
            elementCount(shape.map { max(1, $0) } + [8]) < .max,
            let type = rule.type(instance, operands.map { $0?.type })
        else { throw .unfit(node.op) }
        let limit = max(mostFilled, operands.compactMap { $0?.count }.max() ?? 0)
        return Constant(
            name: name, shape: shape, type: type,
            source: .stored {
                guard elementCount(shape) <= limit else {
                    throw NetworkError.tooManyElements(tensor: name, shape: shape, limit: limit)
                }
                let values = try operands.map { try $0?.elements() }
                let fold = FoldRule.Fold(instance: instance, values: values, shape: shape, type: type, output: output)
                guard let numbers = try rule.elements(fold) else {
                    throw NetworkError.unreadable(
                        constant: name,
                        reason: "\(node.op) cannot make it; places that are there and numbers of 64 bits are expected")
                }
                return numbers
            })
    }

    /// The elements of a tensor that has few, and can be read.
    private static func few(_ constant: Constant) -> Numbers? {
        constant.count <= Numbers.limit ? try? constant.elements() : nil
    }
}
