import Networks

/// Keras' `.h5` and `.weights.h5`, and other HDF5 files, which are read as named arrays.
///
/// - SeeAlso: `legacy_h5_format.py` in github.com/keras-team/keras.
enum HDF5Format: WeightFormat {
    static let format = ModelFormat(
        "hdf5", displayName: "HDF5", endings: [".h5", ".hdf5"], sign: "an HDF5 file, as Keras writes", hasGraph: true)

    static func recognizes(_ file: LazyFile) -> Bool { file.begins(with: HDF5Contents.signature) }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        let contents = try HDF5Contents(file, 0..<file.count)
        let config = contents.texts["."]?["model_config"]?.first
        return ArchiveIndex(contents, config.map { KerasConfig(json: $0) } ?? KerasConfig())
    }
}

/// Keras' `.keras`: a ZIP archive of an HDF5 file, stored as it is, and the model's description.
///
/// - SeeAlso: `saving_lib.py` in github.com/keras-team/keras.
enum KerasArchiveFormat: WeightFormat {
    static let format = ModelFormat(
        "keras", displayName: "Keras", endings: [".keras"], sign: "a ZIP with model.weights.h5: a Keras model",
        hasGraph: true)

    private static let weights = "model.weights.h5"

    static func recognizes(_ archive: ZipArchive) -> Bool { archive[weights] != nil }

    static func index(_ archive: ZipArchive) throws(ArchiveError) -> ArchiveIndex {
        guard let entry = archive[weights], entry.isStored else {
            throw .malformed(
                file: archive.file.path, place: "ZIP entry '\(weights)'",
                expectation: "it is stored as it is, as Keras does; save the model again")
        }
        let contents = try HDF5Contents(archive.file, try archive.place(of: entry))
        guard let config = archive["config.json"] else { return ArchiveIndex(contents, KerasConfig()) }
        let json = try archive.bytes(of: config, first: KerasConfig.mostBytes)
        return ArchiveIndex(contents, KerasConfig(json: String(decoding: json, as: UTF8.self)))
    }
}

extension ArchiveIndex {
    /// The index of an HDF5 file: Keras' layers with weights row, column, input, output (HWIO), or bare arrays.
    fileprivate init(_ contents: HDF5Contents, _ config: KerasConfig) {
        let layers = KerasLayers(contents, config)
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
