import Networks

/// Reads a `GraphProto`, that of a model or the body of a loop or a branch in it.
struct OnnxGraph {
    let file: LazyFile
    let opset: Int
    /// How many graphs lie around this one.
    var depth = 0

    /// Bodies in bodies deeper than this are no network that anybody writes.
    static let deepest = 16

    init(_ file: LazyFile, opset: Int) {
        self.file = file
        self.opset = opset
    }

    /// The graph in a range of the file; it may read tensors that nothing in it gives.
    func network(_ range: Range<Int>) throws(ArchiveError) -> Network {
        var name = ""
        var nodes: [Node] = []
        var constants: [String: Constant] = [:]
        var inputs: [Network.Input] = []
        var outputs: [String] = []
        var graph = ProtobufReader(file, range, place: "the graph")
        while let field = try graph.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1:
                let node = try node(range)
                if let constant = constant(of: node) { constants[constant.name] = constant } else { nodes.append(node) }
            case 2: name = file.text(in: range)
            case 5:
                let tensor = try OnnxTensor(file, range)
                constants[tensor.name] = try tensor.constant(tensor.name, file)
            case 11: inputs.append(try OnnxValueInfo(file, range).input)
            case 15:
                let tensor = try OnnxSparseTensor(file, range)
                constants[tensor.name] = try tensor.constant(tensor.name, file)
            case 12: outputs.append(try OnnxValueInfo(file, range).input.name)
            default: continue
            }
        }
        do throws(NetworkError) {
            return try Network(
                name: name, opset: opset, inputs: inputs, outputs: outputs, nodes: nodes, constants: constants,
                isBody: true)
        } catch {
            throw .notANetwork(file: file.path, reason: "\(error)")
        }
    }

    /// Reads a `NodeProto`.
    func node(_ range: Range<Int>) throws(ArchiveError) -> Node {
        var (name, op, domain) = ("", "", "")
        var (inputs, outputs): ([String], [String]) = ([], [])
        var settings: [Range<Int>] = []
        var node = ProtobufReader(file, range, place: "a node")
        while let field = try node.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: inputs.append(file.text(in: range))
            case 2: outputs.append(file.text(in: range))
            case 3: name = file.text(in: range)
            case 4: op = file.text(in: range)
            case 5: settings.append(range)
            case 7: domain = file.text(in: range)
            default: continue
            }
        }
        var attributes: [String: Attribute] = [:]
        for range in settings {
            let (key, value) = try OnnxSetting(self, range, tensor: outputs.first ?? "").content
            attributes[key] = value
        }
        return Node(name: name, op: op, domain: domain, inputs: inputs, outputs: outputs, attributes: attributes)
    }

    /// The tensor of a `Constant`, named as its output; `nil` for other nodes.
    private func constant(of node: Node) -> Constant? {
        guard node.op == .constant, node.inputs.isEmpty, let name = node.outputs.first,
            let attribute = node.attributes.first(where: { $0.key.contains("value") })
        else { return nil }
        return switch attribute.value {
        case .tensor(let constant): constant.named(name)
        case .int(let value): Constant(name: name, shape: [], type: .int64, source: .integers([value]))
        case .ints(let values): Constant(name: name, shape: [values.count], type: .int64, source: .integers(values))
        case .float(let value): Constant(name: name, shape: [], type: .float32, source: .floats([value]))
        case .floats(let values): Constant(name: name, shape: [values.count], type: .float32, source: .floats(values))
        case .string, .strings, .graph, .graphs: nil
        }
    }
}

/// A `ValueInfoProto`: the name, element type and shape of an input or output.
struct OnnxValueInfo {
    private(set) var input: Network.Input

    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        var name = ""
        var (type, shape): (Int, [Network.Dimension]?) = (0, nil)
        var info = ProtobufReader(file, range, place: "an input")
        while let field = try info.next() {
            guard case .bytes(let range) = field.value else { continue }
            if field.number == 1 { name = file.text(in: range) }
            if field.number == 2 { (type, shape) = try Self.type(file, range) }
        }
        input = Network.Input(name: name, type: NumberType(onnx: type), shape: shape)
    }

    /// Reads a `TypeProto`: a tensor's element type and shape; sequences and maps have neither.
    private static func type(
        _ file: LazyFile, _ range: Range<Int>
    ) throws(ArchiveError) -> (type: Int, shape: [Network.Dimension]?) {
        var result: (type: Int, shape: [Network.Dimension]?) = (0, nil)
        var outer = ProtobufReader(file, range, place: "a type")
        while let field = try outer.next() {
            guard case (1, .bytes(let range)) = (field.number, field.value) else { continue }
            var tensor = ProtobufReader(file, range, place: "a tensor's type")
            while let field = try tensor.next() {
                if case (1, .varint(let number)) = (field.number, field.value) { result.type = Int(clamping: number) }
                if case (2, .bytes(let range)) = (field.number, field.value) {
                    result.shape = try dimensions(file, range)
                }
            }
        }
        return result
    }

    /// Reads a `TensorShapeProto`; sizes that are no sizes are open.
    private static func dimensions(
        _ file: LazyFile, _ range: Range<Int>
    ) throws(ArchiveError) -> [Network.Dimension] {
        var sizes: [Network.Dimension] = []
        var shape = ProtobufReader(file, range, place: "a shape")
        while let field = try shape.next() {
            guard case (1, .bytes(let range)) = (field.number, field.value) else { continue }
            var size = Network.Dimension.named("")
            var dimension = ProtobufReader(file, range, place: "a shape's size")
            while let field = try dimension.next() {
                if case (1, .varint(let bits)) = (field.number, field.value) {
                    let value = Int(Int64(bitPattern: bits))
                    size = value > 0 ? .known(value) : .named("")
                }
                if case (2, .bytes(let range)) = (field.number, field.value) { size = .named(file.text(in: range)) }
            }
            sizes.append(size)
        }
        return sizes
    }
}
