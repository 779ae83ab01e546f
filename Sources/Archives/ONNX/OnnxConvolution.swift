import Networks

/// The convolutions among ONNX's operations, and how one becomes a layer of the index.
enum OnnxConvolution {
    /// Which inputs are the weight and the bias.
    static let operands: [String: (weight: Int, bias: Int?)] = [
        "Conv": (1, 2), "ConvTranspose": (1, 2), "FusedConv": (1, 2), "DeformConv": (1, 3), "QLinearConv": (3, 8),
        "ConvInteger": (1, nil),
    ]

    /// Puts the layer of a node into an index; notes one whose weights only running it would tell.
    ///
    /// - Throws: ``ArchiveError`` for a node without a weight, and a weight that is broken or no kernel set.
    static func add(
        _ node: OnnxNode, to index: inout ArchiveIndex, _ constants: inout OnnxConstants, _ file: LazyFile
    ) throws(ArchiveError) {
        guard let operands = operands[node.op], let name = node.input(operands.weight) else {
            throw .malformed(
                file: file.path, place: "node '\(node.name)'", expectation: "a convolution has an input and a weight")
        }
        let layerName = node.name.isEmpty ? ConvolutionLayer.stem(of: name) : node.name
        let weight: StoredTensor
        do throws(OnnxObstacle) { weight = try constants.weight(name, of: node) } catch {
            index.noteComputed(layerName, weight: name, reason: try error.reason())
            return
        }
        // One- and three-dimensional convolutions are no business of vision's first layer.
        guard weight.shape.count == 4 else { return }
        let biasName = operands.bias.flatMap(node.input)
        let group = node.int("group", default: 1)
        let layer = ConvolutionLayer(
            name: layerName, op: Operator(node.op), weight: name, bias: biasName, shape: weight.shape, group: group)
        guard let layer else {
            throw .malformed(
                file: file.path, place: "the weight '\(name)' of shape \(shapeText(weight.shape))",
                expectation: "four positive sizes that \(group) groups can part are expected")
        }
        index.layers.append(layer)
        index.tensors[name] = weight
        if node.op == "ConvInteger" {
            index.readings.append("Layer '\(layerName)' has integers without a scale: its weights are in steps.")
        }
        guard let biasName else { return }
        do throws(OnnxObstacle) { index.tensors[biasName] = try constants.bias(biasName, of: node) } catch {
            _ = try error.reason()
        }
    }
}

extension OnnxConstants {
    /// The weight of a convolution: of a quantised one the numbers that its integers stand for.
    ///
    /// `ConvInteger` knows no scale, so its weights are in steps: integers less their zero point.
    fileprivate mutating func weight(_ name: String, of node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        guard node.isStandard else {
            throw .unknown("which operations of '\(node.domain)' keep in an order of their own")
        }
        return switch node.op {
        case "QLinearConv":
            try dequantized(tensor(name), scale: node.input(4), zero: node.input(5), axis: 0, block: 0)
        case "ConvInteger": try dequantized(tensor(name), scale: nil, zero: node.input(3), axis: 0, block: 0)
        default: try tensor(name)
        }
    }

    /// The bias of a convolution: of a quantised one its integers are in units of the weight's scale times the input's.
    fileprivate mutating func bias(_ name: String, of node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        let stored = try tensor(name)
        guard node.op == "QLinearConv" else { return stored }
        let scaled = try dequantized(stored, scale: node.input(4), zero: nil, axis: 0, block: 0)
        return try dequantized(scaled, scale: node.input(1), zero: nil, axis: 0, block: 0)
    }
}
