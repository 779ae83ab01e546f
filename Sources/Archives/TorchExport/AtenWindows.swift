import Networks

/// Convolutions and pools.
extension AtenTranslation {
    static let convolutions: [String: Rule] = [
        "conv1d": { (t, call) throws(Untranslated) in try convolved(&t, call) },
        "conv2d": { (t, call) throws(Untranslated) in try convolved(&t, call) },
        "conv3d": { (t, call) throws(Untranslated) in try convolved(&t, call) },
        "convolution": { (t, call) throws(Untranslated) in
            try convolved(&t, call, transposed: call.flag("transposed") ?? false)
        },
        "_convolution": { (t, call) throws(Untranslated) in
            try convolved(&t, call, transposed: call.flag("transposed") ?? false)
        },
        "conv_transpose1d": { (t, call) throws(Untranslated) in try convolved(&t, call, transposed: true) },
        "conv_transpose2d": { (t, call) throws(Untranslated) in try convolved(&t, call, transposed: true) },
        "conv_transpose3d": { (t, call) throws(Untranslated) in try convolved(&t, call, transposed: true) },
    ]

    private static func convolved(
        _ t: inout AtenTranslation, _ call: AtenCall, transposed: Bool = false
    ) throws(Untranslated) -> [String] {
        guard let weight = try call.tensor("weight") else { throw Untranslated() }
        let axes = try t.rank(weight) - 2
        guard axes > 0 else { throw Untranslated() }
        let dilations = try call.ints("dilation", axes: axes, or: 1)
        var attributes: [String: Attribute] = [
            "strides": .ints(try call.ints("stride", axes: axes, or: 1)), "dilations": .ints(dilations),
            "group": .int(try call.int("groups") ?? 1),
        ]
        let kernel = try t.sizes(weight).dropFirst(2).compactMap(\.self)
        if kernel.count == axes { attributes["kernel_shape"] = .ints(kernel) }
        switch call.text("padding") {
        case "valid": attributes["pads"] = .ints([Int](repeating: 0, count: 2 * axes))
        case "same":
            // Of an odd number of rows the larger part comes after the map.
            guard kernel.count == axes, kernel.allSatisfy({ $0 < 1 << 20 }) else { throw Untranslated() }
            let total = zip(kernel, dilations).map { ($0 - 1) * $1 }
            attributes["pads"] = .ints(total.map { $0 / 2 } + total.map { $0 - $0 / 2 })
        default:
            let padding = try call.ints("padding", axes: axes, or: 0)
            attributes["pads"] = .ints(padding + padding)
        }
        if transposed { attributes["output_padding"] = .ints(try call.ints("output_padding", axes: axes, or: 0)) }
        let (input, isNew) = try t.batched(call.first, axes: axes)
        let bias = try call.tensor("bias")
        return try t.give(
            call, transposed ? "ConvTranspose" : "Conv", [input, weight] + (bias.map { [$0] } ?? []), attributes,
            dropsBatch: isNew)
    }

    static let pools: [String: Rule] = [
        "max_pool1d": largest(1), "max_pool2d": largest(2), "max_pool3d": largest(3),
        "max_pool1d_with_indices": largest(1), "max_pool2d_with_indices": largest(2),
        "max_pool3d_with_indices": largest(3),
        "avg_pool1d": mean(1), "avg_pool2d": mean(2), "avg_pool3d": mean(3),
        "adaptive_avg_pool1d": adaptive(1, "Average"), "adaptive_avg_pool2d": adaptive(2, "Average"),
        "adaptive_avg_pool3d": adaptive(3, "Average"), "_adaptive_avg_pool2d": adaptive(2, "Average"),
        "_adaptive_avg_pool3d": adaptive(3, "Average"),
        "adaptive_max_pool1d": adaptive(1, "Max"), "adaptive_max_pool2d": adaptive(2, "Max"),
        "adaptive_max_pool3d": adaptive(3, "Max"),
    ]

    private static func largest(_ axes: Int) -> Rule {
        { (t, call) throws(Untranslated) in try largest(&t, call, axes) }
    }

    private static func mean(_ axes: Int) -> Rule {
        { (t, call) throws(Untranslated) in try mean(&t, call, axes) }
    }

    private static func adaptive(_ axes: Int, _ kind: String) -> Rule {
        { (t, call) throws(Untranslated) in try adaptive(&t, call, axes, kind) }
    }

    /// Kernel, stride and padding of a pool; without a stride its windows lie side by side.
    private static func window(_ call: AtenCall, _ axes: Int) throws(Untranslated) -> [String: Attribute] {
        let kernel = try call.ints("kernel_size", axes: axes, or: 1)
        let padding = try call.ints("padding", axes: axes, or: 0)
        let stride = try call.ints("stride") ?? []
        return [
            "kernel_shape": .ints(kernel),
            "strides": .ints(stride.isEmpty ? kernel : try call.ints("stride", axes: axes, or: 1)),
            "pads": .ints(padding + padding), "ceil_mode": .int(call.flag("ceil_mode") == true ? 1 : 0),
        ]
    }

