import Networks

/// Steps that are left out: what a layer `Masking` says goes beside a tensor, batch × step, 1 where there is a step.
///
/// A recurrent layer goes from one step that is there to the next, and gives its last state where one is not: the steps are
/// moved to the front, the layer runs over as many, and its states are spread again.
struct KerasMasks {
    private var names: [String: String] = [:]
    /// Tensors of which the steps are masked in a way that is not followed.
    private var unclear: Set<String> = []

    /// Layers that hand a mask on as it is.
    private static let passing: Set = [
        "Activation", "Dense", "Dropout", "SpatialDropout1D", "AlphaDropout", "GaussianDropout", "GaussianNoise",
        "ActivityRegularization", "Identity", "LayerNormalization", "BatchNormalization", "ReLU", "LeakyReLU", "ELU",
        "PReLU",
    ]
    /// Layers that know of none, and lose it.
    private static let losing: Set = [
        "Flatten", "Conv1D", "MaxPooling1D", "AveragePooling1D", "GlobalMaxPooling1D", "Reshape", "Permute",
    ]
    /// Layers that go by a mask as is followed here.
    private static let following: Set = [
        "LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "GlobalAveragePooling1D",
    ]

    /// The mask of a tensor.
    subscript(tensor: String) -> String? {
        get { names[tensor] }
        set { names[tensor] = newValue }
    }

    /// Whether a layer hands a mask on, or goes by it as is followed here.
    static func goesByMask(_ call: KerasLayerCall) -> Bool {
        passing.contains(call.className) || following.contains(call.className)
    }

    /// Whether a layer goes by a mask of what it reads that is not followed.
    func isObstacle(to call: KerasLayerCall) -> Bool {
        let read = call.arguments.tensors
        if Self.passing.contains(call.className) || Self.losing.contains(call.className) { return false }
        if read.contains(where: unclear.contains) { return true }
        guard read.contains(where: { names[$0] != nil }) else { return false }
        let settings = call.config["layer"]?["config"] ?? call.config
        // The last output is 0 then if the last step is left out, which is not followed.
        let isZeroed =
            settings["zero_output_for_mask"]?.bool == true && settings["return_sequences"]?.bool != true
        return !Self.following.contains(call.className) || isZeroed
    }

    /// Notes what a layer hands on.
    mutating func handOn(_ call: KerasLayerCall, to outputs: [String]) {
        let read = call.arguments.tensors
        let settings = call.config["layer"]?["config"] ?? call.config
        let isSequence = settings["return_sequences"]?.bool == true
        guard let output = outputs.first, !Self.losing.contains(call.className) else { return }
        let isHandedOn = Self.passing.contains(call.className) || Self.following.contains(call.className) && isSequence
        if isHandedOn, read.count == 1, let name = names[read[0]] { names[output] = name }
        if read.contains(where: unclear.contains) { unclear.insert(output) }
    }
}

extension KerasRules {
    /// Steps of which every number is the one given are left out, and 0.
    static let masking: [String: Rule] = [
        "Masking": { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            let value = maker.constant("\(call.name)/value", [call.number("mask_value") ?? 0], shape: [])
            let same = maker.add(Operator("Equal"), maker.part(call, "same"), [input, value])
            let other = maker.add(Operator("Not"), maker.part(call, "other"), [same])
            let number = maker.add(.cast, maker.part(call, "number"), [other], ["to": .int(1)])
            let settings: [String: Attribute] = ["axes": .ints([-1]), "keepdims": .int(1)]
            let any = maker.add(.reduceMax, maker.part(call, "any"), [number], settings)
            let axes = maker.constant("\(call.name)/axes", whole: [-1])
            maker.masks[call.name] = maker.add(.squeeze, maker.part(call, "mask"), [any, axes])
            return [maker.add(.mul, call.name, [input, any], shape: maker.shape(input))]
        }
    ]
}

extension KerasNetwork {
    /// A call without the mask that it names, which then is that of the tensor it reads.
    mutating func takingMask(_ call: KerasLayerCall) -> KerasLayerCall {
        guard let mask = call.arguments.keywords["mask"]?.tensors.first, call.inputs.count == 1,
            KerasMasks.goesByMask(call)
        else { return call }
        masks[call.inputs[0]] = add(.cast, part(call, "mask"), [mask], ["to": .int(1)], shape: shape(mask))
        return call.without("mask")
    }

