import Networks

/// Parts of tensors.
extension CaffeNetwork {
    mutating func slice(_ call: CaffeCall) throws(ArchiveError) -> [String] {
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
    mutating func crop(_ call: CaffeCall) throws(ArchiveError) -> [String] {
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
