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

    /// Rows and columns of a setting: one number for both, two, or each under its own name.
    private func pair(
        _ settings: CaffeMessage, _ both: String, _ each: String, or other: Int?, from least: Int, _ call: CaffeCall
    ) throws(ArchiveError) -> [Int] {
        let given = settings.ints(both)
        var sides = given.count == 2 ? given : [given.last, given.last].compactMap(\.self)
        if let height = settings.int("\(each)_h"), let width = settings.int("\(each)_w") { sides = [height, width] }
        if sides.isEmpty, let other { sides = [other, other] }
        guard sides.count == 2, sides.allSatisfy((least...1 << 24).contains) else {
            throw refused(call.layer, "\(both) is one number from \(least), or rows and columns, is expected")
        }
        return sides
    }

    private mutating func convolve(_ call: CaffeCall, _ op: Operator) throws(ArchiveError) -> [String] {
        let settings = call.settings("convolution_param")
        let kernel = try pair(settings, "kernel_size", "kernel", or: nil, from: 1, call)
        let strides = try pair(settings, "stride", "stride", or: 1, from: 1, call)
        let pads = try pair(settings, "pad", "pad", or: 0, from: 0, call)
        let dilations = try pair(settings, "dilation", "dilation", or: 1, from: 1, call)
        let isDepthwise = call.layer.type.contains("Depthwise")
        let read = channels(call.inputs[0])
        let group = isDepthwise ? read ?? 1 : call.layer.group
        guard let filters = settings.int("num_output"), filters > 0, group > 0, filters.isMultiple(of: group),
            read.map({ $0.isMultiple(of: group) }) ?? true
        else { throw refused(call.layer, "num_output from 1, which its groups part, is expected") }
        let weight = try array(
            call, 0,
            paper: read.map { (op == .convTranspose ? [$0, filters / group] : [filters, $0 / group]) + kernel })
        var names = [call.inputs[0], weight.name]
        if settings.bool("bias_term") ?? true, call.layer.blobs.isEmpty || call.layer.blobs.count > 1 {
            // Older files give a vector the shape 1 × 1 × 1 × n.
            names.append(try array(call, 1, shape: { [$0.count] }, paper: [filters]).name)
        }
        var attributes: [String: Attribute] = .window(
            kernel: kernel, strides: strides, dilations: dilations, padding: pads)
        if group > 1 { attributes["group"] = .int(group) }
        return [add(op, call.name, names, attributes, channels: filters)]
    }

    private mutating func pool(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("pooling_param")
        let kind = settings.text("pool") ?? "MAX"
        guard let op: Operator = ["MAX": .maxPool, "AVE": .averagePool, "0": .maxPool, "1": .averagePool][kind] else {
            return [add(Operator("Pooling", domain: "caffe"), call.name, call.inputs)]
        }
        if settings.bool("global_pooling") ?? false {
            return [add(op == .maxPool ? .globalMaxPool : .globalAveragePool, call.name, [call.inputs[0]])]
        }
        let kernel = try pair(settings, "kernel_size", "kernel", or: nil, from: 1, call)
        let strides = try pair(settings, "stride", "stride", or: 1, from: 1, call)
        let pads = try pair(settings, "pad", "pad", or: 0, from: 0, call)
        var attributes: [String: Attribute] = .window(kernel: kernel, strides: strides, padding: pads)
        if settings.text("round_mode") ?? "CEIL" == "CEIL" { attributes["ceil_mode"] = .int(1) }
        // Padding counts in a mean.
        if op == .averagePool, pads != [0, 0] { attributes["count_include_pad"] = .int(1) }
        return [add(op, call.name, [call.inputs[0]], attributes)]
    }

    private mutating func connect(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("inner_product_param")
        let isTurned = settings.bool("transpose") ?? false
        guard let units = settings.int("num_output"), (1...1 << 28).contains(units), settings.int("axis") ?? 1 == 1
        else {
            throw refused(call.layer, "num_output from 1 is expected, of all elements of an image")
        }
        let read = shape(call.inputs[0]).map { elementCount(Array($0.dropFirst())) }
        let weight = try array(
            call, 0,
            shape: { blob in
                let inputs = blob.count / units
                return isTurned ? [inputs, units] : [units, inputs]
            }, paper: read.map { isTurned ? [$0, units] : [units, $0] })
        var names = [weight.name]
        if settings.bool("bias_term") ?? true, call.layer.blobs.isEmpty || call.layer.blobs.count > 1 {
            names.append(try array(call, 1, shape: { [$0.count] }, paper: [units]).name)
        }
        var input = call.inputs[0]
        if shape(input)?.count != 2 { input = add(.flatten, part(call, "flat"), [input], ["axis": .int(1)]) }
        return [add(.gemm, call.name, [input] + names, ["transB": .int(isTurned ? 0 : 1)], channels: units)]
    }

    /// (shift + scale · x)^power.
    private mutating func power(_ call: CaffeCall) -> [String] {
        let settings = call.settings("power_param")
        let steps: [(op: Operator, value: Float, neutral: Float)] = [
            (.mul, settings.float("scale") ?? 1, 1), (.add, settings.float("shift") ?? 0, 0),
            (Operator("Pow"), settings.float("power") ?? 1, 1),
        ]
        let needed = steps.filter { $0.value != $0.neutral }
        var result = call.inputs[0]
        guard !needed.isEmpty else { return [add(.identity, call.name, [result])] }
        for (place, step) in needed.enumerated() {
            let number = constant("\(call.name)/number\(place)", [step.value], shape: [])
            let name = place == needed.count - 1 ? call.name : part(call, step.op.name)
            result = add(step.op, name, [result, number])
        }
        return [result]
    }

    private mutating func combine(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("eltwise_param")
        let factors = settings.texts("coeff").compactMap { Float($0) }
        let op: Operator
        switch settings.text("operation") ?? "SUM" {
        case "PROD": op = .mul
        case "MAX": op = .max
        default: op = .add
        }
        var operands = call.inputs
        if op == .add, factors.count == operands.count, factors.contains(where: { $0 != 1 }) {
            for (place, factor) in factors.enumerated() where factor != 1 {
                let number = constant("\(call.name)/coeff\(place)", [factor], shape: [])
                operands[place] = add(.mul, part(call, "part"), [operands[place], number])
            }
        }
        guard operands.count > 1 else { return [add(.identity, call.name, operands)] }
        var result = operands[0]
        for (place, operand) in operands.dropFirst().enumerated() {
            let name = place + 2 == operands.count ? call.name : part(call, op.name)
            result = add(op, name, [result, operand])
        }
        return [result]
    }

    /// By a mean and a variance that are stored as sums, with their number behind them.
    private mutating func normalize(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let channels = channels(call.inputs[0])
        let mean = try array(call, 0, shape: { [$0.count] }, paper: channels.map { [$0] })
        let variance = try array(call, 1, shape: { [$0.count] }, paper: channels.map { [$0] })
        let count = mean.shape[0]
        guard count <= file.mostFilled else { throw refused(call.layer, "fewer channels are expected") }
        var moments = [mean.name, variance.name]
        if call.layer.blobs.count > 2 {
            let sum = try array(call, 2, shape: { [$0.count] }, paper: [1])
            for place in 0..<2 {
                moments[place] = add(.div, part(call, ["mean", "variance"][place]), [moments[place], sum.name])
            }
        }
        let ones = constant("\(call.name)/scale", [Float](repeating: 1, count: count))
        let zeros = constant("\(call.name)/offset", [Float](repeating: 0, count: count))
        let epsilon = call.settings("batch_norm_param").float("eps") ?? 1e-5
        return [
            add(
                .batchNormalization, call.name, [call.inputs[0], ones, zeros] + moments, ["epsilon": .float(epsilon)])
        ]
    }

    /// Each channel times a learned number, and another added; or one tensor times another.
    private mutating func scale(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("scale_param")
        guard call.inputs.count == 1 else {
            // A factor for each channel, as squeeze and excitation has it.
            var factor = call.inputs[1]
            let axis = settings.int("axis") ?? 1
            if axis == 0, let rank = shape(factor)?.count, rank < 4 {
                factor = add(
                    .unsqueeze, part(call, "factor"), [factor], ["axes": .ints(Array(rank..<4))])
            }
            return [add(.mul, call.name, [call.inputs[0], factor])]
        }
        guard settings.int("axis") ?? 1 == 1, settings.int("num_axes") ?? 1 == 1 else {
            return [add(Operator("Scale", domain: "caffe"), call.name, call.inputs)]
        }
        let rank = shape(call.inputs[0])?.count ?? 4
        let ones = [Int](repeating: 1, count: max(0, rank - 2))
        let channels = channels(call.inputs[0])
        let factor = try array(call, 0, shape: { [$0.count] + ones }, paper: channels.map { [$0] + ones })
        guard settings.bool("bias_term") ?? false else {
            return [add(.mul, call.name, [call.inputs[0], factor.name])]
        }
        let offset = try array(call, 1, shape: { [$0.count] + ones }, paper: channels.map { [$0] + ones })
        let scaled = add(.mul, part(call, "scaled"), [call.inputs[0], factor.name])
        return [add(.add, call.name, [scaled, offset.name])]
    }

    private mutating func slice(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("slice_param")
        let axis = settings.int("axis") ?? settings.int("slice_dim") ?? 1
        let points = settings.ints("slice_point")
        let count = call.layer.tops.count
        let outputs = (0..<count).map { $0 == 0 ? call.name : part(call, "\($0)") }
        let known = shape(call.inputs[0])
        let size =
            axis == 1 ? channels(call.inputs[0]) : known.flatMap { $0.indices.contains(axis) ? $0[axis] : nil }
        guard !points.isEmpty else {
            add(
                .split, call.name, [call.inputs[0]], ["axis": .int(axis), "num_outputs": .int(count)], giving: outputs,
                channels: axis == 1 ? size.map { $0 / max(1, count) } : nil)
            return outputs
        }
        let ends = points + [size ?? Int.max]
        let sizes = zip([0] + points, ends).map { $1 - $0 }
        guard size != nil, points.count == count - 1, sizes.allSatisfy({ $0 > 0 }) else {
            throw refused(call.layer, "its slice_point part the channels that it reads into \(count)")
        }
        let parts = constant("\(call.name)/sizes", whole: sizes)
        add(.split, call.name, [call.inputs[0], parts], ["axis": .int(axis)], giving: outputs)
        return outputs
    }

    /// The first tensor cut to the second's size from an axis on.
    private mutating func crop(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("crop_param")
        let axis = settings.int("axis") ?? 2
        let given = settings.ints("offset")
        guard call.inputs.count == 2, (0..<4).contains(axis), [0, 1, 4 - axis].contains(given.count) else {
            throw refused(call.layer, "an image, another of its size, and an offset for each axis are expected")
        }
        let axes = Array(axis..<4)
        let starts = axes.indices.map { given.isEmpty ? 0 : given.count == 1 ? given[0] : given[$0] }
        let size = add(.shape, part(call, "size"), [call.inputs[1]], ["start": .int(axis)])
        let from = constant("\(call.name)/offset", whole: starts)
        let to = add(.add, part(call, "end"), [size, from])
        let along = constant("\(call.name)/axes", whole: axes)
        return [add(.slice, call.name, [call.inputs[0], from, to, along])]
    }
}
