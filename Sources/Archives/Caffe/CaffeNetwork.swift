import Networks

/// Makes a network of Caffe's layers: each becomes nodes, the last of which has the layer's name.
///
/// A blob that a layer writes over is the tensor of that layer from then on. Without arrays the network is on paper: shapes
/// are as the settings say, values are not there.
struct CaffeNetwork: NetworkWriter {
    /// The file of the description, for messages.
    let file: LazyFile
    /// The file of the arrays.
    private let weights: LazyFile
    var draft = NetworkDraft()
    /// The tensor that a blob is now.
    private var blobs: [String: String] = [:]
    /// Channels of tensors whose shape is not known.
    private var channels: [String: Int] = [:]

    /// The network of layers.
    ///
    /// - Parameters:
    ///   - net: the description.
    ///   - layers: of the network, with the places of their arrays.
    ///   - weights: the file of these.
    /// - Throws: ``ArchiveError``: malformed arrays, settings that cannot be, or no network.
    static func network(
        _ net: CaffeMessage, _ layers: [CaffeLayer], weights: LazyFile, _ file: LazyFile
    ) throws(ArchiveError) -> Network {
        var maker = CaffeNetwork(file: file, weights: weights)
        let run = layers.filter { $0.isRun && !["Accuracy", "Silence"].contains($0.type) }
        maker.addInputs(net, run)
        for layer in run { try maker.add(layer, among: run) }
        let read = Set(maker.draft.nodes.flatMap(\.inputs))
        let outputs = maker.draft.nodes.flatMap(\.outputs).filter { !read.contains($0) }
        return try maker.draft.network(name: net.text("name") ?? "", giving: outputs, of: file)
    }

    private init(file: LazyFile, weights: LazyFile) { (self.file, self.weights) = (file, weights) }

    func refused(_ layer: CaffeLayer, _ reason: String) -> ArchiveError {
        .malformed(file: file.path, place: "layer '\(layer.name)'", expectation: reason)
    }

    // MARK: Inputs

    private mutating func addInputs(_ net: CaffeMessage, _ layers: [CaffeLayer]) {
        let names = net.texts("input")
        let sizes = net.ints("input_dim")
        let given = net.messages("input_shape").map { $0.ints("dim") }
        for (place, name) in names.enumerated() {
            let older = Array(sizes.dropFirst(4 * place).prefix(4))
            addInput(name, given.indices.contains(place) ? given[place] : older, layers)
        }
    }

    /// Takes up a blob that comes from outside; its batch is for whoever runs it to choose.
    private mutating func addInput(_ blob: String, _ sizes: [Int], _ layers: [CaffeLayer]) {
        guard draft.claim(blob) else { return }
        var shape: [Network.Dimension] = sizes.map { $0 > 0 ? .known($0) : .named("") }
        if shape.count < 2 { shape = [.named("")] + openImage(blob, layers) }
        if shape.count == 4 { shape[0] = .named("") }
        let input = Network.Input(name: blob, shape: shape)
        draft.inputs.append(input)
        blobs[blob] = blob
        let known = shape.dropFirst().compactMap { if case .known(let size) = $0 { size } else { nil } }
        if known.count == shape.count - 1 { draft.shapes.add(blob, of: [1] + known) }
        if case .known(let count) = shape[1] { channels[blob] = count }
    }

    /// Channels, rows and columns of an image, as far as those who read it know.
    private func openImage(_ blob: String, _ layers: [CaffeLayer]) -> [Network.Dimension] {
        let reader = layers.first { $0.bottoms.first == blob && $0.convolution == .conv && !$0.blobs.isEmpty }
        let weight = reader.flatMap { reader in
            reader.blobs.first.flatMap { try? CaffeBlob(weights, $0, name: reader.name) }
        }
        let perGroup = weight.flatMap { $0.shape.count == 4 ? $0.shape[1] : nil }
        let count = perGroup.map { Count.product([$0, max(1, reader?.group ?? 1)]) } ?? 3
        let crop = layers.lazy.filter { $0.tops.contains(blob) }
            .compactMap { $0.settings.message("transform_param").int("crop_size") }.first { $0 > 0 }
        let side = crop.map { Network.Dimension.known($0) } ?? .named("")
        return [.known(max(1, count)), side, side]
    }

    // MARK: Layers

