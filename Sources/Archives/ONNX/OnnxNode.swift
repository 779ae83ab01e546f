/// A node of the graph, as far as finding kernels needs it.
struct OnnxNode {
    /// The node's name, often empty.
    private(set) var name = ""
    /// The operation.
    private(set) var op = ""
    /// Names of the inputs; an empty name stands for one left out.
    private(set) var inputs: [String] = []
    /// Name of the first output.
    private(set) var output: String?
    /// The groups of a convolution.
    private(set) var group = 1
    /// The tensor of a `Constant`.
    private(set) var constant: OnnxTensor?

    /// Whether the node is a convolution or may lead to its weight.
    var matters: Bool { ["Conv", "ConvTranspose", "Constant", "Identity"].contains(op) }

    /// Reads a `NodeProto`.
    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        var attributes: [Range<Int>] = []
        var node = WireReader(file, range, place: "a node")
        while let field = try node.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: inputs.append(file.text(in: range))
            case 2: output = output ?? file.text(in: range)
            case 3: name = file.text(in: range)
            case 4: op = file.text(in: range)
            case 5: attributes.append(range)
            default: continue
            }
        }
        guard matters else { return }
        for range in attributes { try readAttribute(file, range) }
    }

    /// Reads an `AttributeProto`: a convolution's `group`, a constant's `value`.
    private mutating func readAttribute(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        var (name, number, tensor): (String, Int, Range<Int>?) = ("", 0, nil)
        var attribute = WireReader(file, range, place: "an attribute")
        while let field = try attribute.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): name = file.text(in: range)
            case (3, .varint(let value)): number = Int(truncatingIfNeeded: value)
            case (5, .bytes(let range)): tensor = range
            default: continue
            }
        }
        if name == "group" { group = number }
        if name == "value", op == "Constant", let tensor { constant = try OnnxTensor(file, tensor) }
    }
}
