/// Open Neural Network Exchange: a `ModelProto` whose graph holds nodes and stored tensors.
///
/// The format has no signature: a file is taken for it when it begins as its writers begin, with the version of the
/// intermediate representation and then another field of a model.
/// - SeeAlso: `onnx.proto` in github.com/onnx/onnx.
enum OnnxFormat: ArchiveFormat {
    static let format = ModelFormat.onnx

    static func recognizes(_ file: LazyFile) -> Bool {
        guard file.count >= 2, file[0] == 0x08, (1..<0x80).contains(file[1]) else { return false }
        guard file.count > 2 else { return true }
        // Producer, its version, domain, documentation, graph, operator sets and metadata are bytes; model version is not.
        let tags: [UInt8] = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72]
        return tags.contains(file[2])
    }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        var graph: Range<Int>?
        var functions: [Range<Int>] = []
        var model = WireReader(file, 0..<file.count, place: "the model")
        while let field = try model.next() {
            switch (field.number, field.value) {
            case (7, .bytes(let range)): graph = range
            case (25, .bytes(let range)): functions.append(range)
            default: continue
            }
        }
        guard let graph else {
            throw .malformed(
                file: file.path, place: "the model",
                expectation: "it begins as ONNX does, but has no graph; a whole ONNX file has one")
        }
        var index = try OnnxGraph(file, graph).index()
        index.unfoldStem(file)
        if index.layers.isEmpty, index.computed.isEmpty {
            for range in functions { try refuseConvolution(in: range, file) }
        }
        return index
    }

    /// Refuses a model whose convolutions lie in the body of a function, a `FunctionProto`.
    private static func refuseConvolution(in range: Range<Int>, _ file: LazyFile) throws(ArchiveError) {
        var (name, found) = ("", false)
        var function = WireReader(file, range, place: "a function")
        while let field = try function.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): name = file.text(in: range)
            case (7, .bytes(let range)):
                let node = try OnnxNode(file, range)
                if OnnxConvolution.operands[node.op] != nil { found = true }
            default: continue
            }
        }
        if found { throw .convolutionInFunction(file: file.path, function: name) }
    }
}