    /// The largest under a window, and where it is, if somebody asks.
    private static func largest(
        _ t: inout AtenTranslation, _ call: AtenCall, _ axes: Int
    ) throws(Untranslated) -> [String] {
        var attributes = try window(call, axes)
        attributes["dilations"] = .ints(try call.ints("dilation", axes: axes, or: 1))
        let (input, isNew) = try t.batched(call.first, axes: axes)
        return try t.givePool(call, "MaxPool", [input], attributes, dropsBatch: isNew)
    }

    private static func mean(
        _ t: inout AtenTranslation, _ call: AtenCall, _ axes: Int
    ) throws(Untranslated) -> [String] {
        var attributes = try window(call, axes)
        attributes["count_include_pad"] = .int(call.flag("count_include_pad") == false ? 0 : 1)
        let (input, isNew) = try t.batched(call.first, axes: axes)
        guard let divisor = try call.number("divisor_override") else {
            return try t.give(call, "AveragePool", [input], attributes, dropsBatch: isNew)
        }
        // A window that hangs over is divided by fewer.
        guard divisor != 0, call.flag("ceil_mode") != true, !isNew else { throw Untranslated() }
        attributes["count_include_pad"] = .int(1)
        let count = try call.ints("kernel_size", axes: axes, or: 1).reduce(1.0) { $0 * Double($1) }
        return t.give(
            call, "Mul", [t.emit("AveragePool", [input], attributes), try t.number(count / divisor, as: .float32)])
    }

    /// A pool of as many windows as are asked for: window *i* of *o* over *n* reaches from ⌊i·n/o⌋ to ⌈(i + 1)·n/o⌉.
    ///
    /// Where the windows are of one size and evenly apart this is a plain pool, and of one window a pool of the whole map.
    /// Else the places of each window are laid side by side, a short window filled up with its last place again.
    private static func adaptive(
        _ t: inout AtenTranslation, _ call: AtenCall, _ axes: Int, _ kind: String
    ) throws(Untranslated) -> [String] {
        let sizes = Array(try t.sizes(call.first).suffix(axes))
        guard let given = try call.wholes("output_size"), given.count == axes || given.count == 1 else {
            throw Untranslated()
        }
        var outputs: [Int] = []
        for axis in 0..<axes {
            guard case .known(let size) = given.count == 1 ? given[0] : given[axis] else { throw Untranslated() }
            outputs.append(size)
        }
        let isNew = try t.rank(call.first) == axes + 1
        guard outputs.contains(where: { $0 != 1 }) || isNew else {
            return try t.givePool(call, "Global\(kind)Pool", [call.first], [:], dropsBatch: false)
        }
        guard outputs.allSatisfy({ (1...1 << 16).contains($0) }) else { throw Untranslated() }
        var (kernel, stride): ([Int], [Int]) = ([], [])
        var (tensor, _) = try t.batched(call.first, axes: axes)
        var weights: [(axis: Int, shares: [Float])] = []
        for (axis, output) in outputs.enumerated() {
            guard let size = sizes[axis], (1...1 << 20).contains(size) else { throw Untranslated() }
            let windows = (0..<output).map { $0 * size / output..<(($0 + 1) * size + output - 1) / output }
            let (length, step) = (windows[0].count, output > 1 ? windows[1].lowerBound : 1)
            if step > 0, windows.enumerated().allSatisfy({ $1.count == length && $1.lowerBound == $0 * step }) {
                kernel.append(length)
                stride.append(step)
                continue
            }
            let longest = windows.map(\.count).max() ?? 1
            guard longest * output <= 1 << 20 else { throw Untranslated() }
            let places = windows.flatMap { window in
                (0..<longest).map { min(window.lowerBound + $0, window.upperBound - 1) }
            }
            tensor = t.emit("Gather", [tensor, try t.integers(places)], ["axis": .int(axis + 2)])
            weights.append(
                (
                    axis,
                    windows.flatMap { window in
                        (0..<longest).map { $0 < window.count ? Float(longest) / Float(window.count) : 0 }
                    }
                ))
            kernel.append(longest)
            stride.append(longest)
        }
        if kind == "Average" {
            for (axis, shares) in weights {
                let shape = [shares.count] + [Int](repeating: 1, count: axes - 1 - axis)
                tensor = t.emit("Mul", [tensor, try t.floats(shares, shape: shape)])
            }
        }
        return try t.givePool(
            call, "\(kind)Pool", [tensor], ["kernel_shape": .ints(kernel), "strides": .ints(stride)], dropsBatch: isNew)
    }

    /// Adds a pool, whose second output are the places of the largest; these are refused where they are read.
    private mutating func givePool(
        _ call: AtenCall, _ op: String, _ inputs: [String], _ attributes: [String: Attribute], dropsBatch: Bool
    ) throws(Untranslated) -> [String] {
        let second = call.outputs.dropFirst().first { !$0.isEmpty && isRead($0) }
        guard let second else { return try give(call, op, inputs, attributes, dropsBatch: dropsBatch) }
        guard op == "MaxPool", !dropsBatch, attributes["ceil_mode"] != nil else { throw Untranslated() }
        return give(call, op, inputs, attributes, outputs: [call.output, second])
    }
}
