import Networks

/// Convolutions, pools, fully connected layers, and what takes axes together.
extension TFLiteNetwork {
    private static let layout: [String: Attribute] = ["data_format": .string("NHWC")]

    static let windows: [Int: Rule] = [
        3: { (maker, call) throws(ArchiveError) in
            try maker.convolve(call, order: [0, 3, 1, 2], activation: 3, dilations: (4, 5))
        },
        4: { (maker, call) throws(ArchiveError) in
            try maker.convolve(call, order: [3, 0, 1, 2], activation: 4, dilations: (5, 6))
        },
        67: { (maker, call) throws(ArchiveError) in try maker.spread(call) },
        1: { (maker, call) throws(ArchiveError) in try maker.pool(.averagePool, call) },
        17: { (maker, call) throws(ArchiveError) in try maker.pool(.maxPool, call) },
        12: { (maker, call) throws(ArchiveError) in try maker.pool(.lpPool, call) },
        13: { (maker, call) throws(ArchiveError) in
            let radius = min(max(0, try call.node.int(0)), 1 << 20)
            let size = 2 * radius + 1
            // α here is of each square, there of their mean.
            maker.add(
                .lrn, try call.inputs(&maker, 1), giving: [call.output],
                [
                    "size": .int(size), "bias": .float(try call.node.float(1)),
                    "alpha": .float(try call.node.float(2) * Float(size)), "beta": .float(try call.node.float(3)),
                ].merging(layout) { $1 })
        },
    ]

    /// Margins and steps: padding first, then steps along columns and rows.
    private func window(
        _ call: TFLiteCall, kernel: [Int], dilations: [Int] = [1, 1]
    ) throws(ArchiveError) -> [String: Attribute] {
        var settings: [String: Attribute] = .window(
            kernel: kernel, strides: [try call.node.int(2), try call.node.int(1)], dilations: dilations)
        if try call.node.byte(0) == 0 { settings["auto_pad"] = .string("SAME_UPPER") }
        return settings.merging(Self.layout) { $1 }
    }

    private mutating func convolve(
        _ call: TFLiteCall, order: [Int], activation: Int, dilations: (column: Int, row: Int)
    ) throws(ArchiveError) {
        let node = call.node
        let input = try name(call.dilated?.input ?? node.inputs.first ?? -1)
        guard node.inputs.count > 1, !input.isEmpty else {
            throw refused(call.output, "an image and a weight are expected")
        }
        guard let (weight, shape) = try weight(node.inputs[1], order) else {
            // A weight that is computed is brought into order when the network runs.
            guard call.dilated == nil else { throw refused(call.output, "its weight is stored") }
            let turned = add(
                .transpose, [try name(node.inputs[1])], giving: [part(call.output, "weight")], ["perm": .ints(order)])
            let kernel = try Array(tensors.openShape(node.inputs[1]).dropFirst().prefix(2))
            guard kernel.count == 2, kernel.allSatisfy({ $0 > 0 }) else {
                throw refused(call.output, "its weight has four axes")
            }
            return try convolve(call, input, turned, [0, 0] + kernel, activation, dilations)
        }
        guard shape.count == 4, shape.allSatisfy({ $0 > 0 }) else {
            throw refused(call.output, "its weight has four axes, none empty")
        }
        try convolve(call, input, weight, shape, activation, dilations)
    }

