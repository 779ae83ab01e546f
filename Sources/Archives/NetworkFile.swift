public import Networks

extension Network {
    /// Reads a network from a file: an ONNX graph, or a CSV of layers. Weights stay in the file until they are asked for.
    ///
    /// - Throws: ``ArchiveError``: no such file, no network in it (weights alone), truncated, malformed, or a graph that
    ///   is none.
    /// - Complexity: linear in the size of the graph; weights are stepped over.
    public init(path: String) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        self = try ModelFile.unchanged(file) { () throws(ArchiveError) in
            if LayerList.recognizes(file) { return try LayerNetwork.network(LayerList(file), file) }
            return try Network(file, RecognizedFile(file).format)
        }
    }

    fileprivate init(_ file: LazyFile, _ format: ModelFormat) throws(ArchiveError) {
        guard format == .onnx else { throw .noGraph(file: file.path, format: format.displayName) }
        self = try OnnxModel(file).network()
    }
}

extension ModelFile {
    /// The file's network, read from the file as it was opened.
    ///
    /// - Throws: ``ArchiveError``: no network in it (weights alone), malformed, or a graph that is none.
    public func network() throws(ArchiveError) -> Network {
        try Self.unchanged(file) { () throws(ArchiveError) in try Network(file, format) }
    }
}
