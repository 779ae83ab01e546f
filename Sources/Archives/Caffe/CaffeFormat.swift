import Networks

/// Caffe's `.caffemodel`: a `NetParameter` whose layers hold their weights, in the order in which the network runs.
///
/// Both kinds of layer messages are read, `layer` and the older `layers` (V1). The format has no signature: a file is
/// taken for it when it begins with a network's name or a layer, and goes on as a network does. Networks of colour are
/// trained on images as OpenCV loads them, blue first.
/// - SeeAlso: Jia et al. (2014), "Caffe: convolutional architecture for fast feature embedding"; `caffe.proto` in
///   github.com/BVLC/caffe.
enum CaffeFormat: WeightFormat {
    static let format = ModelFormat(
        "caffe", displayName: "Caffe", endings: [".caffemodel"], sign: "a Caffe network with its weights",
        hasGraph: true)

    /// The fields of `NetParameter` that hold layers.
    private static let (olderLayers, layers) = (2, 100)

    static func recognizes(_ file: LazyFile) -> Bool {
        let layer: [UInt8] = [0xA2, 0x06]
        if file.begins(with: layer) { return true }
        // A name of less than 128 bytes: its tag, its length, and itself.
        guard file.count > 3, file[0] == 0x0A, file[1] < 0x80, file.count >= 4 + Int(file[1]) else { return false }
        let end = 2 + Int(file[1])
        guard file.withBytes(in: 2..<end, { $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else { return false }
        // Older layers, inputs and their sizes, flags, the state, and layers.
        let tags: [UInt8] = [0x12, 0x1A, 0x20, 0x22, 0x28, 0x32, 0x38, 0x42]
        return tags.contains(file[end]) || file.withBytes(in: end..<end + 2) { $0.elementsEqual(layer) }
    }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        var index = ArchiveIndex(order: .graph)
        var net = ProtobufReader(file, 0..<file.count, place: "the network")
        while let field = try net.next() {
            guard case .bytes(let range) = field.value, [olderLayers, layers].contains(field.number) else { continue }
            let layer = try CaffeLayer(file, range, fields: field.number == layers ? .current : .v1)
            if let op = layer.op { try add(layer, op, to: &index, file) }
        }
        return index
    }

    private static func add(
        _ layer: CaffeLayer, _ op: Operator, to index: inout ArchiveIndex, _ file: LazyFile
    ) throws(ArchiveError) {
        // pycaffe's notation: net.params['conv1'][0] is the weight.
        let (weightName, biasName) = ("\(layer.name)[0]", "\(layer.name)[1]")
        guard let blob = layer.blobs.first else {
            index.noteComputed(layer.name, weight: weightName, reason: "which the file does not store")
            return
        }
        let weight = try CaffeBlob(file, blob, name: weightName)
        guard weight.shape.count == 4 else { return }
        let bias: CaffeBlob? = layer.blobs.count > 1 ? try CaffeBlob(file, layer.blobs[1], name: biasName) : nil
        let found = ConvolutionLayer(
            name: layer.name, op: op, weight: weightName, bias: bias == nil ? nil : biasName, shape: weight.shape,
            colors: .bgr, group: layer.group)
        guard let found else {
            throw .malformed(
                file: file.path, place: "the weight '\(weightName)' of shape \(shapeText(weight.shape))",
                expectation: "four positive sizes that \(layer.group) groups can part are expected")
        }
        index.layers.append(found)
        index.tensors[weightName] = StoredTensor(name: weightName, shape: weight.shape, storage: weight)
        // Older files give a vector the shape 1 × 1 × 1 × n.
        if let bias { index.tensors[biasName] = StoredTensor(name: biasName, shape: [bias.count], storage: bias) }
    }
}