    private mutating func convolve(
        _ call: TFLiteCall, _ input: String, _ weight: String, _ shape: [Int], _ activation: Int,
        _ dilations: (column: Int, row: Int)
    ) throws(ArchiveError) {
        let node = call.node
        let steps = [try node.int(dilations.row, default: 1), try node.int(dilations.column, default: 1)]
        let block = call.dilated?.block ?? [1, 1]
        guard steps.allSatisfy((1...1 << 20).contains) else { throw refused(call.output, "its dilations are from 1") }
        var settings = try window(
            call, kernel: Array(shape.suffix(2)), dilations: zip(steps, block).map { $0 * $1 })
        if let dilated = call.dilated {
            guard let pads = try integers(dilated.paddings), let crops = try integers(dilated.crops), pads.count == 4,
                crops.count == 4, (pads + crops).allSatisfy((0...1 << 24).contains), settings["auto_pad"] == nil
            else { throw refused(call.output, "its paddings and crops are stored") }
            let margins = zip(pads, crops).map { $0 - $1 }
            settings["pads"] = .ints([margins[0], margins[2], margins[1], margins[3]])
        }
        let channels = try tensors.channels(of: call.dilated?.input ?? node.inputs[0])
        if node.code == 4 {
            settings["group"] = .int(channels)
        } else if shape[1] > 0, channels > shape[1], channels.isMultiple(of: shape[1]) {
            settings["group"] = .int(channels / shape[1])
        }
        var inputs = [input, weight]
        if node.inputs.count > 2, node.inputs[2] >= 0 { inputs.append(try name(node.inputs[2])) }
        try add(.conv, inputs, giving: call.output, settings, activation: node.byte(activation))
    }

    /// A transposed convolution, whose output's size is given.
    private mutating func spread(_ call: TFLiteCall) throws(ArchiveError) {
        let node = call.node
        guard node.inputs.count > 2 else { throw refused(call.output, "a size, a weight and an image are expected") }
        try spread(
            call, image: node.inputs[2], bias: node.inputs.count > 3 ? node.inputs[3] : -1,
            isSame: node.byte(0) == 0, strides: [node.int(2), node.int(1)], activation: node.byte(3))
    }

    /// That of MediaPipe, which is not built in: image, weight and bias; padding, steps along columns and rows.
    static let transposedWithBias: Rule = { (maker, call) throws(ArchiveError) in
        let (node, settings) = (call.node, call.node.customOptions)
        guard node.inputs.count == 3, settings.count >= 3, (1...2).contains(settings[0]) else {
            throw maker.refused(call.output, "an image, a weight and a bias, padding and steps are expected")
        }
        try maker.spread(
            call, image: node.inputs[0], bias: node.inputs[2], isSame: settings[0] == 1,
            strides: [settings[2], settings[1]], activation: 0)
    }

    private mutating func spread(
        _ call: TFLiteCall, image: Int, bias: Int, isSame: Bool, strides: [Int], activation: Int
    ) throws(ArchiveError) {
        let node = call.node
        guard let (weight, shape) = try weight(node.inputs[1], [3, 0, 1, 2]) else {
            throw refused(call.output, "its weight of output × row × column × input is stored")
        }
        guard strides.allSatisfy((1...1 << 20).contains) else { throw refused(call.output, "its steps are from 1") }
        let (from, to) = (try tensors.openShape(image), try tensors.openShape(node.outputs.first ?? -1))
        var (before, after, extra): ([Int], [Int], [Int]) = ([], [], [])
        for axis in 0..<2 {
            let span = shape[axis + 2]
            let isKnown = from.count == 4 && to.count == 4 && from[axis + 1] > 0 && to[axis + 1] > 0
            // Outputs beyond stride · (inputs − 1); the convolution that leads back pads by what is missing.
            let ending =
                isKnown
                ? to[axis + 1] - strides[axis] * (from[axis + 1] - 1)
                : isSame ? strides[axis] : max(span, strides[axis])
            let cut = max(0, span - ending)
            before.append(isSame ? cut / 2 : 0)
            after.append(isSame ? cut - cut / 2 : cut)
            extra.append(max(0, ending - span))
        }
        var settings: [String: Attribute] = .window(kernel: Array(shape.suffix(2)), strides: strides)
        settings["pads"] = .ints(before + after)
        settings["output_padding"] = .ints(extra)
        var inputs = [try name(image), weight]
        if bias >= 0 { inputs.append(try name(bias)) }
        try add(
            .convTranspose, inputs, giving: call.output, settings.merging(Self.layout) { $1 }, activation: activation)
    }

