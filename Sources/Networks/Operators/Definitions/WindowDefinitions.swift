/// Windows along one axis and along three, by windows along two; norms under windows, by means.
extension Definition {
    static let windows: [Operator: @Sendable (inout Definition) throws(NetworkError) -> Void] = [
        .conv: { (definition) throws(NetworkError) in try definition.convolution() },
        .convTranspose: { (definition) throws(NetworkError) in try definition.transposedConvolution() },
        .maxPool: { (definition) throws(NetworkError) in try definition.pool() },
        .averagePool: { (definition) throws(NetworkError) in try definition.pool() },
        .lpPool: { (definition) throws(NetworkError) in try definition.norm() },
        .globalLpPool: { (definition) throws(NetworkError) in try definition.globalNorm() },
    ]

    private mutating func convolution() throws(NetworkError) {
        switch instance.shape(0)?.count {
        case 3: try alongOneAxis()
        case 5: try alongThreeAxes()
        default: break
        }
    }

    private mutating func transposedConvolution() throws(NetworkError) {
        switch instance.shape(0)?.count {
        case 3: try alongOneAxis()
        case 5: try transposedAlongThreeAxes()
        default: break
        }
    }

    private mutating func pool() throws(NetworkError) {
        switch instance.shape(0)?.count {
        case 3: try alongOneAxis()
        case 5: try poolOfThreeAxes()
        default: break
        }
    }

    /// Batch × channel × place as one row of places.
    private mutating func alongOneAxis() throws(NetworkError) {
        guard instance.shape(0)?.count == 3 else { return }
        var attributes = node.attributes
        for name in ["kernel_shape", "strides", "dilations", "output_padding"] {
            attributes[name] = node.ints(name).map { .ints([name == "output_padding" ? 0 : 1] + $0) }
        }
        attributes["pads"] = node.ints("pads").flatMap { $0.count == 2 ? .ints([0, $0[0], 0, $0[1]]) : nil }
        attributes["output_shape"] = node.ints("output_shape").map { .ints($0.dropLast() + [1] + $0.suffix(1)) }
        guard node.outputs.dropFirst().allSatisfy(\.isEmpty) else {
            throw instance.impossible("the places of the largest along one axis are asked for, which are not given")
        }
        let axis = integers([2])
        var inputs = [add(.unsqueeze, try input(0), axis)]
        if case .convolution = node.op.kind {
            inputs.append(add(.unsqueeze, try input(1), axis))
            if let bias = node.input(2) { inputs.append(bias) }
        }
        let rows = add(node.op, inputs, attributes: attributes)
        add(.squeeze, rows, axis, as: output)
    }

    /// Kernels of depth × row × column as the sum, over their depths, of kernels of row × column that slide over slices.
    private mutating func alongThreeAxes() throws(NetworkError) {
        let (input, weight) = (try shape(0), try shape(1))
        guard let windows = try instance.windows, weight.count == 5, windows[0].outputs > 0 else {
            throw instance.impossible("its weights are not of output × input × depth × row × column")
        }
        let depth = windows[0]
        guard depth.kernel <= 64 else { throw instance.impossible("a window of \(depth.kernel) slices is not run") }
        let last = (depth.outputs - 1) * depth.stride + depth.span - 1 - depth.before
        let pads = [0, 0, depth.before, 0, 0, 0, 0, max(0, last - input[2] + 1), 0, 0]
        let padded = add(.pad, try self.input(0), integers(pads))
        var attributes = node.attributes
        for name in ["kernel_shape", "strides", "dilations"] {
            attributes[name] = node.ints(name).map { .ints(Array($0.dropFirst())) }
        }
        attributes["pads"] = .ints(
            windows.dropFirst().map(\.before)
                + windows.dropFirst().enumerated().map { axis, window in
                    max(0, (window.outputs - 1) * window.stride + window.span - window.before - input[axis + 3])
                })
        attributes["auto_pad"] = nil
        let (batch, channels) = (input[0], input[1])
        var sum: String?
        for tap in 0..<depth.kernel {
            let start = tap * depth.dilation
            let slices = add(
                .slice, padded, integers([start]), integers([start + (depth.outputs - 1) * depth.stride + 1]),
                integers([2]), integers([depth.stride]))
            let ordered = add(.transpose, slices, attributes: ["perm": .ints([0, 2, 1, 3, 4])])
            let images = reshape(ordered, to: [batch * depth.outputs, channels, input[3], input[4]])
            let kernels = add(
                .gather, try self.input(1), scalar(tap), attributes: ["axis": .int(2)])
            let part = add(.conv, images, kernels, attributes: attributes)
            sum = sum.map { add(.add, $0, part) } ?? part
        }
        guard var maps = sum else { return }
        if let bias = node.input(2) { maps = add(.add, maps, reshape(bias, to: [1, weight[0], 1, 1])) }
        let sizes = windows.dropFirst().map(\.outputs)
        let volumes = reshape(maps, to: [batch, depth.outputs, weight[0]] + sizes)
        add(.transpose, volumes, attributes: ["perm": .ints([0, 2, 1, 3, 4])], as: output)
    }

    /// The largest, or the mean, under a box: along rows and columns, and then along depth.
    private mutating func poolOfThreeAxes() throws(NetworkError) {
        let input = try shape(0)
        guard let windows = try instance.windows, node.outputs.dropFirst().allSatisfy(\.isEmpty) else {
            throw instance.impossible("the places of the largest along three axes are asked for, which are not given")
        }
        func attributes(_ axes: [Int]) -> [String: Attribute] {
            var attributes = node.attributes
            for name in ["kernel_shape", "strides", "dilations"] {
                attributes[name] = node.ints(name).map { values in .ints(axes.map { $0 < 0 ? 1 : values[$0] }) }
            }
            attributes["pads"] = node.ints("pads").map { pads in
                .ints(axes.map { $0 < 0 ? 0 : pads[$0] } + axes.map { $0 < 0 ? 0 : pads[$0 + 3] })
            }
            return attributes
        }
        let sizes = windows.map(\.outputs)
        let slices = reshape(try self.input(0), to: [input[0], input[1] * input[2], input[3], input[4]])
        let maps = add(node.op, [slices], attributes: attributes([1, 2]))
        let columns = reshape(maps, to: [input[0], input[1], input[2], sizes[1] * sizes[2]])
        let pooled = add(node.op, [columns], attributes: attributes([0, -1]))
        _ = reshape(pooled, to: [input[0], input[1]] + sizes, as: output)
    }

    /// (Σ |x|ᵖ)^(1/p) under a window: the mean of the powers, times how many they are.
    private mutating func norm() throws(NetworkError) {
        guard let windows = try instance.windows else { throw instance.impossible("its shape is not known") }
        let power = Float(node.int("p") ?? 2)
        let powers = add(.pow, add(.abs, try input(0)), floats([power], shape: []))
        var attributes = node.attributes
        attributes["p"] = nil
        attributes["count_include_pad"] = .int(1)
        let means = add(.averagePool, powers, attributes: attributes)
        let count = Float(Count.product(windows.map(\.kernel)))
        add(.pow, add(.mul, means, floats([count], shape: [])), floats([1 / power], shape: []), as: output)
    }

    private mutating func globalNorm() throws(NetworkError) {
        let power = Float(node.int("p") ?? 2)
        let powers = add(.pow, add(.abs, try input(0)), floats([power], shape: []))
        let sums = add(
            .reduceSum, powers, attributes: ["axes": .ints(Array(2..<max(2, try shape(0).count)))])
        add(.pow, sums, floats([1 / power], shape: []), as: output)
    }
}
