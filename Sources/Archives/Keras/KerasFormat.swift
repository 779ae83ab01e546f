import Networks

/// Keras' `.h5` and `.weights.h5`, and other HDF5 files, which are read as named arrays; a whole model's has a description,
/// from which its network is made.
///
/// - SeeAlso: `legacy_h5_format.py` in github.com/keras-team/keras.
enum HDF5Format: ArchiveFormat {
    static let format = ModelFormat(
        "hdf5", displayName: "HDF5", endings: [".h5", ".hdf5"], sign: "an HDF5 file, as Keras writes")

    static func recognizes(_ file: LazyFile) -> Bool { file.begins(with: HDF5Contents.signature) }

    static func network(_ file: LazyFile) throws(ArchiveError) -> Network? {
        try KerasContents(file).network()
    }

    static func contents(_ file: LazyFile) throws(ArchiveError) -> ArchiveContents {
        try KerasContents(file).both
    }
}

/// Keras' `.keras`: a ZIP archive of an HDF5 file, stored as it is, and the model's description.
///
/// - SeeAlso: `saving_lib.py` in github.com/keras-team/keras.
enum KerasArchiveFormat: ArchiveFormat {
    static let format = ModelFormat(
        "keras", displayName: "Keras", endings: [".keras"], sign: "a ZIP with model.weights.h5: a Keras model")

    private static let weights = "model.weights.h5"

    static func recognizes(_ archive: ZipArchive) -> Bool { archive[weights] != nil }

    static func network(_ archive: ZipArchive) throws(ArchiveError) -> Network? {
        try contents(of: archive).network()
    }

    static func contents(_ archive: ZipArchive) throws(ArchiveError) -> ArchiveContents {
        try contents(of: archive).both
    }

    private static func contents(of archive: ZipArchive) throws(ArchiveError) -> KerasContents {
        guard let entry = archive[weights], entry.isStored else {
            throw .malformed(
                file: archive.file.path, place: "ZIP entry '\(weights)'",
                expectation: "it is stored as it is, as Keras does; save the model again")
        }
        let contents = try HDF5Contents(archive.file, try archive.place(of: entry))
        let config = try archive["config.json"].map { (entry) throws(ArchiveError) in
            try archive.bytes(of: entry, first: KerasConfig.mostBytes)
        }
        let metadata = try? archive["metadata.json"].map { try archive.bytes(of: $0, first: 1 << 16) }
        return KerasContents(
            archive.file, contents, description: config,
            version: metadata.flatMap { JSONValue(settings: $0) }?["keras_version"]?.text)
    }
}

/// What a Keras file holds: its arrays and, of a whole model, the description of its layers.
private struct KerasContents {
    private let file: LazyFile
    private let arrays: HDF5Contents
    private let description: JSONValue?
    private let layers: KerasLayers
    /// The version of Keras that wrote it.
    private let version: Int

    /// What an HDF5 file holds.
    init(_ file: LazyFile) throws(ArchiveError) {
        let arrays = try HDF5Contents(file, 0..<file.count)
        let texts = arrays.texts["."] ?? [:]
        let version = texts["keras_version"] ?? arrays.texts["model_weights"]?["keras_version"]
        let description = texts["model_config"]?.first.map { Array($0.utf8) }
        self.init(file, arrays, description: description, version: version?.first)
    }

    init(_ file: LazyFile, _ arrays: HDF5Contents, description: [UInt8]?, version: String?) {
        (self.file, self.arrays) = (file, arrays)
        self.description = description.flatMap { $0.count <= KerasConfig.mostBytes ? JSONValue(settings: $0) : nil }
        layers = KerasLayers(arrays, self.description.map { KerasConfig($0) } ?? KerasConfig())
        // Before version 2 files did not say theirs.
        self.version = version?.split(separator: ".").first.flatMap { Int($0) } ?? 1
    }

    /// The network and the convolutions.
    var both: ArchiveContents {
        (Result { () throws(ArchiveError) in try network() }, ArchiveIndex(arrays, layers))
    }

    /// The network; `nil` of weights alone.
    func network() throws(ArchiveError) -> Network? {
        guard let description else { return nil }
        guard let model = KerasModel(description) else {
            let name = description["class_name"]?.text ?? "?"
            throw .notANetwork(
                file: file.path,
                reason: "its model of class '\(name)' does not say how its layers are joined, or what comes in; "
                    + "a Sequential or Functional model with an input shape is read")
        }
        return try KerasNetwork.network(model, layers, version: version, file)
    }
}

extension ArchiveIndex {
    /// The index of an HDF5 file: Keras' layers with weights row, column, input, output (HWIO), or bare arrays.
    fileprivate init(_ contents: HDF5Contents, _ layers: KerasLayers) {
        guard !layers.groups.isEmpty else {
            self.init(axesUnknown: contents.tensors)
            return
        }
        self.init(order: layers.areOrdered ? .registration : .none)
        for tensor in contents.tensors { tensors[tensor.name] = tensor }
        for group in layers.groups {
            for place in group.tensors.indices {
                guard let (layer, weight) = group.convolution(at: place) else { continue }
                self.layers.append(layer)
                tensors[weight.name] = weight
            }
        }
    }
}

extension KerasLayers.Group {
    /// The convolution whose weight lies at a place among the layer's arrays; `nil` if it is no weight.
    ///
    /// A depthwise weight is row, column, input, outputs of each input; a transposed one row, column, output, input.
    fileprivate func convolution(at place: Int) -> (layer: ConvolutionLayer, weight: StoredTensor)? {
        let stored = tensors[place]
        guard stored.shape.count == 4 else { return nil }
        let parts = tensors.count { $0.shape.count == 4 }
        let isDepthwise =
            stored.name.contains("depthwise_kernel") || kind.contains("depthwise")
            || (kind.contains("separable") && place == 0)
        let isTransposed = kind.contains("transpose")
        var weight = stored
        if isDepthwise, let outputs = product([stored.shape[2], stored.shape[3]]) {
            let shape = [stored.shape[0], stored.shape[1], 1, outputs]
            weight = StoredTensor(name: stored.name, shape: shape, storage: stored.storage)
        }
        func layer(bias: String?) -> ConvolutionLayer? {
            ConvolutionLayer(
                name: parts > 1 ? "\(name)/\(isDepthwise ? "depthwise" : "pointwise")" : name,
                op: isTransposed ? .convTranspose : .conv, weight: weight.name, bias: bias, shape: weight.shape,
                layout: isTransposed ? .hwio.exchanged : .hwio, group: isDepthwise ? stored.shape[2] : channelGroups)
        }
        guard let bare = layer(bias: nil) else { return nil }
        // The bias, if there is one, comes right after the weight.
        let next = tensors.indices.contains(place + 1) ? tensors[place + 1] : nil
        guard let next, next.shape == [bare.outputs] else { return (bare, weight) }
        return layer(bias: next.name).map { ($0, weight) }
    }
}