    private mutating func pool(_ op: Operator, _ call: TFLiteCall) throws(ArchiveError) {
        let kernel = [try call.node.int(4), try call.node.int(3)]
        try add(
            op, try call.inputs(&self, 1), giving: call.output, try window(call, kernel: kernel),
            activation: call.node.byte(5))
    }

    // MARK: Sums

    static let sums: [Int: Rule] = [
        9: { (maker, call) throws(ArchiveError) in try maker.connect(call) },
        126: { (maker, call) throws(ArchiveError) in
            var inputs = try call.inputs(&maker, 2)
            for place in 0..<2 where try call.node.byte(place) != 0 {
                let rank = try maker.tensors.openShape(call.node.inputs[place]).count
                guard rank >= 2 else { throw maker.refused(call.output, "it multiplies matrices") }
                inputs[place] = maker.add(
                    .transpose, [inputs[place]], giving: [maker.part(call.output, "turned")],
                    ["perm": .ints(Array(0..<rank - 2) + [rank - 1, rank - 2])])
            }
            maker.add(.matMul, inputs, giving: [call.output])
        },
        40: reduce(.reduceMean), 74: reduce(.reduceSum), 82: reduce(.reduceMax), 89: reduce(.reduceMin),
        81: reduce(.reduceProd),
        // x over its norm along the last axis.
        11: { (maker, call) throws(ArchiveError) in
            let input = try call.inputs(&maker, 1)[0]
            let norm = maker.add(
                .reduceL2, [input], giving: [maker.part(call.output, "norm")],
                ["axes": .ints([-1]), "keepdims": .int(1)])
            let least = maker.constant("\(call.output)/least", 1e-6)
            let safe = maker.add(.max, [norm, least], giving: [maker.part(call.output, "length")])
            try maker.add(.div, [input, safe], giving: call.output, activation: call.node.byte(0))
        },
    ]

    private static func reduce(_ op: Operator) -> Rule {
        { (maker, call) throws(ArchiveError) in
            let keeps = try call.node.byte(0) != 0
            guard let axes = try call.integers(1, &maker) else {
                throw maker.refused(call.output, "the axes that are taken together are stored")
            }
            maker.add(
                op, try call.inputs(&maker, 1), giving: [call.output],
                ["axes": .ints(axes), "keepdims": .int(keeps ? 1 : 0)])
        }
    }

    /// Each unit a weighted sum of all before it, or of those along the last axis.
    private mutating func connect(_ call: TFLiteCall) throws(ArchiveError) {
        let node = call.node
        var input = try call.inputs(&self, 2)[0]
        let shape = try tensors.openShape(node.inputs[0])
        let bias = node.inputs.count > 2 && node.inputs[2] >= 0 ? [try name(node.inputs[2])] : []
        let keepsAxes = try node.byte(2) != 0 && shape.count != 2
        let activation = try node.byte(0)
        guard keepsAxes else {
            let sizes = try tensors.openShape(node.inputs[1])
            guard sizes.count == 2, sizes[1] > 0 else { throw refused(call.output, "its weight is output × input") }
            if shape.count != 2 {
                let target = constant("\(call.output)/shape", whole: [-1, sizes[1]])
                input = add(.reshape, [input, target], giving: [part(call.output, "flat")])
            }
            let weight = try name(node.inputs[1])
            return try add(
                .gemm, [input, weight] + bias, giving: call.output, ["transB": .int(1)], activation: activation)
        }
        guard let (weight, _) = try weight(node.inputs[1], [1, 0]) else {
            throw refused(call.output, "its weight of output × input is stored")
        }
        guard let offset = bias.first else {
            return try add(.matMul, [input, weight], giving: call.output, activation: activation)
        }
        let product = add(.matMul, [input, weight], giving: [part(call.output, "MatMul")])
        try add(.add, [product, offset], giving: call.output, activation: activation)
    }
}
