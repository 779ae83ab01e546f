/// A graph as it lies in the file: its convolutions in order, and what their weights may be made of.
struct OnnxGraph {
    /// How deep graphs may lie in the control flow of graphs.
    static let deepest = 16

    private let file: LazyFile
    private var convolutions: [OnnxNode] = []
    private var constants: OnnxConstants

    /// Reads a `GraphProto`; graphs inside it are read as parts of it, since ONNX lets no two share a name.
    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        self.file = file
        constants = OnnxConstants(file)
        try read(range, depth: 0)
    }

    private mutating func read(_ range: Range<Int>, depth: Int) throws(ArchiveError) {
        guard depth <= Self.deepest else {
            throw .malformed(
                file: file.path, place: "the graph at byte \(range.lowerBound)",
                expectation: "graphs lie at most \(Self.deepest) deep in one another")
        }
        var graph = WireReader(file, range, place: "the graph")
        while let field = try graph.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): try take(try OnnxNode(file, range), depth)
            case (5, .bytes(let range)): constants.add(try OnnxTensor(file, range))
            case (11, .bytes(let range)): try constants.addInput(range)
            case (15, .bytes(let range)): constants.add(try OnnxSparseTensor(file, range))
            default: continue
            }
        }
    }

    private mutating func take(_ node: OnnxNode, _ depth: Int) throws(ArchiveError) {
        if OnnxConvolution.operands[node.op] != nil {
            convolutions.append(node)
        } else if node.holdsGraphs {
            for attribute in node.attributes.values.sorted(by: { $0.name < $1.name }) {
                for range in attribute.graphs { try read(range, depth: depth + 1) }
            }
        }
        constants.add(node)
    }

    /// The convolutions in graph order, with the weights that can be told before the network runs.
    consuming func index() throws(ArchiveError) -> ArchiveIndex {
        var index = ArchiveIndex(order: .graph)
        for node in convolutions { try OnnxConvolution.add(node, to: &index, &constants, file) }
        for tensor in constants.storedKernels where index.tensors[tensor.name] == nil {
            index.tensors[tensor.name] = tensor
        }
        return index
    }
}
