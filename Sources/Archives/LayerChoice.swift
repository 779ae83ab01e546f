import Networks
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
    /// A name is one of the layer or of its weight, an index, or a pattern, as ``Networks/LayerFinder`` finds it.
    /// Without one: in a graph, its first convolution; without one, of the layers that take an image's channels
    /// (three colours; without any, grey or four) the first, or where the order means nothing the one with the largest
    /// kernel, the earliest of equals; a sole layer is taken whatever its inputs. A layer of single pixels, which only
    /// mixes channels, gives way to one in space: its depthwise half before it, or the next one.
    /// - Throws: ``ArchiveError``: no convolution, no such layer, or a first layer whose weights are not stored.
    public func choice(of name: String?) throws(ArchiveError) -> LayerChoice {
        guard !layers.isEmpty else { throw emptiness }
        if let name { return try named(name) }
        return inSpace(index.order == .graph ? try firstInGraph() : try onImage())
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
        let colored = images.filter { $0.allInputs == 3 }
        let takers = colored.isEmpty ? images : colored
        let spatial = takers.filter(\.isSpatial)
        let candidates = spatial.isEmpty ? takers : spatial
        guard let first = candidates.first else {
            if let stem = phaseStem { return stem }
            throw .noImageLayer(
                file: path, layers: layers.map { "\($0.name) (\($0.outputs) of \($0.inputs) × \($0.kernelSize))" })
        }
        let channels = colored.isEmpty ? "an image's channels (1 or 4)" : "an image's three colours"
        let what = channels + (candidates.count < takers.count ? " with kernels larger than 1 × 1" : "")
        if candidates.count == 1 { return LayerChoice(layer: first, reason: "the only layer that takes \(what)") }
        if index.order == .registration {
            return LayerChoice(layer: first, reason: "the first layer in the file that takes \(what)")
        }
        var largest = first
        for layer in candidates where layer.kernelSize.count > largest.kernelSize.count { largest = layer }
        return LayerChoice(
            layer: largest,
            reason:
                "the one with the largest kernel, \(largest.kernelSize), of the \(counted(candidates.count, "layer", "layers")) that take "
                + "\(what) (the file does not tell their order)")
    }

    /// In a file whose layers take no image's channels, the first or only one that may take three colours in blocks of
    /// 2 × 2 pixels: only a graph would show their order.
    private var phaseStem: LayerChoice? {
        let fitting = layers.filter { $0.inputs == 12 && $0.isSpatial && !$0.transposed && $0.group == 1 }
        guard let stem = index.order == .none ? (fitting.count == 1 ? fitting[0] : nil) : layers.first,
            fitting.contains(stem)
        else { return nil }
        return LayerChoice(
            layer: stem,
            reason:
                "the one whose 12 channels may be three colours in blocks of 2 × 2 pixels (space to depth), which are "
                + "shown as they are, as the file does not tell their order")
    }

    /// The choice, or where it only mixes channels the layer in space that it belongs to.
    private func inSpace(_ choice: LayerChoice) -> LayerChoice {
        guard !choice.layer.isSpatial, let spatial = spatialLayer(beside: choice.layer) else { return choice }
        return LayerChoice(
            layer: spatial.layer,
            reason:
                "\(spatial.relation) '\(choice.layer.name)', \(choice.reason), which is 1 × 1 and only mixes channels")
    }

    /// The depthwise half before a layer of single pixels, else the first in space after it; where the order means
    /// nothing, the only layer that fits before, else after it.
    private func spatialLayer(beside layer: ConvolutionLayer) -> (layer: ConvolutionLayer, relation: String)? {
        let (half, next) = ("the depthwise half before", "the first layer with larger kernels after")
        guard index.order != .none else {
            let place = layers.firstIndex(of: layer) ?? 0
            if place > 0, layers[place - 1].isSpatial, layers[place - 1].outputs == layer.allInputs {
                return (layers[place - 1], half)
            }
            return layers[place...].first { $0.isSpatial && !$0.transposed }.map { ($0, next) }
        }
        let spatial = layers.filter { $0.isSpatial && !$0.transposed }
        let before = spatial.filter { $0.outputs == layer.allInputs && $0.inputs == 1 }
        if before.count == 1 { return (before[0], half) }
        let after = spatial.filter { $0.allInputs == layer.outputs }
        return after.count == 1 ? (after[0], next) : nil
    }

    private func named(_ name: String) throws(ArchiveError) -> LayerChoice {
        let finder = LayerFinder([layers.map(\.name), layers.map(\.weight)])
        let found: LayerFinder.Finding
        do throws(NetworkError) { found = try finder.find(name) } catch {
            // Kernels are listed by another command than the tensors of a network.
            if case .noSuchLayer(let name, let suggestion) = error {
                throw .noSuchLayer(file: path, name: name, suggestion: suggestion)
            }
            throw ArchiveError(error, in: path)
        }
        let reason =
            switch found.way {
            case .name: "asked for by its name"
            case .index: "asked for by its index, \(found.places[0])"
            case .ending: "the only one whose name ends so"
            case .pattern where found.places.count == 1: "the only layer that fits '\(name)'"
            case .pattern: "the first of the \(counted(found.places.count, "layer", "layers")) that fit '\(name)'"
            }
        return LayerChoice(layer: layers[found.places[0]], reason: reason)
    }
}
