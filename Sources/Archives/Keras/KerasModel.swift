/// A Keras model's description as a graph: layers, how often and on what each is called, what comes in and goes out.
///
/// Sequential models are chains, functional ones say what every layer reads. The three generations of Keras write this in
/// three ways.
/// - SeeAlso: `functional.py`, `sequential.py` in github.com/keras-team/keras and its older versions.
struct KerasModel {
    /// What one call of a layer gave.
    struct Reference: Hashable {
        let layer: String
        let call: Int
        let output: Int
    }

    /// What a layer is called with.
    indirect enum Argument {
        case tensor(Reference)
        case list([Argument])
        case value(JSONValue)

        /// Every tensor in it, in order.
        var references: [Reference] {
            switch self {
            case .tensor(let reference): [reference]
            case .list(let parts): parts.flatMap(\.references)
            case .value: []
            }
        }
    }

    /// One call of a layer.
    struct Call {
        var arguments: [Argument]
        var keywords: [String: Argument]

        /// Every tensor it reads.
        var references: [Reference] {
            arguments.flatMap(\.references) + keywords.sorted { $0.key < $1.key }.flatMap(\.value.references)
        }
    }

    /// A layer with its settings.
    struct Layer {
        /// The name its author gave it.
        let name: String
        /// The class: `Conv2D`.
        let className: String
        /// Its settings.
        let config: JSONValue
        /// Where newer files keep its arrays: `layers/conv2d_1`.
        let path: String
        /// On what it is called.
        var calls: [Call]
        /// What it is made of, if it is a model.
        let model: KerasModel?
        /// The shape of its input without the batch, where the description tells it.
        let inputShape: [Int?]?
    }

    let name: String
    let layers: [Layer]
    let inputs: [Reference]
    private(set) var outputs: [Reference]

    /// Models in models deeper than this are no description that anybody writes.
    private static let deepest = 16

    /// The model of a description; `nil` for what is none.
    init?(_ description: JSONValue) { self.init(description, under: "", depth: 0) }

    private init?(_ entry: JSONValue, under parent: String, depth: Int) {
        guard depth < Self.deepest, let className = entry["class_name"]?.text, let config = entry["config"],
            let entries = (config["layers"] ?? config).list
        else { return nil }
        name = config["name"]?.text ?? className
        var used: [String: Int] = [:]
        var layers: [Layer] = []
        for entry in entries {
            guard let className = entry["class_name"]?.text, let config = entry["config"] else { return nil }
            let stem = KerasConfig.pathName(className)
            let count = used[stem, default: 0]
            used[stem] = count + 1
            let path = "\(parent)layers/\(stem)\(count == 0 ? "" : "_\(count)")"
            let model = KerasModel(entry, under: path + "/", depth: depth + 1)
            guard model != nil || !Self.isModel(entry), path.utf8.count < 512 else { return nil }
            layers.append(
                Layer(
                    name: entry["name"]?.text ?? config["name"]?.text ?? model?.name ?? stem, className: className,
                    config: config, path: path,
                    calls: (entry["inbound_nodes"]?.list ?? []).map(Self.call), model: model,
                    inputShape: Self.shape(entry["build_config"]?["input_shape"])))
        }
        if let ends = config["output_layers"] {
            inputs = Self.references(config["input_layers"] ?? .null)
            outputs = Self.references(ends)
        } else {
            guard let chain = Self.chained(layers, config) else { return nil }
            layers = chain
            inputs = layers.first.map { [Reference(layer: $0.name, call: 0, output: 0)] } ?? []
            outputs = layers.last.map { [Reference(layer: $0.name, call: 0, output: 0)] } ?? []
        }
        guard Set(layers.map(\.name)).count == layers.count else { return nil }
        self.layers = layers
        outputs = outputs.map { Self.settled($0, layers) }
    }

    /// The call that is meant: some versions count the making of a model as its first call where it is an output.
    private static func settled(_ reference: Reference, _ layers: [Layer]) -> Reference {
        guard let layer = layers.first(where: { $0.name == reference.layer }), layer.model != nil,
            reference.call == layer.calls.count, reference.call > 0
        else { return reference }
        return Reference(layer: reference.layer, call: reference.call - 1, output: reference.output)
    }

    /// Whether an entry is a model and not a layer with layers in it.
    private static func isModel(_ entry: JSONValue) -> Bool {
        ["Functional", "Model", "Sequential"].contains(entry["class_name"]?.text)
    }

