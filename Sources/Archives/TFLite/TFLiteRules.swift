import Networks

/// How operators of TensorFlow Lite become nodes, by their numbers in `BuiltinOperator`.
///
/// - SeeAlso: `schema.fbs` in github.com/tensorflow/tensorflow.
extension TFLiteNetwork {
    /// Adds the nodes of an operator.
    ///
    /// - Parameter dilated: of a convolution that is written as three operators.
    mutating func add(_ node: TFLiteGraph.Operator, _ dilated: TFLiteGraph.Dilated?) throws(ArchiveError) {
        var outputs: [String] = []
        for number in dilated.map({ [$0.output] }) ?? node.outputs { outputs.append(try tensors.name(number)) }
        guard let output = outputs.first else { return }
        if let rule = Self.rules[node.code] ?? Self.customRules[node.custom] {
            let steps = try steps(of: node, dilated)
            if node.code == 114, let steps, let input = node.inputs.first, input >= 0 {
                return round(try name(input), giving: output, steps)
            }
            let drive = steps == nil ? output : beforeRounding(output)
            try rule(
                &self,
                TFLiteCall(node: node, output: drive, outputs: [drive] + outputs.dropFirst(), dilated: dilated))
            if let steps { round(drive, giving: output, steps) }
            return
        }
        var inputs: [String] = []
        for number in node.inputs { inputs.append(try name(number)) }
        let op = node.custom.isEmpty ? "operator \(node.code)" : node.custom
        add(Operator(Self.names[node.code] ?? op, domain: "tflite"), inputs, giving: outputs)
    }

    /// The steps that an operator's result is rounded to; `nil` for floats, and for what is moved as it is.
    private func steps(
        of node: TFLiteGraph.Operator, _ dilated: TFLiteGraph.Dilated?
    ) throws(ArchiveError) -> [String: Attribute]? {
        guard let output = dilated?.output ?? node.outputs.first, let steps = try tensors.steps(output) else {
            return nil
        }
        let isMoved = node.inputs.first.map { Self.moving.contains(node.code) && $0 >= 0 } ?? false
        if isMoved, let given = try tensors.steps(node.inputs[node.code == 49 ? node.inputs.count - 1 : 0]),
            given.scale == steps.scale, given.zero == steps.zero
        {
            return nil
        }
        return [
            "scale": .float(steps.scale), "zero_point": .float(steps.zero), "low": .float(steps.range.lowerBound),
            "high": .float(steps.range.upperBound),
        ]
    }

    /// Operators that change no element: largest, parts, changes of shape and order.
    private static let moving: Set<Int> = [
        5, 17, 22, 26, 34, 36, 37, 38, 39, 43, 45, 49, 60, 65, 69, 70, 88, 100, 102, 130,
    ]

    typealias Rule = @Sendable (inout TFLiteNetwork, TFLiteCall) throws(ArchiveError) -> Void

    static let rules: [Int: Rule] = [pointwise, windows, sums, movements, sizes].reduce(into: [:]) {
        $0.merge($1) { first, _ in first }
    }

    /// Of operators that are not built in.
    private static let customRules: [String: Rule] = [TFLiteOperation.transposedWithBias: transposedWithBias]

    /// Names of operators that are not read, for people.
    private static let names: [Int: String] = [
        7: "EMBEDDING_LOOKUP", 10: "HASHTABLE_LOOKUP", 15: "LSH_PROJECTION", 16: "LSTM", 24: "RNN", 27: "SVDF",
        31: "CALL", 44: "UNIDIRECTIONAL_SEQUENCE_LSTM", 48: "TOPK_V2", 56: "ARG_MAX", 79: "ARG_MIN", 85: "ONE_HOT",
        94: "FILL", 96: "RANGE", 105: "REVERSE_V2", 107: "GATHER_ND", 109: "WHERE", 118: "IF", 119: "WHILE",
        120: "NON_MAX_SUPPRESSION_V4", 121: "NON_MAX_SUPPRESSION_V5", 122: "SCATTER_ND", 128: "CUMSUM",
        129: "CALL_ONCE", 142: "VAR_HANDLE", 143: "READ_VARIABLE", 144: "ASSIGN_VARIABLE",
    ]

    // MARK: Pointwise

    private static func map(_ op: String, _ attributes: [String: Attribute] = [:]) -> Rule {
        { (maker, call) throws(ArchiveError) in
            maker.add(Operator(op), try call.inputs(&maker, 1), giving: [call.output], attributes)
        }
    }

    private static func combine(_ op: String, isFused: Bool = false) -> Rule {
        { (maker, call) throws(ArchiveError) in
            try maker.add(
                Operator(op), try call.inputs(&maker, 2), giving: call.output,
                activation: isFused ? call.node.byte(0) : 0)
        }
    }

    private static func clips(_ low: Float, _ high: Float) -> Rule {
        { (maker, call) throws(ArchiveError) in
            maker.clip(try call.inputs(&maker, 1)[0], low, high, giving: call.output)
        }
    }

