import Networks
import Planes
import Workers

/// What is to be done, in order, to have some tensors of a network, and nothing more.
struct Plan: Sendable {
    /// One operation, ready to run.
    struct Step: Sendable {
        /// The node; of those that are done at once, the first.
        let node: Node
        let inputs, outputs: [String]
        let operation: any Computation
        /// Inputs that do not depend on the image.
        let known: [Value?]
        /// Inputs that nobody needs afterwards, and that this step may write over.
        var isLastUse: [Bool] = []

        var label: String { node.label }
        var op: Operator { node.op }
    }

    private(set) var steps: [Step] = []
    /// Tensors asked for that do not depend on any input.
    /// Weights of a large network are more than any tensor.
    private(set) var known = TensorsInUse(limit: 2 * Budget.mostElements)

    private let network: Network
    private let workers: Workers
    private let algorithm: Runner.Algorithm
    /// Shapes as far as they are known before the network runs.
    private let shapes: Shapes?
    /// Tensors that do not depend on any input.
    private let fixed: Set<String>
    /// How many of the needed nodes still read a tensor.
    private var readers: [String: Int] = [:]
    private let targets: Set<String>
    /// What the elements of tensors are, as far as that is followed.
    private var types: [String: NumberType]

    /// Plans for tensors.
    ///
    /// What does not depend on an input is computed now; a convolution takes in what follows it where that is fast.
    ///
    /// - Parameters:
    ///   - inputs: shapes of inputs, if not those of the file.
    ///   - isRecorded: whether every tensor is kept, so that one can go back; nothing is taken in then.
    init(
        _ network: Network, for targets: Set<String>, on inputs: [String: [Int]], by algorithm: Runner.Algorithm,
        isRecorded: Bool, workers: Workers
    ) throws(InferenceError) {
        let network = try Self.defined(network, on: inputs)
        self.network = network
        types = Dictionary(network.inputs.map { ($0.name, $0.type) }) { first, _ in first }
        self.workers = workers
        self.algorithm = algorithm
        let fuses = algorithm != .plain && !isRecorded
        shapes = try? Shapes(of: network, inputs: inputs)
        fixed = network.fixedTensors
        self.targets = targets
        let needed = network.indices(giving: targets)
        if let obstacle = network.obstacle(to: targets, image: try? network.imageName) { throw obstacle }
        try checkBudget(of: needed, isRecorded: isRecorded)
        var queue = needed.map { network.nodes[$0] }[...]
        for node in queue { for name in node.reads { readers[name, default: 0] += 1 } }
        for target in targets { readers[target, default: 0] += 1 }
        var followers: [String: Node] = [:]
        if fuses { for node in queue { for name in node.reads where readers[name] == 1 { followers[name] = node } } }
        var taken: Set<String> = []
        while let node = queue.popFirst() {
            guard !taken.contains(node.outputs[0]) else { continue }
            taken.formUnion(try add(node, followers))
        }
        for target in targets {
            if let constant = network.constants[target] { known[target] = try value(constant, for: target) }
        }
        known = known.only(targets)
        markLastUses()
    }

    /// The network in the operators that are run.
    static func defined(_ network: Network, on inputs: [String: [Int]]) throws(InferenceError) -> Network {
        do throws(NetworkError) { return try network.unrolled(on: inputs).defined(on: inputs) } catch {
            throw .network(error)
        }
    }

    /// Refuses a network that asks for more than it is given, as far as shapes are known.
    private func checkBudget(of needed: [Int], isRecorded: Bool) throws(InferenceError) {
        do throws(NetworkError) {
            let nodes = needed.map { network.nodes[$0] }
            // A run that one can go back through keeps every tensor.
            let kept = isRecorded ? Set(nodes.flatMap(\.outputs)) : targets
            try shapes?.check(nodes, within: Budget(of: network), keeping: kept)
        } catch {
            throw .network(error)
        }
    }

