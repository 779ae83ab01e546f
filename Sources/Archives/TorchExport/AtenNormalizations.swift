import Networks

/// Normalizations, and what only training has use for.
extension AtenTranslation {
    static let normalizations: [String: Rule] = [
        "batch_norm": { (t, call) throws(Untranslated) in try t.normalized(call) },
        "native_batch_norm": { (t, call) throws(Untranslated) in try t.normalized(call) },
        "_native_batch_norm_legit": { (t, call) throws(Untranslated) in try t.normalized(call) },
        "_native_batch_norm_legit_no_training": { (t, call) throws(Untranslated) in try t.measured(call) },
        "cudnn_batch_norm": { (t, call) throws(Untranslated) in try t.normalized(call) },
        "instance_norm": { (t, call) throws(Untranslated) in
            call.flag("use_input_stats") == false ? try t.measured(call) : try t.standardized(call)
        },
        "group_norm": { (t, call) throws(Untranslated) in try grouped(&t, call, groups: "num_groups") },
        "native_group_norm": { (t, call) throws(Untranslated) in try grouped(&t, call, groups: "group") },
        "layer_norm": layered, "native_layer_norm": layered,
        "rms_norm": { (t, call) throws(Untranslated) in
            guard let shape = try call.ints("normalized_shape") else { throw Untranslated() }
            // Without a number of its own it is the smallest step of 32-bit floats from 1.
            let epsilon = try call.number("eps") ?? Double(Float.ulpOfOne)
            let (x, axes) = (try call.first, try t.integers(shape.indices.map { $0 - shape.count }))
            let square = t.emit("Mul", [x, x])
            let mean = t.emit("ReduceMean", [square, axes], ["keepdims": .int(1)])
            let root = t.emit("Sqrt", [t.emit("Add", [mean, try t.number(epsilon, as: .float32)])])
            guard let weight = try call.tensor("weight") else { return t.give(call, "Div", [x, root]) }
            return t.give(call, "Mul", [t.emit("Div", [x, root]), weight])
        },
        "local_response_norm": { (t, call) throws(Untranslated) in
            guard let size = try call.int("size") else { throw Untranslated() }
            return t.give(
                call, "LRN", [try call.first],
                [
                    "size": .int(size), "alpha": .float(Float(try call.number("alpha") ?? 1e-4)),
                    "beta": .float(Float(try call.number("beta") ?? 0.75)),
                    "bias": .float(Float(try call.number("k") ?? 1)),
                ])
        },
        "dropout": dropped, "native_dropout": dropped, "feature_dropout": dropped, "alpha_dropout": dropped,
        "feature_alpha_dropout": dropped,
    ]

    /// A parameter of a normalization, or its value where it has none.
    private mutating func parameter(
        _ call: AtenCall, _ name: String, _ shape: [Int], _ value: Float
    ) throws(Untranslated) -> String {
        if let tensor = try call.tensor(name) { return tensor }
        return try made(shape) { _ in value }
    }

    /// By what was measured in training; by what the batch itself has, if that is one image.
    private mutating func normalized(_ call: AtenCall) throws(Untranslated) -> [String] {
        guard call.flag("training") == true else { return try measured(call) }
        guard try sizes(call.first).first == 1 else { throw Untranslated() }
        return try standardized(call)
    }

    /// Each channel of each image by its own mean and variance.
    private mutating func standardized(_ call: AtenCall) throws(Untranslated) -> [String] {
        let sizes = try sizes(call.first)
        guard sizes.count > 2, let channels = sizes[1] else { throw Untranslated() }
        return give(
            call, "InstanceNormalization",
            [
                try call.first, try parameter(call, "weight", [channels], 1),
                try parameter(call, "bias", [channels], 0),
            ], ["epsilon": .float(Float(try call.number("eps") ?? 1e-5))])
    }

    /// By the mean and variance that were measured in training.
    private mutating func measured(_ call: AtenCall) throws(Untranslated) -> [String] {
        guard let mean = try call.tensor("running_mean"), let variance = try call.tensor("running_var") else {
            throw Untranslated()
        }
        let channels = try shape(mean)
        return give(
            call, "BatchNormalization",
            [
                try call.first, try parameter(call, "weight", channels, 1), try parameter(call, "bias", channels, 0),
                mean, variance,
            ], ["epsilon": .float(Float(try call.number("eps") ?? 1e-5))])
    }

    private static func grouped(
        _ t: inout AtenTranslation, _ call: AtenCall, groups name: String
    ) throws(Untranslated) -> [String] {
        let sizes = try t.sizes(call.first)
        guard let groups = try call.int(name), sizes.count > 1, let channels = sizes[1] else { throw Untranslated() }
        return t.give(
            call, "GroupNormalization",
            [
                try call.first, try t.parameter(call, "weight", [channels], 1),
                try t.parameter(call, "bias", [channels], 0),
            ], ["num_groups": .int(groups), "epsilon": .float(Float(try call.number("eps") ?? 1e-5))])
    }

    private static let layered: Rule = { (t, call) throws(Untranslated) in
        guard let shape = try call.ints("normalized_shape"), !shape.isEmpty else { throw Untranslated() }
        return t.give(
            call, "LayerNormalization",
            [
                try call.first, try t.parameter(call, "weight", shape, 1), try t.parameter(call, "bias", shape, 0),
            ], ["axis": .int(-shape.count), "epsilon": .float(Float(try call.number("eps") ?? 1e-5))])
    }

    private static let dropped: Rule = { (t, call) throws(Untranslated) in
        t.give(call, "Dropout", [try call.first])
    }
}
