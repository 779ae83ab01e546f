import Networks

/// A program of ATen's operators said in ONNX's, call by call.
///
/// What a call gives keeps its name. A call that takes several operators has its own name for the last of them, and for the
/// others its name with theirs. One that has no words in ONNX stays what it is, an operator that is not known.
struct AtenTranslation {
    /// Says a call, and gives the names of the tensors that are its outputs, in order.
    typealias Rule = @Sendable (inout AtenTranslation, AtenCall) throws(Untranslated) -> [String]

    /// Whose operators are that have no words in ONNX.
    private static let domain = "torch.ops"
    /// The version of ONNX's operators that is meant.
    private static let opset = 24

    private let program: ExportedProgram
    let file: LazyFile
    var nodes: [Node] = []
    var constants: [String: Constant] = [:]
    /// Names of the constants that were made here, in order.
    var madeConstants: [String] = []
    var memory = AtenMemory()
    /// Which values are parts of others along an axis.
    var parts: [String: Part] = [:]
    /// What is known of the tensors, by the network's names.
    var facts: [String: Facts] = [:]
    /// The values that a call or the caller reads.
    let read: Set<String>
    /// How many calls each module makes.
    private let callsOfModules: [String: Int]
    /// The call that is being said.
    var label = ""
    var stem = ""
    var usedNames: [String: Int] = [:]
    /// Tensors of one element, by the names of the whole numbers that they hold.
    var numbers: [String: String] = [:]
    /// Whole numbers that stand in constants made here.
    var filled = 0

    /// What PyTorch found of a tensor.
    typealias Facts = (sizes: [Network.Dimension], type: NumberType)

    /// - Parameter constants: by the program's names for them.
    init(_ program: ExportedProgram, constants: [String: Constant], of file: LazyFile) {
        self.program = program
        self.file = file
        callsOfModules = program.calls.reduce(into: [:]) { $0[$1.module, default: 0] += 1 }
        read = Set(program.calls.flatMap { $0.arguments.flatMap(\.value.names) } + program.outputs)
        for (value, tensor) in program.tensors { facts[value] = (tensor.sizes, tensor.type) }
        for input in program.inputs { memory.add(input, input) }
        for (value, name) in program.parameters {
            let constant = constants[value]
            // One that the archive does not hold is missed by its own name.
            memory.add(value, constant?.name ?? name)
            guard let constant else { continue }
            self.constants[constant.name] = constant
            facts[constant.name] = (constant.shape.map { .known($0) }, constant.type)
        }
    }

    /// The whole.
    func network() throws(ArchiveError) -> Network {
        let inputs = program.inputs.map { name in
            Network.Input(name: name, type: facts[name]?.type ?? .float32, shape: facts[name]?.sizes)
        }
        do throws(NetworkError) {
            // What is missing is told where it is asked for; kernels do not need it.
            return try Network(
                opset: Self.opset, inputs: inputs,
                outputs: program.outputs.map { memory.tensor($0)?.name ?? $0 }, nodes: nodes, constants: constants,
                isBody: true)
        } catch {
            throw .notANetwork(file: file.path, reason: "\(error)")
        }
    }

    /// Says the next call.
    mutating func translate(_ call: ExportedCall) {
        // Assertions and ranges of sizes give nothing.
        guard let output = call.outputs.first(where: { !$0.isEmpty }) else { return }
        let operation = AtenOperation(call.target)
        stem = output
        label = label(of: call, output)
        usedNames = [:]
        let kept = (nodes: nodes.count, constants: madeConstants.count, filled: filled)
        do throws(Untranslated) {
            guard let (name, rule) = operation.rule else { throw Untranslated() }
            let resolved = try resolved(name, call)
            let tensors = try rule(&self, resolved)
            if operation.isView, case .tensor(let whole)? = call.arguments.first?.value {
                parts[output] = try? part(resolved, of: whole)
            }
            for (output, tensor) in zip(call.outputs, tensors) where !output.isEmpty {
                note(output, tensor, operation, call)
            }
        } catch {
            nodes.removeSubrange(kept.nodes...)
            for name in madeConstants[kept.constants...] { constants[name] = nil }
            madeConstants.removeSubrange(kept.constants...)
            filled = kept.filled
            leave(call, operation)
        }
    }

    /// A call with its tensors as they are now.
    private func resolved(_ name: String, _ call: ExportedCall) throws(Untranslated) -> AtenCall {
        try AtenCall(name, call) { (value) throws(Untranslated) in
            guard let tensor = memory.tensor(value), !tensor.isOutdated else { throw Untranslated() }
            return tensor.name
        }
    }

    /// A call without words in ONNX.
    private mutating func leave(_ call: ExportedCall, _ operation: AtenOperation) {
        let read = call.arguments.flatMap(\.value.names).map { name in
            memory.tensor(name)?.name ?? numbers[name] ?? name
        }
        nodes.append(
            Node(
                name: label, op: operation.description, domain: Self.domain,
                inputs: read.filter { !$0.isEmpty }, outputs: call.outputs))
        for output in call.outputs where !output.isEmpty { note(output, output, operation, call) }
    }

    /// Notes which tensor a value is.
    private mutating func note(_ value: String, _ tensor: String, _ operation: AtenOperation, _ call: ExportedCall) {
        guard program.tensors[value] != nil else {
            numbers[value] = tensor
            return
        }
        let source: String? = if case .tensor(let name)? = call.arguments.first?.value { name } else { nil }
        guard let source else { return memory.add(value, tensor) }
        if operation.isInPlace {
            let wholes = wholes(of: source, after: tensor)
            memory.write(value, over: source, tensor)
            for (whole, tensor) in wholes { memory.renew(whole, tensor) }
            parts[value] = parts[source]
        } else if operation.isView {
            if memory.tensor(source)?.name == tensor {
                memory.share(value, with: source)
            } else {
                memory.view(value, of: source, tensor)
            }
        } else {
            memory.add(value, tensor)
        }
    }

    /// What people know a call by: its module where that makes no other call, else the module and its own name.
    private func label(of call: ExportedCall, _ output: String) -> String {
        if call.module.isEmpty { return output }
        return callsOfModules[call.module] == 1 ? call.module : "\(call.module).\(output)"
    }

    static let rules: [String: Rule] = [
        convolutions, pools, normalizations, activations, arithmetic, products, reductions, reshapes, movements,
        repetitions, recurrences, selections, paddings, resizings, creations, openSizes,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}
