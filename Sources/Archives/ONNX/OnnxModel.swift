import Networks

/// A `ModelProto` read as a network: every node with its settings, every tensor by name, no weights.
struct OnnxModel {
    private let file: LazyFile
    private var opset = 1
    private var graph: Range<Int>?
    private var functions: [Range<Int>] = []
    private var metadata: [String: String] = [:]

    /// Steps through the model's own fields.
    init(_ file: LazyFile) throws(ArchiveError) {
        self.file = file
        var model = ProtobufReader(file, 0..<file.count, place: "the model")
        while let field = try model.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 7: graph = range
            case 8: try readOperatorSet(range)
            case 14: try readEntry(range)
            case 25: functions.append(range)
            default: continue
            }
        }
    }

    /// Reads an `OperatorSetIdProto`; the version of ONNX's own operations is kept.
    private mutating func readOperatorSet(_ range: Range<Int>) throws(ArchiveError) {
        var (domain, version) = ("", 1)
        var set = ProtobufReader(file, range, place: "the operator set")
        while let field = try set.next() {
            if case (1, .bytes(let range)) = (field.number, field.value) { domain = file.text(in: range) }
            if case (2, .varint(let number)) = (field.number, field.value) { version = Int(truncatingIfNeeded: number) }
        }
        if domain.isEmpty || domain == "ai.onnx" { opset = version }
    }

    /// Reads a `StringStringEntryProto`; what is longer than anything we write is passed over.
    private mutating func readEntry(_ range: Range<Int>) throws(ArchiveError) {
        guard range.count <= Self.longestEntry else { return }
        var (key, value) = ("", "")
        var entry = ProtobufReader(file, range, place: "the metadata")
        while let field = try entry.next() {
            if case (1, .bytes(let range)) = (field.number, field.value) { key = file.text(in: range) }
            if case (2, .bytes(let range)) = (field.number, field.value) { value = file.text(in: range) }
        }
        metadata[key] = value
    }

    private static let longestEntry = 1 << 20

    /// The network; it may read tensors that nothing in the file gives.
    ///
    /// - Throws: ``ArchiveError``: no graph, truncated, malformed, or no network (a cycle, a tensor of two origins).
    func network() throws(ArchiveError) -> Network {
        guard let graph else {
            throw .malformed(
                file: file.path, place: "the model",
                expectation: "it begins as ONNX does, but has no graph; a whole ONNX file has one")
        }
        return try OnnxGraph(file, opset: opset).network(graph).noting(metadata)
    }

    /// The first function, a `FunctionProto`, in whose body there is a convolution.
    func functionWithConvolution() throws(ArchiveError) -> String? {
        for range in functions {
            var (name, found) = ("", false)
            var function = ProtobufReader(file, range, place: "a function")
            while let field = try function.next() {
                switch (field.number, field.value) {
                case (1, .bytes(let range)): name = file.text(in: range)
                case (7, .bytes(let range)):
                    if ConvolutionOperands(of: try OnnxGraph(file, opset: opset).node(range)) != nil { found = true }
                default: continue
                }
            }
            if found { return name }
        }
        return nil
    }
}
