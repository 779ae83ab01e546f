import Planes

/// A layer, and why it was taken.
public struct LayerChoice: Hashable, Sendable {
    /// The layer.
    public let layer: ConvolutionLayer
    /// Why, as the end of a sentence for the report: "the first convolution in the graph".
    public let reason: String
}

extension ModelFile {
    /// The layer asked for, or the first.
    ///
    /// Without a selector: in a graph, its first convolution; without one, of the layers that take an image's channels
    /// (three colours; without any, grey or four) the first, or where the order means nothing the one with the largest
    /// kernel, the earliest of equals; a sole layer is taken whatever its inputs.
    /// - Throws: ``ArchiveError``: no convolution, no such layer, or a first layer whose weights are not stored.
    public func choice(of selector: LayerSelector?) throws(ArchiveError) -> LayerChoice {
        guard !layers.isEmpty else { throw emptiness }
        switch selector {
        case nil: return index.order == .graph ? try firstInGraph() : try onImage()
        case .beyond(let digits): throw .noLayerAtIndex(file: path, index: digits, count: layers.count)
        case .index(let index):
            // Layers may be named by numbers of their own, which then go before places in the list.
            if layers.contains(where: { $0.name == String(index) }) { return try named(String(index)) }
            guard layers.indices.contains(index) else {
                throw .noLayerAtIndex(file: path, index: String(index), count: layers.count)
            }
            return LayerChoice(layer: layers[index], reason: "asked for by its index, \(index)")
        case .name(let name): return try named(name)
        }
    }

    private var emptiness: ArchiveError {
        if let computed = index.firstComputed {
            return .weightsNotStored(
                file: path, layer: computed.layer, tensor: computed.weight, reason: computed.reason)
        }
        let whole = index.tensors.values.filter { $0.shape.count == 4 }
        let shown = whole.isEmpty ? Array(index.tensors.values) : whole
        let tensors = shown.map { "\($0.name) (\(shapeText($0.shape)))" }.sorted()
        return .noConvolution(file: path, tensors: tensors, areOfFour: !whole.isEmpty)
    }

    private func firstInGraph() throws(ArchiveError) -> LayerChoice {
        if let computed = index.firstComputed {
            throw .weightsNotStored(file: path, layer: computed.layer, tensor: computed.weight, reason: computed.reason)
        }
        if let layer = layers.first(where: { !$0.transposed }) {
            return LayerChoice(layer: layer, reason: "the first convolution in the graph")
        }
        return LayerChoice(layer: layers[0], reason: "the first in the graph, whose convolutions are all transposed")
    }

    private func onImage() throws(ArchiveError) -> LayerChoice {
        if layers.count == 1 { return LayerChoice(layer: layers[0], reason: "the only set of kernels in the file") }
        if layers.allSatisfy(\.transposed) {
            return LayerChoice(layer: layers[0], reason: "the first in the file, whose convolutions are all transposed")
        }
        let images = layers.filter(\.takesImageChannels)
        // A layer of one channel beside one of three is mostly a depthwise one, deep in the network.
        let colored = images.filter { $0.inputs == 3 }
        let candidates = colored.isEmpty ? images : colored
        guard let first = candidates.first else {
            throw .noImageLayer(
                file: path, layers: layers.map { "\($0.name) (\($0.outputs) of \($0.inputs) × \($0.kernelSize))" })
        }
        let what = colored.isEmpty ? "an image's channels (1 or 4)" : "an image's three colours"
        if candidates.count == 1 { return LayerChoice(layer: first, reason: "the only layer that takes \(what)") }
        if index.order == .registration {
            return LayerChoice(layer: first, reason: "the first layer in the file that takes \(what)")
        }
        var largest = first
        for layer in candidates where layer.kernelSize.count > largest.kernelSize.count { largest = layer }
        return LayerChoice(
            layer: largest,
            reason:
                "the one with the largest kernel, \(largest.kernelSize), of the \(candidates.count) layers that take "
                + "\(what) (the file does not tell their order)")
    }

    private func named(_ name: String) throws(ArchiveError) -> LayerChoice {
        if let layer = layers.first(where: { $0.name == name }) ?? layers.first(where: { $0.weight == name }) {
            return LayerChoice(layer: layer, reason: "asked for by its name")
        }
        let endings = layers.filter { $0.name.hasSuffix(".\(name)") || $0.name.hasSuffix("/\(name)") }
        if endings.count == 1 { return LayerChoice(layer: endings[0], reason: "the only one whose name ends so") }
        let matches = name.contains("*") ? layers.filter { fits($0.name, pattern: name) } : []
        guard let layer = matches.first else {
            throw .noSuchLayer(file: path, name: name, suggestion: nearestName(to: name, among: layers.map(\.name)))
        }
        let reason =
            matches.count == 1
            ? "the only layer that fits '\(name)'" : "the first of the \(matches.count) layers that fit '\(name)'"
        return LayerChoice(layer: layer, reason: reason)
    }
}
