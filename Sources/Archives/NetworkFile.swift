public import Networks

extension Network {
    /// Reads a network from a file: one with a graph, or a CSV of layers. Weights stay in the file until they are asked for.
    ///
    /// - Throws: ``ArchiveError``: no such file, no network in it (weights alone), truncated, malformed, or a graph that
    ///   is none.
    /// - Complexity: linear in the size of the graph; weights are stepped over.
    public init(path: String) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        self = try ModelFile.unchanged(file) { () throws(ArchiveError) in
            if LayerList.recognizes(file) { return try LayerNetwork.network(LayerList(file), file) }
            let recognized = try RecognizedFile(file)
            return try Network(complete: recognized.network(), of: recognized.format, path)
        }
    }

    /// A graph in which nothing is missing.
    fileprivate init(complete graph: Network?, of format: ModelFormat, _ path: String) throws(ArchiveError) {
        guard let graph else { throw .noGraph(file: path, format: format) }
        do throws(NetworkError) { self = try graph.complete() } catch {
            throw .notANetwork(file: path, reason: "\(error)")
        }
    }
}

extension ModelFile {
    /// The file's network, as it was read when the file was opened.
    ///
    /// - Throws: ``ArchiveError``: no network in it (weights alone), or a graph that is none.
    public func network() throws(ArchiveError) -> Network { try Network(complete: graph.get(), of: format, path) }
}
