import Networks

/// How layers become nodes: one rule for each class, in the file of its family.
enum KerasRules {
    /// Adds the nodes of a call; gives the tensors that come out, the last node's first.
    typealias Rule = @Sendable (inout KerasNetwork, KerasLayerCall) throws(ArchiveError) -> [String]

    /// The rules by class.
    static let all: [String: Rule] = [
        convolutions, pools, activations, normalizations, merges, movements, preprocessing, attention, operations,
        recurrences, masking, adaptivePools, passing,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    /// Layers that do nothing when a network runs.
    private static let passing: [String: Rule] = Dictionary(
        uniqueKeysWithValues: [
            "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout", "GaussianDropout",
            "GaussianNoise", "ActivityRegularization", "Identity", "StochasticDepth", "RandomFlip", "RandomRotation",
            "RandomZoom", "RandomContrast", "RandomBrightness", "RandomTranslation", "RandomColorJitter",
        ].map { ($0, pass) })

    private static let pass: Rule = { (maker, call) throws(ArchiveError) in
        let op: Operator = call.className.contains("Dropout") ? .dropout : .identity
        let input = try call.input(maker)
        return [maker.add(op, call.name, [input], shape: maker.shape(input))]
    }
}

extension KerasNetwork {
    /// Adds the nodes of a call of a layer; one of a class that is not known becomes one node of that name, which is not
    /// followed.
    mutating func add(
        _ layer: KerasModel.Layer, named name: String, scope: [String], _ arguments: KerasArguments
    ) throws(ArchiveError) -> [String] {
        try add(
            KerasLayerCall(
                name: name, className: layer.className, config: layer.config, path: layer.path, scope: scope,
                inputs: arguments.positional.flatMap(\.tensors), arguments: arguments,
                inputShape: layer.inputShape))
    }

    /// The same of a call that is made ready.
    mutating func add(_ given: KerasLayerCall) throws(ArchiveError) -> [String] {
        let call = takingMask(given)
        guard let rule = KerasRules.all[call.className], !masks.isObstacle(to: call) else { return addUnknown(call) }
        let outputs = try rule(&self, call)
        masks.handOn(call, to: outputs)
        return outputs
    }

    /// Adds a node that is not followed.
    mutating func addUnknown(_ call: KerasLayerCall) -> [String] {
        [add(Operator(call.className, domain: "keras"), call.name, call.arguments.tensors)]
    }
}

extension KerasLayerCall {
    /// The one tensor that it reads.
    ///
    /// - Throws: ``ArchiveError`` where there is none.
    func input(_ maker: KerasNetwork) throws(ArchiveError) -> String {
        guard let input = inputs.first else { throw maker.refused(name, "a tensor that it reads is expected") }
        return input
    }

    /// Whether channels lie last: as the layer says, which older versions do in other words.
    var isChannelsLast: Bool {
        (config["data_format"]?.text ?? "channels_last") != "channels_first" && config["dim_ordering"]?.text != "th"
    }

    /// The setting of nodes that place channels.
    var layout: [String: Attribute] { isChannelsLast ? ["data_format": .string("NHWC")] : [:] }

    /// The axes of an image of so many axes.
    func imageAxes(_ count: Int) -> [Int] { isChannelsLast ? Array(1..<count + 1) : Array(2..<count + 2) }

    /// A setting of a number for each axis, or of one for all.
    ///
    /// - Throws: ``ArchiveError`` for what is none.
    func sizes(
        _ keys: [String], axes: Int, _ maker: KerasNetwork
    ) throws(ArchiveError) -> [Int]? {
        guard let key = keys.first(where: { config[$0] != nil }), let value = config[key] else { return nil }
        let ints = value.ints ?? []
        let sizes = ints.count == 1 ? [Int](repeating: ints[0], count: axes) : ints
        guard sizes.count == axes, sizes.allSatisfy({ (1...1 << 24).contains($0) }) else {
            throw maker.refused(name, "\(key) is \(axes) numbers from 1")
        }
        return sizes
    }

    /// The number of axes in a class's name: `Conv2D` has two.
    var axes: Int { className.contains("1D") ? 1 : className.contains("3D") ? 3 : 2 }

    /// Another call with the same inputs.
    func inside(
        _ name: String, scope: [String]? = nil, className: String, config: JSONValue, path: String, inputs: [String]
    ) -> KerasLayerCall {
        KerasLayerCall(
            name: name, className: className, config: config, path: path, scope: scope ?? self.scope, inputs: inputs,
            arguments: KerasArguments(positional: inputs.map { .tensor($0) }, keywords: [:]), inputShape: nil)
    }
}
