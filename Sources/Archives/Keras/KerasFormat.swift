/// Keras' `.keras`, `.h5` and `.weights.h5`: HDF5 files, or a ZIP archive of one and the model's description.
///
/// Weights are row, column, input, output (HWIO). An HDF5 file of another kind is read as one of named arrays.
/// - SeeAlso: `saving_lib.py` and `legacy_h5_format.py` in github.com/keras-team/keras.
enum KerasFormat: ArchiveFormat {
    static let format = ModelFormat.keras

    static func recognizes(_ file: LazyFile) -> Bool {
        if file.begins(with: HDF5Contents.signature) { return true }
        return ZipArchive.recognizes(file) && (try? ZipArchive(file))?["model.weights.h5"] != nil
    }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        if file.begins(with: HDF5Contents.signature) {
            let contents = try HDF5Contents(file, 0..<file.count)
            let config = contents.texts["."]?["model_config"]?.first
            return index(contents, config.map { KerasConfig(json: $0) } ?? KerasConfig())
        }
        let archive = try ZipArchive(file)
        guard let weights = archive["model.weights.h5"], weights.isStored else {
            throw .malformed(
                file: file.path, place: "ZIP entry 'model.weights.h5'",
                expectation: "it is stored as it is, as Keras does; save the model again")
        }
        let contents = try HDF5Contents(file, try archive.place(of: weights))
        guard let entry = archive["config.json"] else { return index(contents, KerasConfig()) }
        let json = try archive.bytes(of: entry, first: KerasConfig.mostBytes)
        return index(contents, KerasConfig(json: String(decoding: json, as: UTF8.self)))
    }

    private static func index(_ contents: HDF5Contents, _ config: KerasConfig) -> ArchiveIndex {
        let layers = KerasLayers(contents, config)
        guard !layers.groups.isEmpty else { return ArchiveIndex(axesUnknown: contents.tensors) }
        var index = ArchiveIndex(order: layers.areOrdered ? .registration : .none)
        for tensor in contents.tensors { index.tensors[tensor.name] = tensor }
        for group in layers.groups {
            for place in group.tensors.indices {
                guard let (layer, weight) = group.convolution(at: place) else { continue }
                index.layers.append(layer)
                index.tensors[weight.name] = weight
            }
        }
        return index
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
                op: isTransposed ? "ConvTranspose" : "Conv", weight: weight.name, bias: bias, shape: weight.shape,
                layout: isTransposed ? .hwio.exchanged : .hwio, group: isDepthwise ? stored.shape[2] : channelGroups)
        }
        guard let bare = layer(bias: nil) else { return nil }
        // The bias, if there is one, comes right after the weight.
        let next = tensors.indices.contains(place + 1) ? tensors[place + 1] : nil
        guard let next, next.shape == [bare.outputs] else { return (bare, weight) }
        return layer(bias: next.name).map { ($0, weight) }
    }
}
