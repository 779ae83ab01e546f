/// The tensors that a checkpoint's pickle describes, found through dictionaries, lists and the attributes of objects.
///
/// A name is the path of keys to the tensor, joined by points; a module's own tables (`_parameters`, `_modules`,
/// `_buffers`) do not count, so that a whole module gives the names of its state dictionary.
struct TorchTensors {
    /// What a pickled module says of its convolution.
    struct Convolution {
        let transposed: Bool
        let groups: Int
    }

    let machine: PickleInterpreter
    let storages: [String: ByteSource]
    let bigEndian: Bool
    /// In the order in which the network's author made them.
    private(set) var tensors: [StoredTensor] = []
    /// Tensors whose elements do not lie in their storage, with what is wrong.
    private(set) var misfits: [(tensor: String, shape: [Int])] = []
    /// By the module's name.
    private(set) var convolutions: [String: Convolution] = [:]

    /// What the walk has still to look into.
    private struct Step {
        let value: PickleValue
        let name: String
        let depth: Int
        var manner = Manner.plain
    }

    /// What the contents of a node are called by.
    private enum Manner {
        /// Their keys or indices.
        case plain
        /// Names of attributes, but for a module's own tables.
        case attributes
        /// The first of two: Python 2's ordered dictionaries take a list of keys with their values.
        case pairs
    }

    /// Deeper nesting and longer names are no network's.
    private static let (deepest, longestName) = (100, 1000)

    /// Finds the tensors under an object of the machine.
    ///
    /// - Complexity: linear in the nodes of the machine: each is looked into once, by the name it is met under first.
    init(_ object: PickleValue, _ machine: PickleInterpreter, storages: [String: ByteSource], bigEndian: Bool) {
        self.machine = machine
        self.storages = storages
        self.bigEndian = bigEndian
        var seen: Set<Int> = []
        var steps = [Step(value: object, name: "", depth: 0)]
        while let step = steps.popLast() {
            guard step.depth < Self.deepest, step.name.utf8.count <= Self.longestName,
                case .node(let index) = step.value
            else { continue }
            if let description = TorchTensor(step.value, machine) {
                add(description, as: step.name.isEmpty ? "tensor" : step.name)
            } else if seen.insert(index).inserted {
                steps += children(of: machine.nodes[index], step).reversed()
            }
        }
    }

    private mutating func add(_ tensor: TorchTensor, as name: String) {
        guard let storage = tensor.storage(in: storages, bigEndian: bigEndian) else {
            return misfits.append((name, tensor.shape))
        }
        tensors.append(StoredTensor(name: name, shape: tensor.shape, storage: storage))
    }

    private mutating func children(of node: PickleNode, _ step: Step) -> [Step] {
        func child(_ value: PickleValue, _ key: String?, _ manner: Manner = .plain) -> Step {
            let name = key.map { step.name.isEmpty ? $0 : "\(step.name).\($0)" } ?? step.name
            return Step(value: value, name: name, depth: step.depth + 1, manner: manner)
        }
        func entries(_ transparent: Set<String> = []) -> [Step] {
            machine.pairs(node).compactMap { key, value in
                machine.key(key).map { child(value, transparent.contains($0) ? nil : $0) }
            }
        }
        switch (node.kind, step.manner) {
        case (.global, _), (.persistent, _): return []
        // Beside the attributes there may be those in slots.
        case (.tuple, .attributes): return node.items.map { child($0, nil, .attributes) }
        case (.list, .pairs), (.tuple, .pairs):
            return node.items.compactMap { item in
                guard let pair = machine.items(item), pair.count == 2 else { return child(item, nil, .pairs) }
                return machine.key(pair[0]).map { child(pair[1], $0) }
            }
        case (.tuple, _), (.list, _): return node.items.enumerated().map { child($1, "\($0)") }
        case (.dictionary, .attributes):
            noteConvolution(node, step.name)
            return entries(["_parameters", "_modules", "_buffers"])
        case (.dictionary, _): return entries()
        case (.call(let function, let arguments), _):
            let isOrdered = machine.global(function) == "collections.OrderedDict"
            let inside =
                node.state.map { child($0, nil, .attributes) } ?? child(arguments, nil, isOrdered ? .pairs : .plain)
            return entries() + node.items.enumerated().map { child($1, "\($0)") } + [inside]
        }
    }

    private mutating func noteConvolution(_ attributes: PickleNode, _ name: String) {
        var (transposed, groups): (Bool?, Int?)
        for (key, value) in machine.pairs(attributes) {
            switch machine.text(key) {
            case "transposed": if case .bool(let isTransposed) = value { transposed = isTransposed }
            case "groups": groups = machine.integer(value)
            default: continue
            }
        }
        guard let transposed, let groups else { return }
        convolutions[name] = Convolution(transposed: transposed, groups: groups)
    }
}
