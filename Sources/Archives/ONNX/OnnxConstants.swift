/// Why a tensor of a graph is not known before the network runs.
enum OnnxObstacle: Error {
    /// Its elements are not in the file; why, as the end of a sentence about it: "which the file computes by MatMul".
    case unknown(String)
    /// What it is made of is broken.
    case broken(ArchiveError)

    /// Why the elements are not in the file; throws what is broken.
    func reason() throws(ArchiveError) -> String {
        switch self {
        case .unknown(let reason): reason
        case .broken(let error): throw error
        }
    }
}

/// The tensors of a graph that are known before the network runs: stored ones, and what a few operations make of them.
///
/// What a tensor is made of is told by its name, from the end backwards; shapes are worked out here, elements when they
/// are asked for.
struct OnnxConstants {
    /// At most so many operations make one tensor.
    static let mostOperations = 64

    private let file: LazyFile
    private var stored: [String: OnnxTensor] = [:]
    private var sparse: [String: OnnxSparseTensor] = [:]
    private var makers: [String: OnnxNode] = [:]
    private var inputs: Set<String> = []
    /// What has been worked out, and by how many operations.
    private var known: [String: (tensor: StoredTensor, operations: Int)] = [:]
    /// What is being worked out.
    private var open: Set<String> = []

    init(_ file: LazyFile) { self.file = file }

    /// Takes up a node under the name of its first output.
    mutating func add(_ node: OnnxNode) {
        if let output = node.output { makers[output] = node }
    }

    /// Takes up a stored tensor.
    mutating func add(_ tensor: OnnxTensor) { stored[tensor.name] = tensor }

    /// Takes up a stored tensor of which only some elements are not zero.
    mutating func add(_ tensor: OnnxSparseTensor) { sparse[tensor.name] = tensor }

    /// Takes up an input of the graph, a `ValueInfoProto`.
    mutating func addInput(_ range: Range<Int>) throws(ArchiveError) {
        var input = WireReader(file, range, place: "an input")
        while let field = try input.next() {
            if case (1, .bytes(let range)) = (field.number, field.value) { inputs.insert(file.text(in: range)) }
        }
    }

    /// The stored tensors of four dimensions.
    var storedKernels: [StoredTensor] {
        stored.values.filter { $0.shape.count == 4 }.map { $0.stored(as: $0.name) }
    }

    /// The tensor of a name.
    ///
    /// - Complexity: linear in the operations that make it, each worked out once for the graph.
    mutating func tensor(_ name: String) throws(OnnxObstacle) -> StoredTensor {
        if let known = known[name] { return known.tensor }
        guard !open.contains(name) else { throw .unknown("which is made of itself") }
        guard open.count < Self.mostOperations else { throw Self.tooMany }
        open.insert(name)
        defer { open.remove(name) }
        let node = stored[name] == nil && sparse[name] == nil ? makers[name] : nil
        let found = if let node { try made(by: node) } else { try storedTensor(name) }
        let tensor = StoredTensor(name: name, shape: found.shape, storage: found.storage)
        // The operations are counted as often as they will be carried out: a tensor used twice is made twice.
        let operations = 1 + (node?.inputs ?? []).reduce(0) { $0 + (known[$1]?.operations ?? 0) }
        guard operations <= Self.mostOperations else { throw Self.tooMany }
        known[name] = (tensor, operations)
        return tensor
    }

    private static var tooMany: OnnxObstacle { .unknown("which more than \(mostOperations) operations make") }

    private func storedTensor(_ name: String) throws(OnnxObstacle) -> StoredTensor {
        if let tensor = stored[name] { return try checked(tensor, name) }
        if let tensor = sparse[name] { return try checked(tensor, name) }
        throw .unknown(inputs.contains(name) ? "an input of the graph" : "which nothing in the graph makes")
    }

    /// A stored tensor, unless its shape announces more than there is.
    func checked(_ tensor: OnnxTensor, _ name: String) throws(OnnxObstacle) -> StoredTensor {
        do throws(ArchiveError) { try tensor.checkSize(as: name, file) } catch { throw .broken(error) }
        return tensor.stored(as: name)
    }

    /// A sparse tensor, unless its shape is none.
    func checked(_ tensor: OnnxSparseTensor, _ name: String) throws(OnnxObstacle) -> StoredTensor {
        do throws(ArchiveError) { try tensor.checkSize(as: name, file) } catch { throw .broken(error) }
        return StoredTensor(name: name, shape: tensor.shape, storage: tensor)
    }
}

extension OnnxConstants {
    /// The operations that are understood.
    static let operations: Set<String> = [
        "Constant", "ConstantOfShape", "Identity", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Cast",
        "QuantizeLinear", "DequantizeLinear",
    ]

    private mutating func made(by node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        switch node.isStandard ? node.op : "" {
        case "Constant": return try constant(node)
        case "ConstantOfShape": return try filled(node)
        case "Identity": return try operand(0, of: node)
        case "Transpose": return try transposed(operand(0, of: node), node)
        case "Reshape": return try reshaped(operand(0, of: node), node)
        case "Squeeze": return try squeezed(operand(0, of: node), node)
        case "Unsqueeze": return try unsqueezed(operand(0, of: node), node)
        case "Cast": return try cast(operand(0, of: node), node)
        case "QuantizeLinear": return try quantized(operand(0, of: node), node)
        case "DequantizeLinear":
            let axis = node.int("axis", default: 1)
            return try dequantized(
                operand(0, of: node), scale: node.input(1), zero: node.input(2), axis: axis,
                block: node.int("block_size", default: 0))
        default:
            let whose = node.isStandard ? "" : " of '\(node.domain)'"
            throw .unknown("which the file computes by \(node.op)\(whose)")
        }
    }

    /// An input of a node.
    mutating func operand(_ index: Int, of node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        guard let name = node.input(index) else { throw unable(node) }
        return try tensor(name)
    }

    /// The few whole numbers in an input, a shape or axes; `nil` if the input is left out.
    mutating func numbers(_ index: Int, of node: OnnxNode) throws(OnnxObstacle) -> [Int]? {
        guard let name = node.input(index) else { return nil }
        let tensor = try tensor(name)
        guard tensor.count <= 16 else { throw unable(node) }
        do throws(ArchiveError) {
            // Sizes of kernels lie far below 2^24, up to which these are exact.
            return try tensor.values(in: file).map { Int(exactly: $0) ?? .min }
        } catch { throw .broken(error) }
    }

    /// What is said of an operation whose operands do not fit it.
    func unable(_ node: OnnxNode) -> OnnxObstacle {
        .unknown("which \(node.op) cannot make of what it is given")
    }
}
