import Foundation
import Networks

/// Caffe's `.caffemodel`: a `NetParameter` whose layers hold their weights, in the order in which the network runs.
///
/// Both kinds of layer messages are read, `layer` and the older `layers` (V1). The format has no signature: a file is
/// taken for it when it begins with a network's name or a layer, and goes on as a network does. Networks of colour are
/// trained on images as OpenCV loads them, blue first.
/// - SeeAlso: Jia et al. (2014), "Caffe: convolutional architecture for fast feature embedding"; `caffe.proto` in
///   github.com/BVLC/caffe.
enum CaffeFormat: ArchiveFormat {
    static let format = ModelFormat(
        "caffe", displayName: "Caffe", endings: [".caffemodel"], sign: "a Caffe network with its weights")

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

    static func network(_ file: LazyFile) throws(ArchiveError) -> Network? { try contents(file).network.get() }

    static func contents(_ file: LazyFile) throws(ArchiveError) -> ArchiveContents {
        let net = try CaffeMessage(net: file)
        let layers = CaffeLayer.all(in: net)
        let index = try ArchiveIndex(layers, weights: file)
        return (
            Result { () throws(ArchiveError) in
                Optional(try CaffeNetwork.network(net, layers, weights: file, file))
            }, index
        )
    }
}

/// Caffe's `.prototxt`: a network's description as text, whose weights, if there are any, lie in the `.caffemodel` beside it.
///
/// That is the one of the same name, or the only one in the folder. Without it the network is on paper.
enum CaffeTextFormat: ArchiveFormat {
    static let format = ModelFormat(
        "prototxt", displayName: "Caffe", endings: [".prototxt"], sign: "a Caffe network's description")

    static func recognizes(_ file: LazyFile) -> Bool { CaffeText.recognizes(file) }

    static func network(_ file: LazyFile) throws(ArchiveError) -> Network? { try contents(file).network.get() }

    static func contents(_ file: LazyFile) throws(ArchiveError) -> ArchiveContents {
        let net = try CaffeText.message(file)
        var layers = CaffeLayer.all(in: net)
        guard !layers.isEmpty else {
            throw .malformed(
                file: file.path, place: "the description", expectation: "a network has layers, `layer { … }`")
        }
        var weights = file
        if let beside = try Self.weights(beside: file, of: layers) {
            weights = beside.file
            for place in layers.indices { layers[place].blobs = beside.blobs[layers[place].name] ?? [] }
        }
        let index = try ArchiveIndex(layers, weights: weights)
        return (
            Result { [layers, weights] () throws(ArchiveError) in
                Optional(try CaffeNetwork.network(net, layers, weights: weights, file))
            }, index
        )
    }

    /// The file of weights beside a description, and where each layer's arrays lie in it; `nil` where there is none.
    private static func weights(
        beside file: LazyFile, of layers: [CaffeLayer]
    ) throws(ArchiveError) -> (file: LazyFile, blobs: [String: [Range<Int>]])? {
        let place = URL(fileURLWithPath: file.path)
        let stem = place.deletingPathExtension()
        var candidate = stem.appendingPathExtension("caffemodel").path
        if !FileManager.default.fileExists(atPath: candidate) {
            let folder = place.deletingLastPathComponent().path
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let models = names.filter { $0.hasSuffix(".caffemodel") }
            guard models.count == 1 else { return nil }
            candidate = "\(folder)/\(models[0])"
        }
        let weights = try LazyFile(path: candidate)
        guard CaffeFormat.recognizes(weights) else { return nil }
        let stored = CaffeLayer.all(in: try CaffeMessage(net: weights))
        let blobs = Dictionary(stored.map { ($0.name, $0.blobs) }) { first, second in first.isEmpty ? second : first }
        // Another network's weights have other layers.
        let isOf = layers.allSatisfy { $0.convolution == nil || !$0.isRun || !(blobs[$0.name] ?? []).isEmpty }
        return isOf ? (weights, blobs) : nil
    }
}

extension ArchiveIndex {
    /// The convolutions among Caffe's layers.
    fileprivate init(_ layers: [CaffeLayer], weights file: LazyFile) throws(ArchiveError) {
        self.init(order: .graph)
        for layer in layers { if let op = layer.convolution { try add(layer, op, file) } }
    }

    private mutating func add(_ layer: CaffeLayer, _ op: Operator, _ file: LazyFile) throws(ArchiveError) {
        // pycaffe's notation: net.params['conv1'][0] is the weight.
        let (weightName, biasName) = ("\(layer.name)[0]", "\(layer.name)[1]")
        guard let blob = layer.blobs.first else {
            noteComputed(layer.name, weight: weightName, reason: "which the file does not store")
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
        layers.append(found)
        // As a constant, which knows the file it lies in: weights may lie beside the description.
        func stored(_ name: String, _ shape: [Int], _ blob: CaffeBlob) -> StoredTensor {
            StoredTensor(Constant(StoredTensor(name: name, shape: shape, storage: blob), in: file))
        }
        tensors[weightName] = stored(weightName, weight.shape, weight)
        // Older files give a vector the shape 1 × 1 × 1 × n.
        if let bias { tensors[biasName] = stored(biasName, [bias.count], bias) }
    }
}
