import Networks

/// Makes a network of a Keras model: every call of a layer becomes nodes, the last of which has the layer's name.
///
/// A layer in a model in the model is called `outer/inner`; what a layer does besides, `layer/what`; its second call
/// `layer#2`.
struct KerasNetwork: NetworkWriter {
    let file: LazyFile
    /// The version of Keras that wrote the file: 1, 2 or 3.
    let version: Int
    private let variables: KerasVariables
    /// Its shapes are for a batch of one.
    var draft = NetworkDraft()
    /// Sizes of tensors with their batch as far as the description tells them; `nil` where not even their number is known.
    private var shapes: [String: [Int?]] = [:]
    /// Which steps of tensors are left out.
    var masks = KerasMasks()

    /// Calls and operations that a description may come to: models that are called again and again are many.
    private static let mostNodes = 1 << 14
    /// The network of a model.
    ///
    /// - Throws: ``ArchiveError`` for what is none.
    static func network(
        _ model: KerasModel, _ layers: KerasLayers, version: Int, _ file: LazyFile
    ) throws(ArchiveError) -> Network {
        var maker = KerasNetwork(file: file, version: version, variables: KerasVariables(layers))
        let outputs = try maker.add(model, under: "", scope: [], given: nil)
        return try maker.draft.network(name: model.name, giving: outputs, of: file)
    }

    private init(file: LazyFile, version: Int, variables: KerasVariables) {
        (self.file, self.version, self.variables) = (file, version, variables)
    }

    func refused(_ layer: String, _ expectation: String) -> ArchiveError {
        .malformed(file: file.path, place: "layer '\(layer)'", expectation: expectation)
    }

    /// Adds a model's layers; gives the tensors that come out.
    ///
    /// - Parameters:
    ///   - prefix: before its layers' names.
    ///   - scope: the layer of the whole model that it is or lies in, and the models between; empty for the whole model.
    ///   - given: tensors in the place of its inputs; `nil` where they come from outside.
    private mutating func add(
        _ model: KerasModel, under prefix: String, scope: [String], given: [String]?
    ) throws(ArchiveError) -> [String] {
        var tensors: [KerasModel.Reference: [String]] = [:]
        for (place, input) in model.inputs.enumerated() where given.map({ place < $0.count }) ?? false {
            tensors[KerasModel.Reference(layer: input.layer, call: 0, output: 0)] = given.map { [$0[place]] }
        }
        for (index, call) in try order(model) {
            let layer = model.layers[index]
            let place = KerasModel.Reference(layer: layer.name, call: call, output: 0)
            guard tensors[place] == nil else { continue }
            if layer.className == "InputLayer" {
                guard given == nil else { throw refused(layer.name, "what comes into its model is expected") }
                tensors[place] = [addInput(layer)]
                continue
            }
            let arguments = try layer.calls[call].mapped { (reference) throws(ArchiveError) in
                let outputs = tensors[reference.withoutOutput] ?? []
                guard outputs.indices.contains(reference.output) else {
                    throw refused(layer.name, "what it reads, '\(reference.layer)', is a layer that stands before it")
                }
                return outputs[reference.output]
            }
            let name = draft.free(prefix + layer.name, from: call + 1)
            if let inner = layer.model {
                tensors[place] = try add(
                    inner, under: name + "/", scope: scope + [layer.name], given: arguments.tensors)
            } else {
                tensors[place] = try add(layer, named: name, scope: scope + [layer.name], arguments)
            }
            guard draft.names.count <= Self.mostNodes else {
                throw refused(layer.name, "at most \(Self.mostNodes) operations are read")
            }
        }
        return try model.outputs.map { (reference) throws(ArchiveError) in
            let outputs = tensors[reference.withoutOutput] ?? []
            guard outputs.indices.contains(reference.output) else {
                throw refused(reference.layer, "an output is what some layer gives")
            }
            return outputs[reference.output]
        }
    }

    /// The calls of a model's layers, each after those it reads.
    private func order(_ model: KerasModel) throws(ArchiveError) -> [(layer: Int, call: Int)] {
        let places = Set(model.layers.map(\.name))
        let calls = model.layers.enumerated().flatMap { index, layer in
            (0..<max(layer.calls.count, layer.className == "InputLayer" ? 1 : 0)).map { (layer: index, call: $0) }
        }
        // As nodes that give and read tensors named by layer and call.
        func name(_ layer: String, _ call: Int) -> String { "\(call) \(layer)" }
        let nodes = calls.map { layer, call in
            let layer = model.layers[layer]
            let reads = layer.calls.isEmpty ? [] : layer.calls[call].references
            return Node(
                name: layer.name, op: .identity,
                inputs: reads.filter { places.contains($0.layer) }.map { name($0.layer, $0.call) },
                outputs: [name(layer.name, call)])
        }
        do throws(NetworkError) {
            let graph = try Network(opset: 1, inputs: [], outputs: [], nodes: nodes, isBody: true)
            let indices = Dictionary(nodes.enumerated().map { ($1.outputs[0], $0) }) { first, _ in first }
            return graph.nodes.compactMap { indices[$0.outputs[0]].map { calls[$0] } }
        } catch { throw .notANetwork(file: file.path, reason: "\(error)") }
    }