    /// The steps of a masked tensor, those that are there in front.
    struct Steps {
        /// Batch × step × feature, 0 behind the last step.
        let packed: String
        /// How many there are of each row.
        let lengths: String
        /// Batch × step: which of those in front a step's state is; one behind all others where it is 0.
        let places: String
    }

    /// Moves the steps that are there to the front.
    mutating func pack(
        _ input: String, by mask: String, _ layer: KerasRecurrence, named name: String
    ) -> Steps {
        func free(_ what: String) -> String { draft.free("\(name)/\(what)") }
        let one = constant("\(name)/one", [1], shape: [])
        let zero = constant("\(name)/zero", [0], shape: [])
        let axis = constant("\(name)/step axis", whole: [1])
        let last = constant("\(name)/feature axis", whole: [2])
        let count = add(.cumSum, free("steps so far"), [mask, axis])
        let before = add(.sub, free("steps before"), [count, mask])
        // One that is left out goes behind all others, and is cut off there.
        let length = add(.shape, free("length"), [input], ["start": .int(1), "end": .int(2)])
        let size = add(.cast, free("all steps"), [length], ["to": .int(1)])
        let isThere = add(.cast, free("is there"), [mask], ["to": .int(9)])
        let target = add(.where, free("target"), [isThere, before, size])
        let index = add(.cast, free("target/index"), [target], ["to": .int(7)])
        let column = add(.unsqueeze, free("target/column"), [index, last])
        let sizes = add(.shape, free("sizes"), [input])
        let indices = add(.expand, free("target/indices"), [column, sizes])
        let nothing = add(.mul, free("nothing"), [input, zero])
        let pads = constant("\(name)/one step", whole: [0, 0, 0, 0, 1, 0])
        let room = add(.pad, free("room"), [nothing, pads])
        let moved = add(.scatterElements, free("moved"), [room, indices, input], ["axis": .int(1)])
        let packed = slice(moved, axes: [1], from: [0], to: [-1], named: free("packed"), shape: shape(input))
        let total = add(
            Operator("ReduceSum"), free("total"), [mask], ["axes": .ints([1]), "keepdims": .int(0)])
        let lengths = add(.cast, free("lengths"), [total], ["to": .int(6)])
        // Backwards a state is that of the next step that is there, of which as many stand before.
        var places = layer.isBackward ? before : add(.sub, free("last step"), [count, one])
        if layer.givesZeros || !layer.isBackward {
            // Where there is none, the step behind all others, which is 0.
            let given = layer.givesZeros ? mask : count
            let isGiven = add(.cast, free("is given"), [given], ["to": .int(9)])
            places = add(.where, free("place"), [isGiven, places, size])
        }
        return Steps(
            packed: packed, lengths: lengths, places: add(.cast, free("places"), [places], ["to": .int(7)]))
    }

    /// The states of all steps, of those that are there in front.
    mutating func spread(
        _ rows: String, over steps: Steps, _ layer: KerasRecurrence, named name: String
    ) -> String {
        func free(_ what: String) -> String { draft.free("\(name)/\(what)") }
        let last = constant("\(name)/unit axis", whole: [2])
        let column = add(.unsqueeze, free("place column"), [steps.places, last])
        let sizes = add(.shape, free("state sizes"), [rows])
        let places = add(.expand, free("state places"), [column, sizes])
        let pads = constant("\(name)/one step", whole: [0, 0, 0, 0, 1, 0])
        let room = add(.pad, free("room"), [rows, pads])
        return add(
            .gatherElements, name, [room, places], ["axis": .int(1)], shape: [nil, nil, layer.units])
    }
}

extension KerasLayerCall {
    /// The same without something that it is called with.
    fileprivate func without(_ keyword: String) -> KerasLayerCall {
        KerasLayerCall(
            name: name, className: className, config: config, path: path, scope: scope, inputs: inputs,
            arguments: KerasArguments(
                positional: arguments.positional, keywords: arguments.keywords.filter { $0.key != keyword }),
            inputShape: inputShape)
    }
}
