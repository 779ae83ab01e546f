import Networks

/// Convolutions and fully connected layers, with their activations.
extension KerasRules {
    static let convolutions: [String: Rule] = [
        "Conv1D": convolution, "Conv2D": convolution, "Conv3D": convolution, "Convolution1D": convolution,
        "Convolution2D": convolution, "Convolution3D": convolution, "AtrousConvolution2D": convolution,
        "DepthwiseConv1D": depthwise, "DepthwiseConv2D": depthwise, "SeparableConv1D": separable,
        "SeparableConv2D": separable, "SeparableConvolution2D": separable, "Conv1DTranspose": transposed,
        "Conv2DTranspose": transposed, "Conv3DTranspose": transposed, "Convolution2DTranspose": transposed,
        "Dense": dense, "TimeDistributedDense": dense,
    ]

    private static let convolution: Rule = { (maker, call) throws(ArchiveError) in
        let tensors = maker.tensors(call)
        let stored = try kernel(tensors.first, call, maker)
        let weight = maker.constant(isTheano(call, stored) ? stored : stored.permuted(outputsFirst(stored)))
        var settings = try window(call, stored, maker)
        let groups = call.config["groups"]?.int ?? 1
        if groups != 1 { settings["group"] = .int(groups) }
        let bias = bias(tensors, at: 1, call, &maker)
        let input = try call.input(maker)
        let shape = maps(call, channels: stored.shape.last)
        return try maker.activated(call, shape: shape) { (maker, name) in
            maker.add(.conv, name, [input, weight] + bias, settings, shape: shape)
        }
    }

    /// Each channel by kernels of its own: row, column, input, kernels of each.
    private static let depthwise: Rule = { (maker, call) throws(ArchiveError) in
        let tensors = maker.tensors(call)
        let input = try call.input(maker)
        let (weight, channels, settings) = try perChannel(tensors.first, call, &maker)
        let bias = bias(tensors, at: 1, call, &maker)
        let shape = maps(call, channels: channels)
        return try maker.activated(call, shape: shape) { (maker, name) in
            maker.add(.conv, name, [input, weight] + bias, settings, shape: shape)
        }
    }

    /// Each channel by itself, then all channels at each place.
    private static let separable: Rule = { (maker, call) throws(ArchiveError) in
        let tensors = maker.tensors(call)
        let (weight, channels, settings) = try perChannel(tensors.first, call, &maker)
        let stored = try kernel(tensors.dropFirst().first, call, maker)
        let inner = maker.add(
            .conv, maker.part(call, "depthwise"), [try call.input(maker), weight], settings,
            shape: maps(call, channels: channels))
        let point = maker.constant(stored.permuted(outputsFirst(stored)))
        let bias = bias(tensors, at: 2, call, &maker)
        let shape = maps(call, channels: stored.shape.last)
        return try maker.activated(call, "pointwise", shape: shape) { (maker, name) in
            maker.add(
                .conv, name, [inner, point] + bias,
                call.layout.merging(.window(kernel: Array(stored.shape.dropLast(2)))) { $1 }, shape: shape)
        }
    }

    private static let transposed: Rule = { (maker, call) throws(ArchiveError) in
        let tensors = maker.tensors(call)
        let stored = try kernel(tensors.first, call, maker)
        // Row, column, output, input: input and output first, as ONNX has it.
        let weight = maker.constant(stored.permuted(outputsFirst(stored)))
        let axes = call.axes
        let kernel = Array(stored.shape.dropLast(2))
        let strides = try call.sizes(["strides", "subsample"], axes: axes, maker) ?? kernel.map { _ in 1 }
        let dilations = try call.sizes(["dilation_rate"], axes: axes, maker) ?? kernel.map { _ in 1 }
        var extra: [Int?] = kernel.map { _ in nil }
        if let asked = call.config["output_padding"] {
            guard let ints = asked.ints, [1, axes].contains(ints.count), ints.allSatisfy((0...1 << 20).contains) else {
                throw maker.refused(call.name, "output_padding is \(axes) numbers from 0")
            }
            extra = ints.count == axes ? ints : kernel.map { _ in ints[0] }
        }
        let isSame = (call.config["padding"] ?? call.config["border_mode"])?.text == "same"
        let sides = kernel.indices.map { axis in
            margins(
                span: dilations[axis] * (kernel[axis] - 1) + 1, stride: strides[axis], extra: extra[axis],
                isSame: isSame)
        }
        var settings: [String: Attribute] = .window(kernel: kernel, strides: strides, dilations: dilations)
        settings["pads"] = .ints(sides.map(\.before) + sides.map(\.after))
        settings["output_padding"] = .ints(sides.map(\.extra))
        let bias = bias(tensors, at: 1, call, &maker)
        let input = try call.input(maker)
        let shape = maps(call, channels: stored.shape[axes])
        return try maker.activated(call, shape: shape) { [settings] (maker, name) in
            maker.add(
                .convTranspose, name, [input, weight] + bias, settings.merging(call.layout) { $1 }, shape: shape)
        }
    }

