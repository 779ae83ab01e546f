import Networks

/// A network while a reader says a file's layers in ONNX's operators: its nodes and constants, names that nothing else has,
/// and the shapes of what is there so far.
struct NetworkDraft {
    private(set) var nodes: [Node] = []
    private(set) var constants: [String: Constant] = [:]
    var inputs: [Network.Input] = []
    /// Of tensors, as far as they are known.
    var shapes = Shapes(opset: Self.opset)
    /// Names that are taken.
    private(set) var names: Set<String> = []

    /// The meaning of operators that is meant.
    private static let opset = 21

    /// The whole.
    ///
    /// - Parameter isPartial: whether a tensor that a node reads may be missing, as nobody may ask for it.
    /// - Throws: ``ArchiveError/notANetwork(file:reason:)``.
    func network(
        name: String = "", giving outputs: [String], isPartial: Bool = false, of file: LazyFile
    ) throws(ArchiveError) -> Network {
        do throws(NetworkError) {
            return try Network(
                name: name, opset: Self.opset, inputs: inputs, outputs: outputs, nodes: nodes, constants: constants,
                isBody: isPartial)
        } catch { throw .notANetwork(file: file.path, reason: "\(error)") }
    }

    /// The name, or with the first number from `count` on under which nothing has it yet: `conv`, `conv#2`.
    mutating func free(_ name: String, from count: Int = 1) -> String {
        var (candidate, count) = (count == 1 ? name : "\(name)#\(count)", count)
        while !names.insert(candidate).inserted {
            count += 1
            candidate = "\(name)#\(count)"
        }
        return candidate
    }

    /// Takes a name, if nothing has it yet.
    mutating func claim(_ name: String) -> Bool { names.insert(name).inserted }

    /// Adds a node. That its shape cannot be is told by whoever follows the whole network.
    mutating func add(_ node: Node) {
        nodes.append(node)
        try? shapes.follow(node)
    }

    /// Takes up a constant; gives its name.
    @discardableResult
    mutating func take(_ constant: Constant) -> String {
        constants[constant.name] = constant
        shapes.add(constant)
        return constant.name
    }
}

/// Whoever writes a network: settings of a file become constants.
protocol NetworkWriter {
    var draft: NetworkDraft { get set }
}

extension NetworkWriter {
    /// Takes up numbers; along one axis, if no shape is given.
    mutating func constant(_ name: String, _ values: [Float], shape: [Int]? = nil) -> String {
        draft.take(Constant(name: name, shape: shape ?? [values.count], type: .float32, source: .floats(values)))
    }

    /// Takes up whole numbers along one axis.
    mutating func constant(_ name: String, whole values: [Int]) -> String {
        draft.take(Constant(name: name, shape: [values.count], type: .int64, source: .integers(values)))
    }
}
