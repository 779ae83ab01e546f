/// What a file holds, without its weights.
struct ArchiveIndex: Sendable {
    /// The convolutions whose weights' axes the format tells, in network order where there is one.
    var layers: [ConvolutionLayer] = []
    /// In place of `layers`, in file order: tensors of three or four dimensions that may be a convolution's weight, in a
    /// format that does not tell what their axes are.
    var unread: [StoredTensor] = []
    /// Every stored tensor by name.
    var tensors: [String: StoredTensor] = [:]
    /// What the order of the layers is.
    var order = LayerOrder.none
    /// Convolutions that are no layers, as their weights are not known, in the order of the file.
    private(set) var computed: [ComputedLayer] = []
    /// How the weights were read where that could be doubted: whole sentences.
    var notes: [WeightReading] = []
    /// In which order a first layer's colours were taken, where it was not red first.
    var colorNote: WeightReading?
    /// What a reader should know though the file was read: one line each, without the file's name.
    var warnings: [String] = []
}

/// A convolution whose weight the file computes or does not store.
struct ComputedLayer: Sendable {
    let layer, weight: String
    /// Why the weight is not known, as a clause.
    let reason: String
    /// How many layers stand before it.
    let place: Int
}

extension ArchiveIndex {
    /// Notes a convolution whose weight is not known.
    mutating func noteComputed(_ layer: String, weight: String, reason: String) {
        computed.append(ComputedLayer(layer: layer, weight: weight, reason: reason, place: layers.count))
    }

    /// Whether there is a convolution, its weight known or not.
    var hasConvolutions: Bool { !layers.isEmpty || !computed.isEmpty }

    /// The network's first convolution, where its weight is not known.
    var firstComputed: ComputedLayer? { computed.first.flatMap { $0.place == 0 ? $0 : nil } }

    /// Notes weights that lack a part of what the network makes them of.
    mutating func warnOfIncomplete(_ names: [String]) {
        guard !names.isEmpty else { return }
        warnings.append("the network makes its weights from \(listed(names)), of which the file lacks a part")
    }

    /// The index of named tensors in file order, in a format without a graph that does not tell what their axes are.
    ///
    /// Those of four dimensions may be weights; without any, those of three may be kernels of one channel.
    /// Weights that a norm or a mask makes are multiplied out.
    init(axesUnknown given: [StoredTensor], kernelsOfThree: Bool = false) {
        let (stored, incomplete) = Reparametrization.multipliedOut(given)
        warnOfIncomplete(incomplete)
        for tensor in stored { tensors[tensor.name] = tensor }
        let sized = stored.filter { product($0.shape + [4]) ?? 0 > 0 }
        let whole = sized.filter { $0.shape.count == 4 }
        unread = whole.isEmpty && kernelsOfThree ? sized.filter { $0.shape.count == 3 } : whole
    }
}

/// What the order of a file's layers is.
enum LayerOrder: Sendable {
    /// The order in which the network's graph computes them.
    case graph
    /// The order in which the network's author made them.
    case registration
    /// The order of bytes or names, which means nothing.
    case none
}
