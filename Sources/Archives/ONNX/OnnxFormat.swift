import Networks

/// Open Neural Network Exchange: a `ModelProto` whose graph holds nodes and stored tensors.
///
/// The format has no signature: a file is taken for it when it begins as its writers begin, with the version of the
/// intermediate representation and then another field of a model.
/// - SeeAlso: `onnx.proto` in github.com/onnx/onnx.
enum OnnxFormat: GraphFormat {
    static let format = ModelFormat(
        "onnx", displayName: "ONNX", endings: [".onnx"], sign: "an ONNX graph")

    static func recognizes(_ file: LazyFile) -> Bool {
        guard file.count >= 2, file[0] == 0x08, (1..<0x80).contains(file[1]) else { return false }
        guard file.count > 2 else { return true }
        if OtherFrameworks.isSavedModel(file) { return false }
        // Producer, its version, domain, documentation, graph, operator sets and metadata are bytes; model version is not.
        let tags: [UInt8] = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72]
        return tags.contains(file[2])
    }

    static func graph(_ file: LazyFile) throws(ArchiveError) -> Network { try OnnxModel(file).network() }

    static func contents(_ file: LazyFile) throws(ArchiveError) -> ArchiveContents {
        let model = try OnnxModel(file)
        let network = try model.network()
        let index = try ArchiveIndex(of: network, file)
        if !index.hasConvolutions, let function = try model.functionWithConvolution() {
            throw .convolutionInFunction(file: file.path, function: function)
        }
        return (.success(network), index)
    }
}
