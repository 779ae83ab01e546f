import Networks

/// Activations: layers of their own, and functions that other layers end with.
extension KerasRules {
    /// Functions of `keras.ops` are layers of their own, called after them.
    private static let functions: [String: Rule] = Dictionary(
        uniqueKeysWithValues: [
            "Relu", "Relu6", "Sigmoid", "Silu", "Tanh", "Softplus", "Softsign", "Elu", "Selu", "Celu", "Gelu",
            "HardSigmoid", "HardSilu", "HardTanh", "LogSigmoid", "Mish", "LogSoftmax", "HardShrink", "SoftShrink",
            "TanhShrink", "Sparsemax", "Squareplus", "SparsePlus", "SparseSigmoid",
        ].map { ($0, function) })

    private static let function: Rule = { (maker, call) throws(ArchiveError) in
        let name = KerasConfig.pathName(call.className)
        return [try maker.activate(call.input(maker), by: .text(name), call, named: call.name)]
    }

    static let activations: [String: Rule] = functions.merging(layersOfActivation) { $1 }

    private static let layersOfActivation: [String: Rule] = [
        "Activation": { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            return [try maker.activate(input, by: call.config["activation"], call, named: call.name)]
        },
        "ReLU": { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            return [
                maker.rectify(
                    input, slope: call.number("negative_slope") ?? 0, threshold: call.number("threshold") ?? 0,
                    most: call.number("max_value"), call)
            ]
        },
        "LeakyReLU": { (maker, call) throws(ArchiveError) in
            let slope = call.number("negative_slope") ?? call.number("alpha") ?? 0.3
            return [try maker.alike("LeakyRelu", call, ["alpha": .float(slope)])]
        },
        "ELU": { (maker, call) throws(ArchiveError) in
            [try maker.alike("Elu", call, ["alpha": .float(call.number("alpha") ?? 1)])]
        },
        "ThresholdedReLU": { (maker, call) throws(ArchiveError) in
            [try maker.alike("ThresholdedRelu", call, ["alpha": .float(call.number("theta") ?? 1)])]
        },
        "Softmax": { (maker, call) throws(ArchiveError) in
            guard let axes = (call.config["axis"] ?? .number(-1)).ints, axes.count == 1 else {
                return maker.addUnknown(call)
            }
            return [try maker.alike("Softmax", call, ["axis": .int(axes[0])])]
        },
        "PReLU": { (maker, call) throws(ArchiveError) in
            guard let slopes = maker.tensors(call).first else {
                throw maker.refused(call.name, "its slopes are expected in the file")
            }
            let input = try call.input(maker)
            let slope = maker.constant(slopes)
            return [maker.add(.prelu, call.name, [input, slope], shape: maker.shape(input))]
        },
    ]
}

extension KerasLayerCall {
    /// A setting that is a number.
    func number(_ key: String) -> Float? {
        (config[key]?.number ?? config[key]?["config"]?["value"]?.floats?.first.map(Double.init)
            ?? config[key]?["value"]?.number).map { Float($0) }
    }
}

extension KerasNetwork {
    /// Adds a node of a shape like its input's.
    fileprivate mutating func alike(
        _ op: String, _ call: KerasLayerCall, _ attributes: [String: Attribute] = [:]
    ) throws(ArchiveError) -> String {
        let input = try call.input(self)
        return add(Operator(op), call.name, [input], attributes, shape: shape(input))
    }

    /// Adds what a layer does and the activation it ends with, which then has the layer's name.
    ///
    /// - Parameters:
    ///   - what: the layer does before; its class if left out.
    ///   - layer: adds that under a name.
    mutating func activated(
        _ call: KerasLayerCall, _ what: String? = nil, shape: [Int?]?,
        _ layer: (inout KerasNetwork, String) throws(ArchiveError) -> String
    ) throws(ArchiveError) -> [String] {
        let activation = call.config["activation"]
        guard let activation, activation.text != "linear" else { return [try layer(&self, call.name)] }
        let drive = try layer(&self, part(call, what ?? call.className))
        setShape(drive, shape)
        return [try activate(drive, by: activation, call, named: call.name)]
    }

    /// Adds an activation.
    ///
    /// - Parameter activation: a name, or an object with the name or the settings of a layer.
    func activationName(_ activation: JSONValue?) -> String? {
        guard let activation else { return "linear" }
        if let name = activation.text { return name }
        if activation["class_name"]?.text == "function" { return activation["config"]?.text }
        return nil
    }

