import Networks

/// Pools, and maps made larger.
extension KerasRules {
    static let pools: [String: Rule] = {
        var rules: [String: Rule] = [:]
        for axes in ["1D", "2D", "3D"] {
            rules["MaxPooling\(axes)"] = pool(.maxPool)
            rules["MaxPool\(axes)"] = pool(.maxPool)
            rules["AveragePooling\(axes)"] = pool(.averagePool)
            rules["AvgPool\(axes)"] = pool(.averagePool)
            rules["GlobalMaxPooling\(axes)"] = global(.reduceMax)
            rules["GlobalMaxPool\(axes)"] = global(.reduceMax)
            rules["GlobalAveragePooling\(axes)"] = global(.reduceMean)
            rules["GlobalAvgPool\(axes)"] = global(.reduceMean)
            rules["UpSampling\(axes)"] = upsampling
        }
        return rules
    }()

    private static func pool(_ op: Operator) -> Rule {
        { (maker, call) throws(ArchiveError) in
            let axes = call.axes
            let kernel =
                try call.sizes(["pool_size", "pool_length"], axes: axes, maker) ?? [Int](repeating: 2, count: axes)
            let strides = try call.sizes(["strides", "stride"], axes: axes, maker) ?? kernel
            var settings: [String: Attribute] = .window(kernel: kernel, strides: strides)
            if (call.config["padding"] ?? call.config["border_mode"])?.text == "same" {
                settings["auto_pad"] = .string("SAME_UPPER")
            }
            let input = try call.input(maker)
            let place = call.isChannelsLast ? axes + 1 : 1
            let channels = maker.shape(input).flatMap { $0.count == axes + 2 ? $0[place] : nil }
            return [
                maker.add(
                    op, call.name, [input], settings.merging(call.layout) { $1 }, shape: maps(call, channels: channels))
            ]
        }
    }

    private static func global(_ op: Operator) -> Rule {
        { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            if op == .reduceMean, let mask = maker.masks[input] {
                return maker.maskedMean(of: input, by: mask, call)
            }
            let (axes, keeps) = (call.imageAxes(call.axes), call.config["keepdims"]?.bool ?? false)
            let shape = maker.shape(input).map { shape in
                shape.enumerated().compactMap { axis, size -> Int?? in
                    axes.contains(axis) ? (keeps ? .some(1) : nil) : .some(size)
                }
            }
            return [
                maker.add(op, call.name, [input], ["axes": .ints(axes), "keepdims": .int(keeps ? 1 : 0)], shape: shape)
            ]
        }
    }

    private static let upsampling: Rule = { (maker, call) throws(ArchiveError) in
        let axes = call.axes
        let factors =
            try call.sizes(["size", "length"], axes: axes, maker) ?? [Int](repeating: 2, count: axes)
        let scales = maker.constant("\(call.name)/size", factors.map(Float.init))
        let kind = call.config["interpolation"]?.text ?? "nearest"
        guard let settings = interpolation(kind) else { return maker.addUnknown(call) }
        let input = try call.input(maker)
        let shape = maker.shape(input).map { $0.map { _ in Int?.none } }
        return [
            maker.add(
                .resize, call.name, [input, "", scales],
                settings.merging(["axes": .ints(call.imageAxes(axes))]) { $1 }, shape: shape)
        ]
    }

    /// The settings of a `Resize` as TensorFlow resizes images; `nil` for a way that is not known.
    static func interpolation(_ kind: String) -> [String: Attribute]? {
        switch kind {
        case "nearest": ["mode": .string("nearest"), "nearest_mode": .string("round_prefer_ceil")]
        case "bilinear": ["mode": .string("linear")]
        case "bicubic": ["mode": .string("cubic"), "cubic_coeff_a": .float(-0.5), "exclude_outside": .int(1)]
        default: nil
        }
    }
}

extension KerasNetwork {
    /// Adds the mean over the steps that are there.
    fileprivate mutating func maskedMean(of input: String, by mask: String, _ call: KerasLayerCall) -> [String] {
        let keeps = call.config["keepdims"]?.bool ?? false
        let settings: [String: Attribute] = ["axes": .ints([1]), "keepdims": .int(keeps ? 1 : 0)]
        let axis = constant("\(call.name)/feature axis", whole: [2])
        let column = add(.unsqueeze, part(call, "mask"), [mask, axis])
        let there = add(.mul, part(call, "there"), [input, column])
        let sum = add(Operator("ReduceSum"), part(call, "sum"), [there], settings)
        let count = add(Operator("ReduceSum"), part(call, "count"), [column], settings)
        return [add(.div, call.name, [sum, count])]
    }
}