    /// What a transposed convolution cuts off and adds, so that a convolution would lead back.
    ///
    /// - Parameter extra: outputs that are asked for beyond the fewest; as many as inputs times stride if left out.
    private static func margins(
        span: Int, stride: Int, extra: Int?, isSame: Bool
    ) -> (before: Int, after: Int, extra: Int) {
        // Outputs beyond stride · (inputs − 1): the convolution that leads back pads by what is missing.
        let ending =
            if let extra { isSame ? span - 2 * (span / 2) + extra : span + extra } else {
                isSame ? stride : max(span, stride)
            }
        let cut = max(0, span - ending)
        return (cut / 2, cut - cut / 2, max(0, ending - span))
    }

    private static let dense: Rule = { (maker, call) throws(ArchiveError) in
        let tensors = maker.tensors(call)
        guard let kernel = tensors.first, kernel.shape.count == 2 else {
            throw maker.refused(call.name, "its kernel of input × output is expected in the file")
        }
        let input = try call.input(maker)
        let weight = maker.constant(kernel)
        let bias = bias(tensors, at: 1, call, &maker)
        let known = maker.shape(input)
        let shape = known.map { Array($0.dropLast()) + [kernel.shape[1]] }
        return try maker.activated(call, shape: shape) { (maker, name) in
            if known?.count == 2 { return maker.add(.gemm, name, [input, weight] + bias, shape: shape) }
            guard !bias.isEmpty else { return maker.add(.matMul, name, [input, weight], shape: shape) }
            let product = maker.add(.matMul, maker.part(call, "MatMul"), [input, weight], shape: shape)
            return maker.add(.add, name, [product] + bias, shape: shape)
        }
    }

    /// The kernel of a depthwise convolution as ONNX has it, one input each; how many channels come out, and the window.
    private static func perChannel(
        _ tensor: StoredTensor?, _ call: KerasLayerCall, _ maker: inout KerasNetwork
    ) throws(ArchiveError) -> (weight: String, channels: Int, settings: [String: Attribute]) {
        let stored = try kernel(tensor, call, maker)
        let axes = stored.shape.count - 2
        let (inputs, each) = (stored.shape[axes], stored.shape[axes + 1])
        let order = [axes, axes + 1] + (0..<axes)
        let channels = Count.product([inputs, each])
        let weight = maker.constant(stored.permuted(order, shape: [channels, 1] + stored.shape.dropLast(2)))
        var settings = try window(call, stored, maker)
        settings["group"] = .int(inputs)
        return (weight, channels, settings)
    }

    private static func kernel(
        _ tensor: StoredTensor?, _ call: KerasLayerCall, _ maker: KerasNetwork
    ) throws(ArchiveError) -> StoredTensor {
        // Keras 1 keeps kernels of one axis with an axis of size 1 between.
        guard var tensor else { throw maker.refused(call.name, "its kernel is expected in the file") }
        if call.axes == 1, tensor.shape.count == 4, tensor.shape[1] == 1 {
            tensor = StoredTensor(
                name: tensor.name, shape: [tensor.shape[0]] + tensor.shape.dropFirst(2), storage: tensor.storage)
        }
        guard tensor.shape.count == call.axes + 2, tensor.shape.allSatisfy({ $0 > 0 }) else {
            throw maker.refused(
                call.name, "a kernel of \(call.axes + 2) axes is expected, it has the shape \(shapeText(tensor.shape))")
        }
        return tensor
    }

    /// Whether a kernel lies as Theano has it, output and input first.
    private static func isTheano(_ call: KerasLayerCall, _ kernel: StoredTensor) -> Bool {
        call.config["dim_ordering"]?.text == "th" && kernel.shape[0] == call.config["nb_filter"]?.int
    }

    static func outputsFirst(_ kernel: StoredTensor) -> [Int] {
        let rank = kernel.shape.count
        return [rank - 1, rank - 2] + (0..<rank - 2)
    }

    private static func bias(
        _ tensors: [StoredTensor], at place: Int, _ call: KerasLayerCall, _ maker: inout KerasNetwork
    ) -> [String] {
        guard tensors.indices.contains(place), tensors[place].shape.count == 1,
            (call.config["use_bias"] ?? call.config["bias"])?.bool ?? true
        else { return [] }
        return [maker.constant(tensors[place])]
    }

    /// The settings of a window that slides; `causal` pads before alone.
    static func window(
        _ call: KerasLayerCall, _ kernel: StoredTensor, _ maker: KerasNetwork
    ) throws(ArchiveError) -> [String: Attribute] {
        let axes = call.axes
        let isTheano = isTheano(call, kernel)
        let sizes = isTheano ? Array(kernel.shape.dropFirst(2)) : Array(kernel.shape.dropLast(2))
        let strides = try call.sizes(["strides", "subsample", "subsample_length"], axes: axes, maker)
        let dilations = try call.sizes(["dilation_rate", "atrous_rate"], axes: axes, maker)
        var settings: [String: Attribute] = .window(kernel: sizes, strides: strides, dilations: dilations)
        switch (call.config["padding"] ?? call.config["border_mode"])?.text {
        case "same": settings["auto_pad"] = .string("SAME_UPPER")
        case "causal" where axes == 1: settings["pads"] = .ints([(dilations?[0] ?? 1) * (sizes[0] - 1), 0])
        default: break
        }
        return settings.merging(call.layout) { $1 }
    }

    /// The shape of maps, of which the channels are known.
    static func maps(_ call: KerasLayerCall, channels: Int?) -> [Int?] {
        let open = [Int?](repeating: nil, count: call.axes)
        return call.isChannelsLast ? [nil] + open + [channels] : [nil, channels] + open
    }
}