    /// Adds an activation to a tensor.
    ///
    /// - Parameters:
    ///   - activation: its name, or an object with it, or a layer.
    ///   - name: of the tensor that comes out.
    mutating func activate(
        _ input: String, by activation: JSONValue?, _ call: KerasLayerCall, named name: String
    ) throws(ArchiveError) -> String {
        guard let function = activationName(activation) else {
            // A layer in the place of a function.
            guard let activation, let className = activation["class_name"]?.text else {
                return add(Operator("Activation", domain: "keras"), name, [input])
            }
            let inner = call.inside(
                name, className: className, config: activation["config"] ?? .null,
                path: call.path + "/activation", inputs: [input])
            return try add(inner)[0]
        }
        let shape = shape(input)
        if let (op, attributes) = Self.functions(version)[function] {
            return add(Operator(op), name, [input], attributes, shape: shape)
        }
        switch function {
        case "relu6": return clip(input, 0, 6, call, named: name)
        case "hard_tanh": return clip(input, -1, 1, call, named: name)
        case "log_sigmoid":
            let gate = add(Operator("Sigmoid"), part(call, "sigmoid"), [input], shape: shape)
            return add(Operator("Log"), name, [gate], shape: shape)
        case "tanh_shrink":
            let bend = add(.tanh, part(call, "tanh"), [input], shape: shape)
            return add(.sub, name, [input, bend], shape: shape)
        default:
            return composed(function, of: input, call, named: name)
                ?? add(Operator(function, domain: "keras"), name, [input], shape: shape)
        }
    }

    /// Functions that are one operator.
    private static func functions(_ version: Int) -> [String: (op: String, attributes: [String: Attribute])] {
        [
            "linear": ("Identity", [:]), "relu": ("Relu", [:]), "elu": ("Elu", [:]), "selu": ("Selu", [:]),
            "celu": ("Celu", [:]), "softplus": ("Softplus", [:]), "softsign": ("Softsign", [:]), "tanh": ("Tanh", [:]),
            "sigmoid": ("Sigmoid", [:]), "exponential": ("Exp", [:]), "mish": ("Mish", [:]), "gelu": ("Gelu", [:]),
            // Between −3 and 3 since version 3, between −2.5 and 2.5 before.
            "hard_sigmoid": ("HardSigmoid", ["alpha": .float(version < 3 ? 0.2 : 1 / 6), "beta": .float(0.5)]),
            "hard_silu": ("HardSwish", [:]), "hard_swish": ("HardSwish", [:]),
            "silu": ("Swish", [:]), "swish": ("Swish", [:]), "leaky_relu": ("LeakyRelu", ["alpha": .float(0.2)]),
            "sparse_sigmoid": ("HardSigmoid", ["alpha": .float(0.5), "beta": .float(0.5)]),
            "softmax": ("Softmax", ["axis": .int(-1)]), "log_softmax": ("LogSoftmax", ["axis": .int(-1)]),
            "soft_shrink": ("Shrink", ["lambd": .float(0.5), "bias": .float(0.5)]),
            "hard_shrink": ("Shrink", ["lambd": .float(0.5), "bias": .float(0)]),
        ]
    }

    /// Adds the cutting off at both ends.
    mutating func clip(
        _ input: String, _ low: Float, _ high: Float, _ call: KerasLayerCall, named name: String
    ) -> String {
        let bounds = [
            constant("\(name)/minimum", [low], shape: []), constant("\(name)/maximum", [high], shape: []),
        ]
        return add(.clip, name, [input] + bounds, shape: shape(input))
    }

    /// Adds a rectifier: x from a threshold to the most, slope · (x − threshold) below.
    fileprivate mutating func rectify(
        _ input: String, slope: Float, threshold: Float, most: Float?, _ call: KerasLayerCall
    ) -> String {
        let shape = shape(input)
        if slope == 0, threshold == 0 {
            guard let most else { return add(.relu, call.name, [input], shape: shape) }
            return clip(input, 0, most, call, named: call.name)
        }
        func named(_ what: String, isLast: Bool) -> String { isLast ? call.name : part(call, what) }
        var result: String
        if threshold == 0 {
            result = add(
                Operator("LeakyRelu"), named("LeakyRelu", isLast: most == nil), [input], ["alpha": .float(slope)],
                shape: shape)
        } else {
            // From the threshold on, itself included.
            let isWhole = slope == 0
            result = add(
                Operator("ThresholdedRelu"), named("above", isLast: isWhole && most == nil), [input],
                ["alpha": .float(threshold.nextDown)], shape: shape)
            if !isWhole {
                let place = constant("\(call.name)/threshold", [threshold], shape: [])
                let zero = constant("\(call.name)/zero", [0], shape: [])
                let factor = constant("\(call.name)/slope", [slope], shape: [])
                let distance = add(.sub, part(call, "distance"), [input, place], shape: shape)
                let below = add(.min, part(call, "below"), [distance, zero], shape: shape)
                let part = add(.mul, self.part(call, "part"), [below, factor], shape: shape)
                result = add(.add, named("both", isLast: most == nil), [result, part], shape: shape)
            }
        }
        guard let most else { return result }
        return add(.min, call.name, [result, constant("\(call.name)/maximum", [most], shape: [])], shape: shape)
    }
}
