import Networks

/// A `ModelProto` read as a network: every node with its settings, every tensor by name, no weights.
struct OnnxModel {
    private let file: LazyFile
    private var opset = 1
    private var graph: Range<Int>?

    /// Steps through the model's own fields.
    init(_ file: LazyFile) throws(ArchiveError) {
        self.file = file
        var model = WireReader(file, 0..<file.count, place: "the model")
        while let field = try model.next() {
            guard case .bytes(let range) = field.value else { continue }
            if field.number == 7 { graph = range }
            if field.number == 8 { try readOperatorSet(range) }
        }
    }

    /// Reads an `OperatorSetIdProto`; the version of ONNX's own operations is kept.
    private mutating func readOperatorSet(_ range: Range<Int>) throws(ArchiveError) {
        var (domain, version) = ("", 1)
        var set = WireReader(file, range, place: "the operator set")
        while let field = try set.next() {
            if case (1, .bytes(let range)) = (field.number, field.value) { domain = file.text(in: range) }
            if case (2, .varint(let number)) = (field.number, field.value) { version = Int(truncatingIfNeeded: number) }
        }
        if domain.isEmpty || domain == "ai.onnx" { opset = version }
    }

    /// The network.
    ///
    /// - Throws: ``ArchiveError``: no graph, truncated, malformed, or no network (a cycle, a tensor without origin).
    func network() throws(ArchiveError) -> Network {
        guard let graph else {
            throw .malformed(
                file: file.path, place: "the model",
                expectation: "it begins as ONNX does, but has no graph; a whole ONNX file has one")
        }
        return try OnnxBody(file, opset: opset).network(graph)
    }
}