    /// Layers each called on the one before; the first stands for the input, which older models have in a layer's settings.
    private static func chained(_ layers: [Layer], _ config: JSONValue) -> [Layer]? {
        guard let first = layers.first else { return nil }
        var chain = layers
        if first.className != "InputLayer" {
            let shape =
                first.config["batch_input_shape"] ?? first.config["batch_shape"] ?? first.model?.inputShape
                ?? config["build_input_shape"]
            guard let shape else { return nil }
            let type = first.config["dtype"]?.text.map { JSONValue.text($0) } ?? .null
            let input = Layer(
                name: "\(first.name)_input", className: "InputLayer",
                config: .table(["batch_shape": shape, "dtype": type]), path: "", calls: [], model: nil,
                inputShape: nil)
            chain.insert(input, at: 0)
        }
        for place in chain.indices.dropFirst() {
            let before = Reference(layer: chain[place - 1].name, call: 0, output: 0)
            chain[place].calls = [Call(arguments: [.tensor(before)], keywords: [:])]
        }
        chain[0].calls = []
        return chain
    }

    /// The shape that the model's first input has, batch included.
    private var inputShape: JSONValue? {
        let input = inputs.first.flatMap { reference in layers.first { $0.name == reference.layer } }
        return input?.config["batch_shape"] ?? input?.config["batch_input_shape"]
    }

    /// Sizes after the batch.
    static func shape(_ value: JSONValue?) -> [Int?]? { value?.list.map { $0.dropFirst().map(\.int) } }
}

/// How calls are written.
extension KerasModel {
    /// What leads in or out: one `["name", 0, 0]`, or several, in a list or under keys.
    private static func references(_ value: JSONValue) -> [Reference] {
        if let one = reference(value) { return [one] }
        if case .table(let members) = value {
            return members.sorted { $0.key < $1.key }.flatMap { references($0.value) }
        }
        // Bare names are those of older versions.
        return (value.list ?? []).flatMap { part in
            part.text.map { [Reference(layer: $0, call: 0, output: 0)] } ?? references(part)
        }
    }

    /// A tensor as older versions write it, `["name", 0, 0]`, settings of the call behind it.
    private static func reference(_ value: JSONValue) -> Reference? {
        guard let parts = value.list, (3...4).contains(parts.count), let layer = parts[0].text,
            layer != "_CONSTANT_VALUE", let call = parts[1].int, let output = parts[2].int, call >= 0, output >= 0
        else { return nil }
        return Reference(layer: layer, call: call, output: output)
    }

    /// A call: `{"args": …, "kwargs": …}`, or before version 3 a list of tensors.
    private static func call(_ value: JSONValue) -> Call {
        if value["args"] != nil {
            return Call(
                arguments: (value["args"]?.list ?? []).map(argument), keywords: keywords(value["kwargs"], argument))
        }
        let parts = reference(value) != nil ? [value] : value.list ?? []
        let settings = parts.first?.list.flatMap { $0.count > 3 ? $0[3] : nil }
        let tensors = parts.map(olderArgument)
        // Several tensors are one argument, as layers that merge have it.
        return Call(
            arguments: tensors.count == 1 ? tensors : [.list(tensors)], keywords: keywords(settings, olderArgument))
    }

    private static func keywords(
        _ value: JSONValue?, _ argument: (JSONValue) -> Argument
    ) -> [String: Argument] {
        guard case .table(let members)? = value else { return [:] }
        return members.mapValues(argument)
    }

    private static func olderArgument(_ value: JSONValue) -> Argument {
        if let one = reference(value) { return .tensor(one) }
        if let parts = value.list, parts.count == 3, parts[0].text == "_CONSTANT_VALUE" { return .value(parts[2]) }
        if let parts = value.list, parts.contains(where: { reference($0) != nil }) {
            return .list(parts.map(olderArgument))
        }
        return .value(value)
    }

    private static func argument(_ value: JSONValue) -> Argument {
        if value["class_name"]?.text == "__keras_tensor__", let history = value["config"]?["keras_history"],
            let one = reference(history)
        {
            return .tensor(one)
        }
        // Other objects, such as types, are wrapped as well.
        guard let parts = value.list else { return .value(value) }
        return .list(parts.map(argument))
    }
}
