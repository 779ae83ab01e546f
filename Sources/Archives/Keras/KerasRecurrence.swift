import Networks

/// What a recurrent layer is, as its description says.
struct KerasRecurrence {
    let call: KerasLayerCall
    let op: Operator
    /// Kernel, recurrent kernel, and what there is of a bias.
    let tensors: [StoredTensor]
    /// Where ONNX has each of Keras's gates.
    let order: [Int]
    let units: Int
    /// Whether it gives the state at every step.
    var givesSequence: Bool
    var isBackward: Bool
    /// Whether a layer that runs backwards gives its states in the order of its input, not of its steps.
    var keepsOrder = false
    /// Whether it gives 0, not its last state, where a step is left out.
    let givesZeros: Bool
    /// Its functions, where they are not the usual ones, in ONNX's words.
    let functions: [String: Attribute]

    /// Reads a layer, or a cell of one.
    ///
    /// - Parameters:
    ///   - call: of the layer; of a cell with the cell's settings and arrays.
    ///   - steps: the settings of the layer that a cell is of.
    /// - Returns: `nil` for settings that are not followed.
    init?(_ call: KerasLayerCall, _ maker: KerasNetwork, of steps: JSONValue? = nil) {
        self.call = call
        let kind = call.className.hasSuffix("Cell") ? String(call.className.dropLast(4)) : call.className
        guard (kind != call.className) == (steps != nil) else { return nil }
        let config = call.config
        let function = config["activation"] ?? .text("tanh")
        let gate = config["recurrent_activation"] ?? .text("sigmoid")
        let named: [JSONValue]
        switch kind {
        // Keras: input, forget, cell, output; ONNX: input, output, forget, cell.
        case "LSTM": (op, order, named) = (.lstm, [0, 3, 1, 2], [gate, function, function])
        case "GRU": (op, order, named) = (.gru, [0, 1, 2], [gate, function])
        case "SimpleRNN": (op, order, named) = (.rnn, [0], [function])
        default: return nil
        }
        let layer = steps ?? config
        guard let functions = Self.functions(named.map { maker.activationName($0) }, version: maker.version),
            layer["return_state"]?.bool != true, layer["time_major"]?.bool != true, let units = config["units"]?.int
        else { return nil }
        self.functions = functions
        self.units = units
        givesSequence = layer["return_sequences"]?.bool ?? false
        givesZeros = layer["zero_output_for_mask"]?.bool ?? false
        isBackward = layer["go_backwards"]?.bool ?? false
        let own = steps == nil ? maker.tensors(call, part: "cell", name: KerasConfig.pathName(kind) + "_cell") : []
        tensors = own.isEmpty ? maker.tensors(call) : own
        let width = order.count * units
        guard (1...1 << 20).contains(units), (2...3).contains(tensors.count), tensors[0].shape.count == 2,
            tensors[0].shape[1] == width, tensors[1].shape == [units, width],
            tensors.dropFirst(2).allSatisfy({ $0.shape == [width] || $0.shape == [2, width] })
        else { return nil }
    }

    /// Whether the state is reset after it is weighed, with a bias of its own.
    var resetsAfter: Bool { op == .gru && tensors.dropFirst(2).first.map { $0.shape.count == 2 } ?? resets }

    private var resets: Bool { call.config["reset_after"]?.bool ?? false }

    /// The settings of a node for functions by Keras's names; `nil` for a function that ONNX has not for recurrent layers.
    private static func functions(_ names: [String?], version: Int) -> [String: Attribute]? {
        let known: [String: (name: String, alpha: Float?, beta: Float?)] = [
            "tanh": ("Tanh", nil, nil), "sigmoid": ("Sigmoid", nil, nil), "relu": ("Relu", nil, nil),
            "softsign": ("Softsign", nil, nil), "softplus": ("Softplus", nil, nil), "elu": ("Elu", 1, nil),
            "leaky_relu": ("LeakyRelu", 0.2, nil), "linear": ("Affine", 1, 0),
            // Between −3 and 3 since version 3, between −2.5 and 2.5 before.
            "hard_sigmoid": ("HardSigmoid", version < 3 ? 0.2 : 1 / 6, 0.5),
        ]
        let all = names.compactMap { $0.flatMap { known[$0] } }
        guard all.count == names.count else { return nil }
        return [
            "activations": .strings(all.map(\.name)), "activation_alpha": .floats(all.compactMap(\.alpha)),
            "activation_beta": .floats(all.compactMap(\.beta)),
        ]
    }
}