    private mutating func add(_ layer: CaffeLayer, among layers: [CaffeLayer]) throws(ArchiveError) {
        if layer.type == "Input" {
            for (place, top) in layer.tops.enumerated() {
                let shapes = layer.settings.message("input_param").messages("shape").map { $0.ints("dim") }
                addInput(top, shapes.isEmpty ? [] : shapes[min(place, shapes.count - 1)], layers)
            }
            return
        }
        if layer.bottoms.isEmpty {
            // What gives data gives an image, and an answer that is known already.
            if let top = layer.tops.first { addInput(top, [], layers) }
            return
        }
        guard !layer.tops.isEmpty || layer.type.hasSuffix("Loss") else { return }
        var read: [String] = []
        for bottom in layer.bottoms {
            if blobs[bottom] == nil {
                // Labels are not there when a trained network runs.
                if layer.type.hasSuffix("Loss") { continue }
                addInput(bottom, [], layers)
            }
            read.append(blobs[bottom] ?? bottom)
        }
        guard !read.isEmpty else { return }
        let call = CaffeCall(layer: layer, name: draft.free(layer.name.isEmpty ? layer.type : layer.name), inputs: read)
        if let rule = Self.rules[layer.type] {
            let outputs = try rule(&self, call)
            for (top, tensor) in zip(layer.tops, outputs) { blobs[top] = tensor }
        } else if !layer.type.hasSuffix("Loss") {
            let outputs = layer.tops.indices.map { $0 == 0 ? call.name : draft.free("\(call.name):\($0)") }
            add(Operator(layer.type, domain: "caffe"), call.name, read, giving: outputs)
            for (top, tensor) in zip(layer.tops, outputs) { blobs[top] = tensor }
        }
    }

    /// A name of what a layer does before its last operation, or gives besides.
    mutating func part(_ call: CaffeCall, _ what: String) -> String { draft.free("\(call.name)/\(what)") }

    /// Adds a node; gives the first tensor it makes.
    ///
    /// - Parameter channels: of that tensor, if not those of the first it reads.
    @discardableResult
    mutating func add(
        _ op: Operator, _ name: String, _ read: [String], _ attributes: [String: Attribute] = [:],
        giving outputs: [String]? = nil, channels count: Int? = nil
    ) -> String {
        let node = Node(name: name, op: op, inputs: read, outputs: outputs ?? [name], attributes: attributes)
        draft.add(node)
        for output in node.outputs { channels[output] = count ?? read.first.flatMap { channels[$0] } }
        return node.outputs[0]
    }

    /// The sizes of a tensor's axes; `nil` where they are not known.
    func shape(_ tensor: String) -> [Int]? { draft.shapes[tensor] }

    /// The channels of a tensor; `nil` where they are not known.
    func channels(_ tensor: String) -> Int? {
        draft.shapes[tensor].flatMap { $0.count > 1 ? $0[1] : nil } ?? channels[tensor]
    }

    /// Takes up an array of a layer; on paper one of a shape without values.
    ///
    /// - Parameters:
    ///   - place: among the layer's arrays.
    ///   - shape: that it is brought to; `nil` as stored.
    ///   - paper: its shape where it is not stored.
    mutating func array(
        _ call: CaffeCall, _ place: Int, shape: ((CaffeBlob) -> [Int])? = nil, paper: @autoclosure () -> [Int]?
    ) throws(ArchiveError) -> (name: String, shape: [Int]) {
        // pycaffe's notation.
        let name = "\(call.layer.name)[\(place)]"
        let constant: Constant
        if call.layer.blobs.indices.contains(place) {
            let blob = try CaffeBlob(weights, call.layer.blobs[place], name: name)
            let sizes = shape?(blob) ?? blob.shape
            guard elementCount(sizes) == blob.count else {
                throw refused(
                    call.layer,
                    "an array of \(shapeText(sizes)) is expected by its settings, number \(place) is of \(shapeText(blob.shape))"
                )
            }
            constant = Constant(StoredTensor(name: name, shape: sizes, storage: blob), in: weights)
        } else {
            guard let sizes = paper(), sizes.allSatisfy({ $0 > 0 }), elementCount(sizes) != nil else {
                throw refused(
                    call.layer,
                    "its arrays are expected in the file, or the size of the image, from which theirs follows")
            }
            constant = Constant(name: name, shape: sizes, type: .float32, source: .none)
        }
        draft.take(constant)
        return (name, constant.shape)
    }
}

/// One layer, to be made nodes of.
struct CaffeCall {
    let layer: CaffeLayer
    /// What its last node is called.
    let name: String
    /// The tensors that it reads.
    let inputs: [String]

    /// Its settings of a kind.
    func settings(_ name: String) -> CaffeMessage { layer.settings.message(name) }
}