    private mutating func addInput(_ layer: KerasModel.Layer) -> String {
        let name = draft.free(layer.name)
        let sizes = (layer.config["batch_shape"] ?? layer.config["batch_input_shape"])?.list
        let type = layer.config["dtype"]?.text.flatMap { NumberType(keras: $0) } ?? .float32
        draft.inputs.append(
            Network.Input(
                name: name, type: type,
                shape: sizes?.map { size in
                    size.int.flatMap { $0 > 0 ? Network.Dimension.known($0) : nil } ?? .named("")
                }))
        shapes[name] = sizes?.map(\.int)
        if let sizes = sizes?.dropFirst().map(\.int), !sizes.contains(where: { ($0 ?? 0) < 1 }) {
            draft.shapes.add(name, of: [1] + sizes.compactMap(\.self))
        }
        return name
    }
}

/// What layers add to a network.
extension KerasNetwork {
    /// Adds a node; gives the tensor it makes.
    ///
    /// - Parameters:
    ///   - name: of the node and of its tensor.
    ///   - shape: of the tensor, as far as it is known.
    @discardableResult
    mutating func add(
        _ op: Operator, _ name: String, _ inputs: [String], _ attributes: [String: Attribute] = [:],
        shape: [Int?]? = nil
    ) -> String {
        draft.add(Node(name: name, op: op, inputs: inputs, outputs: [name], attributes: attributes))
        shapes[name] = shape
        return name
    }

    /// The name of something that a layer does besides its last operation.
    mutating func part(_ call: KerasLayerCall, _ what: String) -> String { draft.free("\(call.name)/\(what)") }

    /// The shape of a tensor as far as it is known; the batch is open.
    func shape(_ tensor: String) -> [Int?]? {
        draft.shapes[tensor].map { [Int?.none] + $0.dropFirst().map(Optional.some) } ?? shapes[tensor]
    }

    /// Sets the shape of a tensor as far as it is known.
    mutating func setShape(_ tensor: String, _ shape: [Int?]?) { shapes[tensor] = shape }

    /// Takes up a tensor of the file under its own name, or another where that stands for the same in another order.
    mutating func constant(_ tensor: StoredTensor) -> String {
        var (name, count) = (tensor.name, 1)
        while let known = draft.constants[name], known.shape != tensor.shape {
            count += 1
            name = "\(tensor.name)#\(count)"
        }
        return draft.constants[name] == nil ? draft.take(Constant(tensor, in: file).named(name)) : name
    }

    /// The arrays of a layer, or of a part of it.
    ///
    /// - Parameters:
    ///   - part: where newer files keep those of a part, `query_dense`.
    ///   - name: what older files call the part.
    func tensors(_ call: KerasLayerCall, part: String? = nil, name: String? = nil) -> [StoredTensor] {
        variables.tensors(
            path: call.path + (part.map { "/" + $0 } ?? ""), scope: call.scope + (name.map { [$0] } ?? []))
    }
}

/// One call of a layer, to be made nodes of.
struct KerasLayerCall {
    /// What its last node is called.
    let name: String
    let className: String
    let config: JSONValue
    /// Where newer files keep its arrays.
    let path: String
    /// The layer of the whole model that it is or lies in, the models between, and itself.
    let scope: [String]
    /// The tensors it reads.
    let inputs: [String]
    /// What else it is called with.
    let arguments: KerasArguments
    /// The shape of its input without the batch, where the description tells it.
    let inputShape: [Int?]?
}

/// What a layer is called with, tensors by their names.
struct KerasArguments {
    indirect enum Part {
        case tensor(String)
        case list([Part])
        case value(JSONValue)

        var tensors: [String] {
            switch self {
            case .tensor(let name): [name]
            case .list(let parts): parts.flatMap(\.tensors)
            case .value: []
            }
        }
    }

    let positional: [Part]
    let keywords: [String: Part]

    /// The tensors in order.
    var tensors: [String] {
        positional.flatMap(\.tensors) + keywords.sorted { $0.key < $1.key }.flatMap(\.value.tensors)
    }
}

extension KerasModel.Reference {
    /// The call it belongs to.
    fileprivate var withoutOutput: KerasModel.Reference {
        KerasModel.Reference(layer: layer, call: call, output: 0)
    }
}

extension KerasModel.Call {
    /// The same with names in the place of tensors.
    fileprivate func mapped(
        _ name: (KerasModel.Reference) throws(ArchiveError) -> String
    ) throws(ArchiveError) -> KerasArguments {
        func part(_ argument: KerasModel.Argument) throws(ArchiveError) -> KerasArguments.Part {
            switch argument {
            case .tensor(let reference): return .tensor(try name(reference))
            case .list(let parts): return .list(try parts.map { (each) throws(ArchiveError) in try part(each) })
            case .value(let value): return .value(value)
            }
        }
        var named: [String: KerasArguments.Part] = [:]
        for (key, value) in keywords { named[key] = try part(value) }
        return KerasArguments(
            positional: try arguments.map { (each) throws(ArchiveError) in try part(each) }, keywords: named)
    }
}

extension NumberType {
    /// The type of a name of NumPy's.
    fileprivate init?(keras name: String) {
        let types: [String: NumberType] = [
            "float16": .float16, "bfloat16": .bfloat16, "float32": .float32, "float64": .float64, "uint8": .uint8,
            "int8": .int8, "int16": .int16, "uint16": .uint16, "int32": .int32, "int64": .int64, "bool": .bool,
            "string": .text,
        ]
        guard let type = types[name] else { return nil }
        self = type
    }
}
