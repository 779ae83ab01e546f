public import Networks

extension Network {
    /// The network as an ONNX file.
    ///
    /// Real numbers are written as 32-bit floats, whole numbers with 64 bits, constants in the order of their names: the
    /// same network gives the same bytes, and read again it is the same network.
    /// - Throws: ``Networks/NetworkError``: a constant that cannot be read or that is text.
    /// - Complexity: linear in the weights.
    public func onnx() throws(NetworkError) -> [UInt8] {
        var model = ProtobufWriter()
        // Version 8 of the format came with version 15 of the operations.
        model.put(1, opset > 15 ? 8 : 7)
        model.put(2, "striate")
        try model.put(7) { (graph) throws(NetworkError) in try write(to: &graph) }
        model.put(8) { set in
            set.put(1, "")
            set.put(2, opset)
        }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            model.put(14) { entry in
                entry.put(1, key)
                entry.put(2, value)
            }
        }
        return model.bytes
    }

    /// Writes a `GraphProto`.
    fileprivate func write(to graph: inout ProtobufWriter) throws(NetworkError) {
        for node in nodes { try graph.put(1) { (message) throws(NetworkError) in try node.write(to: &message) } }
        graph.put(2, name.isEmpty ? "network" : name)
        for constant in constants.values.sorted(by: { $0.name < $1.name }) {
            try graph.put(5) { (message) throws(NetworkError) in try constant.write(to: &message) }
        }
        for input in inputs { graph.put(11) { input.write(to: &$0) } }
        for output in answers { graph.put(12) { output.write(to: &$0) } }
    }

    /// The outputs with their shapes, as far as they are known; where the first input's batch is open, so is theirs.
    private var answers: [Input] {
        let shapes = try? Shapes(of: self)
        return outputs.map { name in
            guard var shape = shapes?[name]?.map({ Dimension.known($0) }) else { return Input(name: name, shape: nil) }
            if case .named(let batch) = inputs.first?.shape?.first, !shape.isEmpty { shape[0] = .named(batch) }
            return Input(name: name, shape: shape)
        }
    }
}

extension Network.Input {
    /// Writes a `ValueInfoProto`.
    fileprivate func write(to info: inout ProtobufWriter) {
        info.put(1, name)
        info.put(2) { type in
            type.put(1) { tensor in
                tensor.put(1, self.type == .other ? 1 : self.type.onnx)
                guard let shape else { return }
                tensor.put(2) { sizes in
                    for size in shape {
                        sizes.put(1) { dimension in
                            switch size {
                            case .known(let size): dimension.put(1, size)
                            case .named(let name): dimension.put(2, name)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Node {
    /// Writes a `NodeProto`.
    fileprivate func write(to node: inout ProtobufWriter) throws(NetworkError) {
        for input in inputs { node.put(1, input) }
        for output in outputs { node.put(2, output) }
        node.put(3, name)
        node.put(4, op.name)
        for (name, attribute) in attributes.sorted(by: { $0.key < $1.key }) {
            try node.put(5) { (message) throws(NetworkError) in
                message.put(1, name)
                try attribute.write(to: &message)
            }
        }
        if !op.domain.isEmpty { node.put(7, op.domain) }
    }
}

extension Attribute {
    /// Writes the value and the type of an `AttributeProto`.
    fileprivate func write(to attribute: inout ProtobufWriter) throws(NetworkError) {
        switch self {
        case .float(let value): attribute.put(2, value)
        case .int(let value): attribute.put(3, value)
        case .string(let text): attribute.put(4, text)
        case .tensor(let constant):
            try attribute.put(5) { (message) throws(NetworkError) in try constant.write(to: &message) }
        case .graph(let body): try attribute.put(6) { (graph) throws(NetworkError) in try body.write(to: &graph) }
        case .floats(let values): for value in values { attribute.put(7, value) }
        case .ints(let values): for value in values { attribute.put(8, value) }
        case .strings(let texts): for text in texts { attribute.put(9, text) }
        case .graphs(let bodies):
            for body in bodies { try attribute.put(11) { (graph) throws(NetworkError) in try body.write(to: &graph) } }
        }
        attribute.put(20, type)
    }

    /// `AttributeProto.AttributeType`.
    private var type: Int {
        switch self {
        case .float: 1
        case .int: 2
        case .string: 3
        case .tensor: 4
        case .graph: 5
        case .floats: 6
        case .ints: 7
        case .strings: 8
        case .graphs: 10
        }
    }
}

extension Constant {
    /// Writes a `TensorProto`.
    fileprivate func write(to tensor: inout ProtobufWriter) throws(NetworkError) {
        for size in shape { tensor.put(1, size) }
        if type.isFloat {
            tensor.put(2, 1)
            tensor.put(8, name)
            tensor.put(9, try floats().flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) } })
        } else {
            tensor.put(2, type == .bool ? 9 : 7)
            tensor.put(8, name)
            let values = try integers()
            tensor.put(
                9,
                type == .bool
                    ? values.map { $0 == 0 ? 0 : 1 }
                    : values.flatMap { withUnsafeBytes(of: Int64($0).littleEndian) { Array($0) } })
        }
    }
}