    /// Of a stored tensor nothing is to be done, as it is read as those numbers.
    private static let read: Rule = { (maker, call) throws(ArchiveError) in
        guard try !maker.isStored(call.node.outputs.first ?? -1) else { return }
        maker.add(.identity, try call.inputs(&maker, 1), giving: [call.output])
    }

    private static let pointwise: [Int: Rule] = [
        0: combine("Add", isFused: true), 41: combine("Sub", isFused: true), 18: combine("Mul", isFused: true),
        42: combine("Div", isFused: true), 55: combine("Max"), 57: combine("Min"), 78: combine("Pow"),
        58: combine("Less"), 61: combine("Greater"), 62: combine("GreaterOrEqual"), 63: combine("LessOrEqual"),
        71: combine("Equal"), 84: combine("Or"), 86: combine("And"), 87: map("Not"),
        106: { (maker, call) throws(ArchiveError) in
            maker.add(Operator("Sum"), try call.inputs(&maker, call.node.inputs.count), giving: [call.output])
        },
        // Integers are the numbers that they stand for.
        6: read, 124: read, 114: map("Identity"), 80: map("Identity"),
        8: map("Floor"), 104: map("Ceil"), 116: map("Round"), 101: map("Abs"), 59: map("Neg"), 47: map("Exp"),
        73: map("Log"), 75: map("Sqrt"), 66: map("Sin"), 108: map("Cos"), 14: map("Sigmoid"), 28: map("Tanh"),
        19: map("Relu"), 20: clips(-1, 1), 21: clips(0, 6), 152: clips(0, 1), 111: map("Elu"), 117: map("HardSwish"),
        158: map("Sign"),
        92: { (maker, call) throws(ArchiveError) in
            let input = try call.inputs(&maker, 1)[0]
            maker.add(.mul, [input, input], giving: [call.output])
        },
        99: { (maker, call) throws(ArchiveError) in
            let difference = maker.add(
                .sub, try call.inputs(&maker, 2), giving: [maker.part(call.output, "difference")])
            maker.add(.mul, [difference, difference], giving: [call.output])
        },
        76: { (maker, call) throws(ArchiveError) in
            let root = maker.add(
                Operator("Sqrt"), try call.inputs(&maker, 1), giving: [maker.part(call.output, "root")])
            maker.add(Operator("Reciprocal"), [root], giving: [call.output])
        },
        98: { (maker, call) throws(ArchiveError) in
            maker.add(
                Operator("LeakyRelu"), try call.inputs(&maker, 1), giving: [call.output],
                ["alpha": .float(try call.node.float(0))])
        },
        150: { (maker, call) throws(ArchiveError) in
            let isApproximate = try call.node.byte(0) != 0
            maker.add(
                Operator("Gelu"), try call.inputs(&maker, 1), giving: [call.output],
                isApproximate ? ["approximate": .string("tanh")] : [:])
        },
        54: { (maker, call) throws(ArchiveError) in
            maker.add(.prelu, try call.inputs(&maker, 2), giving: [call.output])
        },
        64: { (maker, call) throws(ArchiveError) in
            maker.add(.where, try call.inputs(&maker, 3), giving: [call.output])
        },
        123: { (maker, call) throws(ArchiveError) in
            maker.add(.where, try call.inputs(&maker, 3), giving: [call.output])
        },
        53: { (maker, call) throws(ArchiveError) in
            let type = try TFLiteTensors.types[call.node.byte(1)]?.numberType ?? .float32
            maker.add(.cast, try call.inputs(&maker, 1), giving: [call.output], ["to": .int(type.onnx)])
        },
        25: { (maker, call) throws(ArchiveError) in
            var input = try call.inputs(&maker, 1)[0]
            let beta = try call.node.float(0, default: 1)
            if beta != 1 {
                let factor = maker.constant("\(call.output)/beta", beta)
                input = maker.add(.mul, [input, factor], giving: [maker.part(call.output, "scaled")])
            }
            maker.add(.softmax, [input], giving: [call.output], ["axis": .int(-1)])
        },
        50: map("LogSoftmax", ["axis": .int(-1)]),
    ]
}

/// One operator, to be made nodes of.
struct TFLiteCall {
    let node: TFLiteGraph.Operator
    /// The tensors it gives, the first by itself.
    let output: String
    let outputs: [String]
    let dilated: TFLiteGraph.Dilated?

    /// The names of the first tensors that it reads.
    ///
    /// - Throws: ``ArchiveError`` where one is left out.
    func inputs(_ maker: inout TFLiteNetwork, _ count: Int) throws(ArchiveError) -> [String] {
        guard node.inputs.count >= count, node.inputs.prefix(count).allSatisfy({ $0 >= 0 }) else {
            throw maker.refused(output, "it reads \(count) tensors")
        }
        var names: [String] = []
        for number in node.inputs.prefix(count) { names.append(try maker.name(number)) }
        return names
    }

    /// The numbers of a stored tensor that it reads; `nil` where it is left out or not stored.
    func integers(_ place: Int, _ maker: inout TFLiteNetwork) throws(ArchiveError) -> [Int]? {
        guard node.inputs.indices.contains(place), node.inputs[place] >= 0 else { return nil }
        return try maker.integers(node.inputs[place])
    }
}