    /// Adds a node, and gives the outputs of those that were taken in with it.
    private mutating func add(_ node: Node, _ followers: [String: Node]) throws(InferenceError) -> [String] {
        let values = try knownInputs(of: node)
        let types = node.inputs.map { network.constants[$0]?.type ?? self.types[$0] }
        if let output = node.outputs.first { self.types[output] = node.givenType(of: types) }
        defer { for name in node.reads { release(name) } }
        do throws(OperatorError) {
            guard let make = Factories.all[node.op] else { preconditionFailure("operators are checked before") }
            let context = OperatorContext(
                node, opset: network.opset, known: Inputs(values),
                types: types, shape: node.inputs.first.flatMap { shapes?[$0] },
                algorithm: algorithm)
            if node.reads.allSatisfy(fixed.contains) {
                var inputs = Inputs(values)
                let operation = Factories.arranged(try make(context), for: node)
                try known.put(operation.run(&inputs, workers), as: wanted(node))
                return []
            }
            if node.op == .conv, values.count > 1, values[1] != nil, values.count < 3 || values[2] != nil {
                var fusion = try Fusion(context, isChannelsLast: node.isChannelsLast)
                while let next = followers[fusion.output], next.outputs.count == 1,
                    fusion.fuse(next, try followerInputs(next))
                {}
                append(
                    node, outputs: [fusion.output], Factories.arranged(try fusion.convolution, for: node), [nil])
                return fusion.fused
            }
            let operation = try make(context)
            if node.op == .add, let sum = operation as? Elementwise, let next = followers[node.outputs[0]],
                next.op == .relu
            {
                append(node, outputs: next.outputs, Factories.arranged(sum.rectified, for: node), values)
                return next.outputs
            }
            append(node, outputs: wanted(node), Factories.arranged(operation, for: node), values)
            return []
        } catch {
            throw .impossible(node: node.label, op: node.op.name, reason: error.reason)
        }
    }

    /// The outputs of a node, without the names of those that nobody reads.
    private func wanted(_ node: Node) -> [String] { node.outputs.map { readers[$0, default: 0] > 0 ? $0 : "" } }

    private mutating func append(
        _ node: Node, outputs: [String], _ operation: any Computation, _ known: [Value?]
    ) {
        steps.append(
            Step(
                node: node, inputs: Array(node.inputs.prefix(known.count)), outputs: outputs, operation: operation,
                known: known))
    }

    private mutating func release(_ name: String) {
        readers[name, default: 1] -= 1
        if readers[name] == 0 { known[name] = nil }
    }

    private mutating func knownInputs(of node: Node) throws(InferenceError) -> [Value?] {
        var values: [Value?] = []
        for name in node.inputs {
            if known[name] == nil, let constant = network.constants[name] {
                known[name] = try value(constant, for: node.label, mayBeInfinite: Self.mayBeInfinite.contains(node.op))
            }
            values.append(known[name])
        }
        return values
    }

    /// What a follower knows, as far as it is a matter of constants.
    private mutating func followerInputs(_ node: Node) throws(OperatorError) -> Inputs {
        do throws(InferenceError) { return Inputs(try knownInputs(of: node)) } catch { throw OperatorError("\(error)") }
    }

    /// Operations for which an infinite constant is a bound or a mask.
    private static let mayBeInfinite: Set<Operator> = [.clip, .max, .min, .where, .pad]

    private func value(
        _ constant: Constant, for node: String, mayBeInfinite: Bool = false
    ) throws(InferenceError) -> Value {
        do throws(OperatorError) { _ = try checked(constant.shape) } catch {
            throw .impossible(
                node: node, op: constant.name, reason: "a constant of shape \(shapeText(constant.shape)) is too large")
        }
        let value: Value
        do throws(NetworkError) { value = try Value(constant) } catch { throw .network(error) }
        if let bad = value.firstNonFinite(workers), bad.isNaN || !mayBeInfinite {
            throw .nonFiniteWeight(node: node, tensor: constant.name, value: bad)
        }
        return value
    }

    private mutating func markLastUses() {
        var later = targets
        for index in steps.indices.reversed() {
            let names = steps[index].inputs
            steps[index].isLastUse = names.indices.map { place in
                !later.contains(names[place]) && !names[(place + 1)...].contains(names[place])
            }
            later.formUnion(names)
        }
    }
}

extension Node {
    /// What the elements of the first output are; `nil` where that is not followed.
    ///
    /// - Parameter types: of its inputs.
    fileprivate func givenType(of types: [NumberType?]) -> NumberType? {
        if op == .cast { return int("to").map { NumberType(onnx: $0) } }
        if op == .quantizeLinear { return types.count > 2 ? types[2] : .uint8 }
        switch op.function?(self) {
        case .test, .relate: return .bool
        case .map, .combine: return types.first ?? nil
        case nil: return op.passesValues || [.bitShift, .bitwiseNot].contains(op) ? types.first ?? nil : nil
        }
    }
}
