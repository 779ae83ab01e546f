import Networks

/// TensorFlow Lite: a FlatBuffers file of operators over tensors, weights output, row, column, input (OHWI).
///
/// The first graph is read, which is the network; others are bodies of control flow.
/// - SeeAlso: `schema.fbs` in github.com/tensorflow/tensorflow, folder `tensorflow/compiler/mlir/lite/schema`.
enum TFLiteFormat: ArchiveFormat {
    static let format = ModelFormat(
        "tflite", displayName: "TensorFlow Lite", endings: [".tflite"], sign: "a TensorFlow Lite model")

    static func recognizes(_ file: LazyFile) -> Bool {
        file.count >= 8 && file.withBytes(in: 4..<8) { $0.elementsEqual("TFL3".utf8) }
    }

    static func network(_ file: LazyFile) throws(ArchiveError) -> Network? { try contents(file).network.get() }

    static func contents(_ file: LazyFile) throws(ArchiveError) -> ArchiveContents {
        let model = try FlatTable(rootOf: file)
        guard let table = try model.tables(2)[0] else { return (.success(nil), ArchiveIndex(order: .graph)) }
        let graph = try TFLiteGraph(file, model: model, graph: table)
        var tensors = try TFLiteTensors(file, model: model, graph: table)
        for node in graph.operators where [6, 124].contains(node.code) {
            if let input = node.inputs.first, let output = node.outputs.first { tensors.dequantized[output] = input }
        }
        let network = Result { () throws(ArchiveError) in
            let variables = try TFLiteVariables(file, model: model, operators: graph.operators)
            return Optional(try TFLiteNetwork.network(graph, tensors, variables, file))
        }
        var index = ArchiveIndex(order: .graph)
        for node in graph.operators {
            guard let operation = TFLiteOperation(node) else { continue }
            let isCustom = node.custom == TFLiteOperation.transposedWithBias && node.inputs.count == 3
            let inputs = isCustom ? [-1, node.inputs[1], node.inputs[0], node.inputs[2]] : Array(node.inputs.prefix(4))
            try operation.add(inputs, to: &index, &tensors, file)
        }
        return (network, index)
    }
}

/// The convolutions among TensorFlow Lite's operators.
enum TFLiteOperation {
    case convolution, depthwise, transposed

    /// MediaPipe's operator, which is not built in.
    static let transposedWithBias = "Convolution2DTransposeBias"

    /// The operation of an operator, by its number in `BuiltinOperator`; `nil` if it is no convolution.
    init?(_ node: TFLiteGraph.Operator) {
        switch node.code {
        case 32 where node.custom == Self.transposedWithBias: self = .transposed
        case 3: self = .convolution
        case 4: self = .depthwise
        case 67: self = .transposed
        default: return nil
        }
    }

    /// Puts the layer of a convolution with these inputs into an index.
    ///
    /// A depthwise weight is 1 × row × column × output, and each output sees one input.
    func add(
        _ inputs: [Int], to index: inout ArchiveIndex, _ tensors: inout TFLiteTensors, _ file: LazyFile
    ) throws(ArchiveError) {
        guard inputs.count > 2 || (inputs.count == 2 && self != .transposed) else {
            throw .malformed(
                file: file.path, place: "a convolution", expectation: "an input and a weight are expected")
        }
        let (image, place) = self == .transposed ? (inputs[2], 3) : (inputs[0], 2)
        guard let weight = try tensors.tensor(inputs[1]) else {
            let name = try tensors.name(inputs[1])
            index.noteComputed(name, weight: name, reason: "which the file computes and does not store")
            return
        }
        let bias = inputs.count > place && inputs[place] >= 0 ? try tensors.tensor(inputs[place]) : nil
        let channels = try tensors.channels(of: image)
        guard let layer = layer(weight, bias?.name, channels) else {
            throw .malformed(
                file: file.path, place: "the weight '\(weight.name)' of shape \(shapeText(weight.shape))",
                expectation: "four positive sizes that fit an input of \(channels) channels are expected")
        }
        index.layers.append(layer)
        index.tensors[weight.name] = weight
        if let bias { index.tensors[bias.name] = bias }
    }

    private func layer(_ weight: StoredTensor, _ bias: String?, _ channels: Int) -> ConvolutionLayer? {
        guard weight.shape.count == 4 else { return nil }
        let perGroup = weight.shape[3]
        switch self {
        case .convolution:
            let parted = channels > 0 && perGroup > 0 && channels.isMultiple(of: perGroup)
            return ConvolutionLayer(
                name: weight.name, weight: weight.name, bias: bias, shape: weight.shape, layout: .ohwi,
                group: parted ? channels / perGroup : 1)
        case .depthwise:
            guard weight.shape[0] == 1 else { return nil }
            return ConvolutionLayer(
                name: weight.name, weight: weight.name, bias: bias, shape: weight.shape, layout: .ohwi.exchanged,
                group: max(1, channels))
        case .transposed:
            return ConvolutionLayer(
                name: weight.name, op: .convTranspose, weight: weight.name, bias: bias, shape: weight.shape,
                layout: .ohwi)
        }
    }
}
