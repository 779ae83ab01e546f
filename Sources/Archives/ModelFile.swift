public import Kernels
import Networks

/// A model file, held open: what convolutions it has is known, and weights are read when asked for.
public struct ModelFile: Sendable {
    /// The path as given.
    public let path: String
    /// The format, told by content.
    public let format: ModelFormat
    /// Bytes in the file.
    public let byteCount: Int

    let file: LazyFile
    /// The file's graph as it was read, `nil` where there is none; or why it is no network.
    let graph: Result<Network?, ArchiveError>
    let index: ArchiveIndex

    /// Opens the file, tells its format and reads names and shapes.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - layout: what the axes of a weight are, where the file or its shapes are not to be believed; transposed
    ///     convolutions have it with outputs and inputs exchanged.
    ///   - colors: the order of a first layer's colours, where the format's custom is not to be followed.
    /// - Throws: ``ArchiveError``: no such file, no regular file, empty, of an unknown format, truncated or malformed.
    /// - Complexity: linear in the size of the headers; weights are stepped over.
    public init(
        path: String, layout: WeightLayout? = nil, colors: ColorOrder? = nil
    ) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        let (format, graph, index) = try Self.unchanged(file) { () throws(ArchiveError) in
            let recognized = try RecognizedFile(file)
            let (graph, index) = try recognized.contents()
            return (recognized.format, graph, index)
        }
        var settled = try index.settled(layout: layout, colors: colors, file: path)
        settled.warnings = [format.warning(of: path)].compactMap(\.self) + settled.warnings
        self.index = settled
        self.format = format
        self.graph = graph
        byteCount = file.count
        self.path = path
        self.file = file
    }

    /// What was read, or the error, unless the file was written to meanwhile: then neither means anything.
    static func unchanged<Result>(
        _ file: LazyFile, _ read: () throws(ArchiveError) -> Result
    ) throws(ArchiveError) -> Result {
        let result = Swift.Result(catching: read)
        guard file.isUnchanged else { throw .changed(file: file.path) }
        return try result.get()
    }

    /// How the file's weights were read where that could be doubted.
    public var notes: [WeightReading] { index.notes + [index.colorNote].compactMap(\.self) }

    /// The file's readings, and what is unusual about a layer.
    public func notes(of layer: ConvolutionLayer) -> [WeightReading] {
        [index.tensors[layer.weight]?.note].compactMap { $0.map { WeightReading($0) } } + layer.notes + index.notes
            + (layer.takesColors ? [index.colorNote].compactMap(\.self) : [])
    }

    /// What is to be known of a layer's weights before any number about them, as they are not what the network uses: a
    /// whole sentence; `nil` where they are.
    public func caution(on layer: ConvolutionLayer) -> String? { index.tensors[layer.weight]?.caution }

    /// A sentence on convolutions that are not among the layers, as their weights are not known; `nil` without any.
    public var omissionNote: String? {
        guard let first = index.computed.first else { return nil }
        let count = index.computed.count
        let others = count == 1 ? "" : " and \(count - 1) more"
        return "Not listed: convolution '\(first.layer)'\(others), whose weights are not stored"
            + " ('\(first.weight)', \(first.reason))."
    }

    /// What a reader should know though the file was read: one line each, without the file's name.
    public var warnings: [String] { index.warnings }

    /// The two-dimensional convolutions with stored weights: in graph order, or without a graph in file order.
    public var layers: [ConvolutionLayer] { index.layers }

    /// Whether the file holds a network, and not weights alone.
    public var hasNetwork: Bool { if case .success(nil) = graph { false } else { true } }

    /// Whether the file has a graph, so that the layers' order is the network's.
    public var hasGraph: Bool { index.order == .graph }

    /// The layer's kernels: output, input of its group, row, column.
    ///
    /// A transposed convolution's weights are brought into that order, and not turned round.
    /// - Throws: ``ArchiveError``: not a layer of this file, truncated, malformed, or a weight that is not finite.
    public func kernels(of layer: ConvolutionLayer) throws(ArchiveError) -> KernelBank {
        let stored = try tensor(layer.weight, of: layer)
        let found = try Self.unchanged(file) { () throws(ArchiveError) in try stored.values(in: file) }
        // Two tensors of one name may have taken each other's place.
        guard found.count == layer.shape.reduce(1, *) else {
            throw .malformed(
                file: path, place: "the weight '\(stored.name)' of shape \(shapeText(stored.shape))",
                expectation: "the \(shapeText(layer.shape)) elements of layer '\(layer.name)' are expected")
        }
        let weights = layer.ordered(found)
        if let index = weights.firstIndex(where: { !$0.isFinite }) {
            throw .nonFinite(file: path, tensor: stored.name, place: layer.place(of: index), value: weights[index])
        }
        // All that is made of a kernel, from its energy on, is of squares.
        guard weights.reduce(0, { $0 + $1 * $1 }).isFinite else {
            throw .malformed(
                file: path, place: "the weight '\(stored.name)'",
                expectation: "weights whose squares have a 32-bit sum are expected, below 1e19")
        }
        return KernelBank(
            name: layer.name, outputs: layer.outputs, inputs: layer.inputs, size: layer.kernelSize, weights: weights)
    }

    /// The layer's biases, one per output channel; `nil` if it has none.
    ///
    /// - Throws: ``ArchiveError`` as ``kernels(of:)``.
    public func bias(of layer: ConvolutionLayer) throws(ArchiveError) -> [Float]? {
        guard let name = layer.bias else { return nil }
        let stored = try tensor(name, of: layer)
        guard stored.shape == [layer.outputs] else {
            throw .malformed(
                file: path, place: "bias '\(name)' of shape \(shapeText(stored.shape))",
                expectation: "layer '\(layer.name)' has \(layer.outputs) outputs, one bias for each is expected")
        }
        let values = try Self.unchanged(file) { () throws(ArchiveError) in try stored.values(in: file) }
        if let index = values.firstIndex(where: { !$0.isFinite }) {
            throw .nonFinite(file: path, tensor: name, place: "output \(index)", value: values[index])
        }
        return values
    }

    private func tensor(_ name: String, of layer: ConvolutionLayer) throws(ArchiveError) -> StoredTensor {
        guard layers.contains(layer) else {
            throw .noSuchLayer(file: path, name: layer.name, suggestion: nil)
        }
        guard let tensor = index.tensors[name] else {
            throw .weightsNotStored(
                file: path, layer: layer.name, tensor: name, reason: "which the file does not store")
        }
        return tensor
    }
}
