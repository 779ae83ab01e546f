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
            let recognized = try RecognizedFile(file)
            guard let network = try recognized.network() else {
                throw .noGraph(file: path, format: recognized.format.displayName)
            }
            do throws(NetworkError) { return try network.complete() } catch {
                throw .notANetwork(file: path, reason: "\(error)")
            }
        }
    }
}
