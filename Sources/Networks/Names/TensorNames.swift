/// The tensors of a network as people name them: by their node, by their own name, by the weight that makes them, by their
/// place among those that the image has a part in.
public struct TensorNames: Sendable {
    private let tensors: [String]
    private let finder: LayerFinder

    /// The tensors that nodes give: first, in network order, those that the image has a part in, which have an index; then
    /// all others.
    ///
    /// - Complexity: linear in nodes and edges.
    public init(of network: Network) {
        var seeing = Set([network.image?.name].compactMap(\.self))
        var (listed, others): ([(node: Node, tensor: String)], [(node: Node, tensor: String)]) = ([], [])
        for node in network.nodes {
            let outputs = node.outputs.filter { !$0.isEmpty }.map { (node: node, tensor: $0) }
            if node.op.kind != .shapeArithmetic, node.reads.contains(where: seeing.contains) {
                seeing.formUnion(node.outputs)
                listed += outputs
            } else {
                others += outputs
            }
        }
        let all = listed + others
        tensors = all.map(\.tensor)
        let weights = all.map { entry in entry.node.input(1).flatMap { network.constants[$0] == nil ? nil : $0 } ?? "" }
        finder = LayerFinder([all.map(\.node.label), tensors, weights], listed: listed.count)
    }

    /// The first tensor that a text names.
    ///
    /// - Throws: as ``LayerFinder/find(_:)``.
    public func tensor(_ text: String) throws(NetworkError) -> String {
        tensors[try finder.find(text).places[0]]
    }

    /// The tensors that the parts of a text between commas name, each once.
    ///
    /// - Throws: as ``LayerFinder/find(_:)``.
    public func tensors(_ texts: String) throws(NetworkError) -> [String] {
        try finder.findAll(texts).map { tensors[$0] }
    }
}
