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
    /// Without a selector: in a graph, its first convolution; without a graph, of the layers that take image channels
    /// (1, 3 or 4) the one with the largest kernel, the earliest of equals; a sole layer is taken whatever its inputs.
    /// - Throws: ``ArchiveError``: no convolution, no such layer, or a first layer whose weights are not stored.
    public func choice(of selector: LayerSelector?) throws(ArchiveError) -> LayerChoice {
        guard !layers.isEmpty else { throw emptiness }
        switch selector {
        case nil: return hasGraph ? try firstInGraph() : try largestOnImage()
        case .beyond(let digits): throw .noLayerAtIndex(file: path, index: digits, count: layers.count)
        case .index(let index):
            guard layers.indices.contains(index) else {
                throw .noLayerAtIndex(file: path, index: String(index), count: layers.count)
            }
            return LayerChoice(layer: layers[index], reason: "asked for by its index, \(index)")
        case .name(let name): return try named(name)
        }
    }

    private var emptiness: ArchiveError {
        if let computed = index.computed {
            return .weightsNotStored(
                file: path, layer: computed.layer, tensor: computed.weight, reason: computed.reason)
        }
        let tensors = index.tensors.values.filter { $0.shape.count == 4 }.map(\.name).sorted()
        return .noConvolution(file: path, tensors: tensors)
    }

    private func firstInGraph() throws(ArchiveError) -> LayerChoice {
        if let computed = index.computed {
            throw .weightsNotStored(file: path, layer: computed.layer, tensor: computed.weight, reason: computed.reason)
        }
        if let layer = layers.first(where: { !$0.transposed }) {
            return LayerChoice(layer: layer, reason: "the first convolution in the graph")
        }
        return LayerChoice(layer: layers[0], reason: "the first in the graph, whose convolutions are all transposed")
    }

    private func largestOnImage() throws(ArchiveError) -> LayerChoice {
        if layers.count == 1 { return LayerChoice(layer: layers[0], reason: "the only set of kernels in the file") }
        let candidates = layers.filter(\.takesImageChannels)
        guard var largest = candidates.first else {
            throw .noImageLayer(file: path, layers: layers.map { "\($0.name) (\(shapeText($0.shape)))" })
        }
        for layer in candidates where layer.kernelSize.count > largest.kernelSize.count { largest = layer }
        let others =
            candidates.count == 1
            ? "the only layer that takes image channels (1, 3 or 4)"
            : "of the \(candidates.count) layers that take image channels (1, 3 or 4), "
                + "the one with the largest kernel, \(largest.kernelSize)"
        return LayerChoice(layer: largest, reason: "the file has no graph, so no order: \(others)")
    }

    private func named(_ name: String) throws(ArchiveError) -> LayerChoice {
        if let layer = layers.first(where: { $0.name == name }) ?? layers.first(where: { $0.weight == name }) {
            return LayerChoice(layer: layer, reason: "asked for by its name")
        }
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
