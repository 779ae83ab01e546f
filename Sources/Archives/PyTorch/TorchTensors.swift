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

    let machine: PickleMachine
    let storages: [String: ByteSource]
    let bigEndian: Bool
    /// In the order in which the network's author made them.
    private(set) var tensors: [StoredTensor] = []
    /// Tensors whose elements do not lie in their storage, with what is wrong.
    private(set) var misfits: [(tensor: String, shape: [Int])] = []
    /// By the module's name.
    private(set) var convolutions: [String: Convolution] = [:]

    /// What the walk has still to look at.
    private struct Step {
        let value: PickleValue
        let name: String
        let depth: Int
    }

    /// Deeper nesting is no network's.
    private static let deepest = 100

    /// Finds the tensors under an object of the machine.
    ///
    /// - Complexity: linear in the nodes of the machine: each is looked into once, by the name it is met under first.
    init(_ object: PickleValue, _ machine: PickleMachine, storages: [String: ByteSource], bigEndian: Bool) {
        self.machine = machine
        self.storages = storages
        self.bigEndian = bigEndian
        var seen: Set<Int> = []
        var steps = [Step(value: object, name: "", depth: 0)]
        while let step = steps.popLast() {
            guard step.depth < Self.deepest, case .node(let index) = step.value else { continue }
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
        func child(_ value: PickleValue, _ key: String?) -> Step {
            let name = key.map { step.name.isEmpty ? $0 : "\(step.name).\($0)" } ?? step.name
            return Step(value: value, name: name, depth: step.depth + 1)
        }
        switch node.kind {
        case .global, .persistent: return []
        case .tuple, .list: return node.items.enumerated().map { child($1, "\($0)") }
        case .dictionary:
            return machine.pairs(node).compactMap { pair in machine.key(pair.key).map { child(pair.value, $0) } }
        case .call(_, let arguments):
            if let state = node.state { noteConvolution(state, step.name) }
            let filled = machine.pairs(node).compactMap { pair in machine.key(pair.key).map { child(pair.value, $0) } }
            let inner = [arguments].filter { _ in filled.isEmpty && node.state == nil }.map { child($0, nil) }
            return filled + node.items.enumerated().map { child($1, "\($0)") } + attributes(node.state).map(child)
                + inner
        }
    }

    /// An object's attributes by name; a module's tables go by no name.
    private func attributes(_ state: PickleValue?) -> [(PickleValue, String?)] {
        guard let state, let node = machine.node(state) else { return [] }
        // Beside the attributes there may be those in slots.
        if case .tuple = node.kind { return node.items.flatMap { attributes($0) } }
        return machine.pairs(node).compactMap { key, value in
            machine.key(key).map { (value, ["_parameters", "_modules", "_buffers"].contains($0) ? nil : $0) }
        }
    }

    private mutating func noteConvolution(_ state: PickleValue, _ name: String) {
        guard case .bool(let transposed) = machine.value("transposed", in: state),
            let groups = machine.value("groups", in: state).flatMap({ machine.integer($0) })
        else { return }
        convolutions[name] = Convolution(transposed: transposed, groups: groups)
    }
}
