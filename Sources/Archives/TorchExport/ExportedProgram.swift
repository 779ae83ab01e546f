import Networks

/// A whole number of a program: written there, or reckoned by it from sizes that are open.
enum ExportedNumber: Hashable {
    case known(Int)
    case named(String)

    /// The number that a `SymIntArgument`, or a plain number, is; `nil` if it is neither.
    init?(_ value: JSONValue) {
        if let number = value.integer ?? value["as_int"]?.integer {
            self = .known(number.bounded)
        } else if let name = value["as_name"]?.text {
            self = .named(name)
        } else {
            return nil
        }
    }
}

extension Int {
    /// The number, or the nearest of which two can be multiplied: no size or place lies beyond.
    fileprivate var bounded: Int { Swift.min(Swift.max(self, -1 << 31), 1 << 31) }
}

/// What a call is given.
enum ExportedArgument {
    case none
    case tensor(String)
    /// An empty name stands for one left out.
    case tensors([String])
    case whole(ExportedNumber)
    case wholes([ExportedNumber])
    case number(Double)
    case numbers([Double])
    case flag(Bool)
    case text(String)
    /// The number of a `ScalarType`.
    case type(Int)
    case other

    /// Reads an `Argument`: a table of one entry, whose name is the kind.
    init(_ value: JSONValue) {
        guard let (kind, content) = value.entries?.first else {
            self = .other
            return
        }
        func whole<Element, Result>(_ elements: [Element?]?, _ make: ([Element]) -> Result) -> Result? {
            guard let elements else { return nil }
            let present = elements.compactMap(\.self)
            return present.count == elements.count ? make(present) : nil
        }
        let found: ExportedArgument? =
            switch kind {
            case "as_none": ExportedArgument.none
            case "as_tensor": content["name"]?.text.map { .tensor($0) }
            case "as_tensors": whole(content.elements?.map { $0["name"]?.text }) { .tensors($0) }
            case "as_optional_tensor": ExportedArgument(content)
            case "as_optional_tensors":
                content.elements.map { .tensors($0.map { $0["as_tensor"]?["name"]?.text ?? "" }) }
            case "as_int", "as_sym_int": ExportedNumber(content).map { .whole($0) }
            case "as_ints", "as_sym_ints": whole(content.elements?.map { ExportedNumber($0) }) { .wholes($0) }
            case "as_float": content.number.map { .number($0) }
            case "as_floats": whole(content.elements?.map(\.number)) { .numbers($0) }
            case "as_bool": content.bool.map { .flag($0) }
            case "as_string": content.text.map { .text($0) }
            case "as_scalar_type": content.integer.map { .type($0) }
            default: nil
            }
        self = found ?? .other
    }

    /// Names of the tensors and numbers in it; of an optional one left out, an empty name.
    var names: [String] {
        switch self {
        case .tensor(let name), .whole(.named(let name)): [name]
        case .tensors(let names): names
        case .none: [""]
        default: []
        }
    }
}

/// A call of an operator.
struct ExportedCall {
    /// `torch.ops.aten.conv2d.default`.
    let target: String
    let arguments: [(name: String, value: ExportedArgument)]
    /// Names of what it gives, those of lists one after the other; empty for none.
    let outputs: [String]
    /// The innermost module that makes the call: `features.0`.
    let module: String

    init?(_ node: JSONValue) {
        guard let target = node["target"]?.text, let inputs = node["inputs"]?.elements,
            let outputs = node["outputs"]?.elements
        else { return nil }
        self.target = target
        arguments = inputs.map { ($0["name"]?.text ?? "", $0["arg"].map { ExportedArgument($0) } ?? .other) }
        self.outputs = outputs.flatMap { ExportedArgument($0).names }
        // Modules from the outermost in, each `key,path,class`.
        let stack = node["metadata"]?["nn_module_stack"]?.text?.split(separator: ";").last ?? ""
        let parts = stack.split(separator: ",", omittingEmptySubsequences: false)
        module = parts.count > 1 ? String(parts[1]) : ""
    }
}

/// The graph of an export: calls of ATen's operators in their order, with the shapes that PyTorch found.
struct ExportedProgram {
    /// What comes from outside.
    private(set) var inputs: [String] = []
    /// What is handed back to the caller.
    private(set) var outputs: [String] = []
    /// Which parameter, buffer or constant of the module a value is, in the order of the program.
    private(set) var parameters: [(value: String, name: String)] = []
    /// The calls.
    let calls: [ExportedCall]
    /// What is known of the tensors.
    let tensors: [String: ExportedTensor]

    /// Reads an `ExportedProgram`.
    ///
    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)``.
    init(_ json: JSONValue, place: String, file: String) throws(ArchiveError) {
        guard let module = json["graph_module"], let graph = module["graph"], let nodes = graph["nodes"]?.elements,
            let values = graph["tensor_values"]?.entries, let signature = module["signature"],
            let inputs = signature["input_specs"]?.elements, let outputs = signature["output_specs"]?.elements
        else {
            throw .malformed(
                file: file, place: place,
                expectation: "nodes, tensor values and a signature are expected, as torch.export.save writes them")
        }
        var calls: [ExportedCall] = []
        for (index, node) in nodes.enumerated() {
            guard let call = ExportedCall(node) else {
                throw .malformed(
                    file: file, place: "node \(index) of \(place)",
                    expectation: "a target, inputs and outputs are expected")
            }
            calls.append(call)
        }
        self.calls = calls
        tensors = values.compactMapValues { ExportedTensor($0) }
        for spec in inputs {
            guard let (kind, content) = spec.entries?.first else { continue }
            let argument = content["arg"]
            switch kind {
            case "user_input": if let name = argument?["as_tensor"]?["name"]?.text { self.inputs.append(name) }
            case "parameter", "buffer", "tensor_constant":
                if let value = argument?["name"]?.text, let name = content["\(kind)_name"]?.text {
                    parameters.append((value, name))
                }
            default: continue
            }
        }
        self.outputs = outputs.compactMap { $0["user_output"]?["arg"]?["as_tensor"]?["name"]?.text }
    }
}
