/// A node of the graph, as far as finding kernels needs it.
struct OnnxNode {
    /// The node's name, often empty.
    private(set) var name = ""
    /// The operation.
    private(set) var op = ""
    /// Whose operation it is; empty for ONNX's own.
    private(set) var domain = ""
    /// Names of the inputs; an empty name stands for one left out.
    private(set) var inputs: [String] = []
    /// Name of the first output.
    private(set) var output: String?
    /// The attributes by name, of a node that matters.
    private(set) var attributes: [String: OnnxAttribute] = [:]

    /// Whether the node is a convolution, may lead to its weight, or holds a graph of its own.
    var matters: Bool {
        OnnxConvolution.operands[op] != nil || OnnxConstants.operations.contains(op) || holdsGraphs
    }

    /// Whether the node is control flow, which holds graphs.
    var holdsGraphs: Bool { ["If", "Loop", "Scan"].contains(op) }

    /// Whether the operation means what ONNX says; contributed ones of ONNX Runtime do.
    var isStandard: Bool { ["", "ai.onnx", "com.microsoft"].contains(domain) }

    /// Reads a `NodeProto`.
    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        var ranges: [Range<Int>] = []
        var node = WireReader(file, range, place: "a node")
        while let field = try node.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: inputs.append(file.text(in: range))
            case 2: output = output ?? file.text(in: range)
            case 3: name = file.text(in: range)
            case 4: op = file.text(in: range)
            case 5: ranges.append(range)
            case 7: domain = file.text(in: range)
            default: continue
            }
        }
        guard matters else { return }
        for range in ranges {
            let attribute = try OnnxAttribute(file, range)
            attributes[attribute.name] = attribute
        }
    }

    /// The name of an input, `nil` if it is left out.
    func input(_ index: Int) -> String? {
        inputs.indices.contains(index) && !inputs[index].isEmpty ? inputs[index] : nil
    }

    /// A whole number among the attributes.
    func int(_ name: String, default value: Int) -> Int { attributes[name]?.int ?? value }
}
