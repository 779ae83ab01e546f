/// Transposed windows along three axes, by those along two.
extension Definition {
    /// Kernels of depth × row × column as the sum, over their depths, of kernels of row × column that spread slices, which then
    /// lie as far apart as the stride says.
    mutating func transposedAlongThreeAxes() throws(NetworkError) {
        let (input, weight) = (try shape(0), try shape(1))
        guard let windows = try instance.windows, weight.count == 5 else {
            throw instance.impossible("its weights are not of input × output × depth × row × column")
        }
        let depth = windows[0]
        guard depth.kernel <= 64 else { throw instance.impossible("a window of \(depth.kernel) slices is not run") }
        var attributes = node.attributes
        for name in ["kernel_shape", "strides", "dilations"] {
            attributes[name] = node.ints(name).map { .ints(Array($0.dropFirst())) }
        }
        let afters = windows.indices.dropFirst().map { axis in
            let window = windows[axis]
            return window.stride * (input[axis + 2] - 1) + window.span - window.before - window.outputs
        }
        attributes["pads"] = .ints(windows.dropFirst().map(\.before) + afters)
        for name in ["auto_pad", "output_padding", "output_shape"] { attributes[name] = nil }
        let (batch, channels, slices) = (input[0], input[1], input[2])
        let outputs = [Count.product([weight[1], max(1, node.int("group") ?? 1)])] + windows.dropFirst().map(\.outputs)
        let ordered = add(.transpose, try self.input(0), attributes: ["perm": .ints([0, 2, 1, 3, 4])])
        let images = reshape(ordered, to: [Count.product([batch, slices]), channels, input[3], input[4]])
        // Before what is asked for, where that begins earlier than the first slice is written.
        let lead = max(0, -depth.before)
        let spread = slices * depth.stride
        let length = max(depth.before + depth.outputs, depth.span - 1 + spread)
        var sum: String?
        for tap in 0..<depth.kernel {
            let kernels = add(.gather, try self.input(1), scalar(tap), attributes: ["axis": .int(2)])
            let maps = add(.convTranspose, images, kernels, attributes: attributes)
            let each = Count.product(outputs)
            let rows = reshape(maps, to: [batch, slices, 1, each])
            let apart = add(.pad, rows, integers([0, 0, 0, 0, 0, 0, depth.stride - 1, 0]))
            let volume = reshape(apart, to: [batch, spread] + outputs)
            let start = tap * depth.dilation
            let part = add(
                .pad, volume, integers([0, lead + start, 0, 0, 0, 0, length - start - spread, 0, 0, 0]))
            sum = sum.map { add(.add, $0, part) } ?? part
        }
        guard let sum else { return }
        let first = depth.before + lead
        var volume = add(.slice, sum, integers([first]), integers([first + depth.outputs]), integers([1]))
        if let bias = node.input(2) { volume = add(.add, volume, reshape(bias, to: [1, 1, outputs[0], 1, 1])) }
        add(.transpose, volume, attributes: ["perm": .ints([0, 2, 1, 3, 4])], as: output)
    }
}
