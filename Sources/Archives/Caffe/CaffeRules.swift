import Networks

/// How Caffe's layers become nodes: one rule for each type.
extension CaffeNetwork {
    /// Adds the nodes of a layer; gives the tensors that come out.
    typealias Rule = @Sendable (inout CaffeNetwork, CaffeCall) throws(ArchiveError) -> [String]

    static let rules: [String: Rule] = [
        "Convolution": { (maker, call) throws(ArchiveError) in try maker.convolve(call, .conv) },
        "Deconvolution": { (maker, call) throws(ArchiveError) in try maker.convolve(call, .convTranspose) },
        "DepthwiseConvolution": { (maker, call) throws(ArchiveError) in try maker.convolve(call, .conv) },
        "ConvolutionDepthwise": { (maker, call) throws(ArchiveError) in try maker.convolve(call, .conv) },
        "Pooling": { (maker, call) throws(ArchiveError) in try maker.pool(call) },
        "InnerProduct": { (maker, call) throws(ArchiveError) in try maker.connect(call) },
        "LRN": { (maker, call) throws(ArchiveError) in
            let settings = call.settings("lrn_param")
            guard settings.text("norm_region") ?? "ACROSS_CHANNELS" == "ACROSS_CHANNELS" else {
                return [maker.add(Operator("LRN", domain: "caffe"), call.name, call.inputs)]
            }
            return [
                maker.add(
                    .lrn, call.name, call.inputs,
                    [
                        "size": .int(settings.int("local_size") ?? 5), "alpha": .float(settings.float("alpha") ?? 1),
                        "beta": .float(settings.float("beta") ?? 0.75), "bias": .float(settings.float("k") ?? 1),
                    ])
            ]
        },
        "ReLU": { (maker, call) throws(ArchiveError) in
            let slope = call.settings("relu_param").float("negative_slope") ?? 0
            return [
                slope == 0
                    ? maker.add(.relu, call.name, call.inputs)
                    : maker.add(Operator("LeakyRelu"), call.name, call.inputs, ["alpha": .float(slope)])
            ]
        },
        "PReLU": { (maker, call) throws(ArchiveError) in
            let channels = maker.channels(call.inputs[0])
            let isShared = call.settings("prelu_param").bool("channel_shared") ?? false
            let slope = try maker.array(
                call, 0, shape: { [$0.count, 1, 1] }, paper: isShared ? [1, 1, 1] : channels.map { [$0, 1, 1] })
            return [maker.add(.prelu, call.name, [call.inputs[0], slope.name])]
        },
        "ELU": { (maker, call) throws(ArchiveError) in
            let alpha = call.settings("elu_param").float("alpha") ?? 1
            return [maker.add(Operator("Elu"), call.name, call.inputs, ["alpha": .float(alpha)])]
        },
        "Sigmoid": map("Sigmoid"), "TanH": map("Tanh"), "AbsVal": map("Abs"), "BNLL": map("Softplus"),
        "Dropout": { (maker, call) throws(ArchiveError) in [maker.add(.dropout, call.name, [call.inputs[0]])] },
        "Split": { (maker, call) throws(ArchiveError) in
            let copy = maker.add(.identity, call.name, [call.inputs[0]])
            return call.layer.tops.map { _ in copy }
        },
        "Softmax": softmax, "SoftmaxWithLoss": softmax,
        "Exp": { (maker, call) throws(ArchiveError) in
            let settings = call.settings("exp_param")
            guard (settings.float("base") ?? -1) < 0, settings.float("scale") ?? 1 == 1,
                settings.float("shift") ?? 0 == 0
            else { return [maker.add(Operator("Exp", domain: "caffe"), call.name, call.inputs)] }
            return [maker.add(Operator("Exp"), call.name, call.inputs)]
        },
        "Power": { (maker, call) throws(ArchiveError) in maker.power(call) },
        "Eltwise": { (maker, call) throws(ArchiveError) in try maker.combine(call) },
        "BatchNorm": { (maker, call) throws(ArchiveError) in try maker.normalize(call) },
        "Scale": { (maker, call) throws(ArchiveError) in try maker.scale(call) },
        "Bias": { (maker, call) throws(ArchiveError) in
            let channels = maker.channels(call.inputs[0])
            let offset = try maker.array(call, 0, shape: { [$0.count, 1, 1] }, paper: channels.map { [$0, 1, 1] })
            return [maker.add(.add, call.name, [call.inputs[0], offset.name])]
        },
        "Concat": { (maker, call) throws(ArchiveError) in
            let settings = call.settings("concat_param")
            let axis = settings.int("axis") ?? settings.int("concat_dim") ?? 1
            let counts = call.inputs.map { maker.channels($0) }
            let sum = axis == 1 && !counts.contains(nil) ? Count.sum(counts.compactMap(\.self)) : counts.first ?? nil
            return [maker.add(.concat, call.name, call.inputs, ["axis": .int(axis)], channels: sum)]
        },
        "Flatten": { (maker, call) throws(ArchiveError) in
            let settings = call.settings("flatten_param")
            guard settings.int("axis") ?? 1 == 1, settings.int("end_axis") ?? -1 == -1 else {
                return [maker.add(Operator("Flatten", domain: "caffe"), call.name, call.inputs)]
            }
            return [maker.add(.flatten, call.name, call.inputs, ["axis": .int(1)])]
        },
        "Reshape": { (maker, call) throws(ArchiveError) in
            let settings = call.settings("reshape_param")
            let sizes = settings.message("shape").ints("dim")
            guard settings.int("axis") ?? 0 == 0, settings.int("num_axes") ?? -1 == -1, !sizes.isEmpty else {
                return [maker.add(Operator("Reshape", domain: "caffe"), call.name, call.inputs)]
            }
            let target = maker.constant("\(call.name)/shape", whole: sizes)
            return [maker.add(.reshape, call.name, [call.inputs[0], target])]
        },
        "Permute": { (maker, call) throws(ArchiveError) in
            let order = call.settings("permute_param").ints("order")
            return [maker.add(.transpose, call.name, call.inputs, ["perm": .ints(order)])]
        },
        "Slice": { (maker, call) throws(ArchiveError) in try maker.slice(call) },
        "Crop": { (maker, call) throws(ArchiveError) in try maker.crop(call) },
    ]

    private static func map(_ op: String) -> Rule {
        { (maker, call) throws(ArchiveError) in [maker.add(Operator(op), call.name, [call.inputs[0]])] }
    }

    private static let softmax: Rule = { (maker, call) throws(ArchiveError) in
        let axis = call.settings("softmax_param").int("axis") ?? 1
        return [maker.add(.softmax, call.name, [call.inputs[0]], ["axis": .int(axis)])]
    }
}
