/// One operation of a network, with names as in the file.
public struct Node: Sendable {
    /// The node's name, often empty.
    public let name: String
    /// What it does.
    public let op: Operator
    /// Names of the tensors it reads; an empty name stands for one left out.
    public let inputs: [String]
    /// Names of the tensors it gives; an empty name stands for one left out.
    public let outputs: [String]
    /// Settings by name.
    public let attributes: [String: Attribute]
    /// Tensors that its bodies read from the network around them.
    public let captures: [String]

    /// A node.
    public init(
        name: String = "", op: Operator, inputs: [String], outputs: [String], attributes: [String: Attribute] = [:]
    ) {
        self.name = name
        self.op = op
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
        captures = Self.bodies(in: attributes).flatMap(\.captures)
    }

    /// The bodies of a loop or a branch, in the order of their attributes' names.
    public var bodies: [Network] { Self.bodies(in: attributes) }

    private static func bodies(in attributes: [String: Attribute]) -> [Network] {
        attributes.sorted { $0.key < $1.key }.flatMap { attribute in
            switch attribute.value {
            case .graph(let body): [body]
            case .graphs(let bodies): bodies
            default: [Network]()
            }
        }
    }

    /// A node as a file has it, with the names of its operator and of whose that is.
    public init(
        name: String = "", op: String, domain: String = "", inputs: [String], outputs: [String],
        attributes: [String: Attribute] = [:]
    ) {
        self.init(
            name: name, op: Operator(op, domain: domain), inputs: inputs, outputs: outputs, attributes: attributes)
    }

    /// Every tensor it depends on: its inputs that are there, then what its bodies read.
    public var reads: [String] { inputs.filter { !$0.isEmpty } + captures }

    /// The name for people: its own, else that of its first output.
    public var label: String { name.isEmpty ? outputs.first { !$0.isEmpty } ?? op.name : name }

    /// The name of an input; `nil` where it is left out.
    public func input(_ index: Int) -> String? {
        inputs.indices.contains(index) && !inputs[index].isEmpty ? inputs[index] : nil
    }

    /// A whole number by name.
    public func int(_ name: String) -> Int? {
        if case .int(let value) = attributes[name] { value } else { nil }
    }

    /// Whole numbers by name.
    public func ints(_ name: String) -> [Int]? {
        if case .ints(let values) = attributes[name] { values } else { nil }
    }

    /// A number by name.
    public func float(_ name: String) -> Float? {
        if case .float(let value) = attributes[name] { value } else { nil }
    }

    /// Words by name.
    public func strings(_ name: String) -> [String]? {
        if case .strings(let values) = attributes[name] { values } else { nil }
    }

    /// Numbers by name.
    public func floats(_ name: String) -> [Float]? {
        if case .floats(let values) = attributes[name] { values } else { nil }
    }

    /// A word by name.
    public func string(_ name: String) -> String? {
        if case .string(let value) = attributes[name] { value } else { nil }
    }

    /// A tensor by name.
    public func tensor(_ name: String) -> Constant? {
        if case .tensor(let value) = attributes[name] { value } else { nil }
    }
}
