import Networks

/// What the outputs see of an operation that moves elements and changes none.
struct MovementRule {
    /// The node with its shapes.
    let instance: OperatorInstance
    /// The shapes of its outputs.
    let outputs: [[Int]]

    private var node: Node { instance.node }

    /// The footprints of the outputs; `nil` where it is not known before the network runs what goes where.
    func footprints(_ inputs: [Footprint]) -> [Footprint]? {
        let input = inputs[0]
        switch node.op {
        case .transpose: return instance.permutation.map { [input.permuted($0)] }
        case .concat: return concatenated(inputs).map { [$0] }
        case .split: return split(input)
        case .slice: return sliced(input).map { [$0] }
        case .gather: return gathered(input, inputs[1]).map { [$0] }
        case .expand: return [input.spread(to: outputs[0])]
        case .tile: return [tiled(input)]
        case .pad: return padded(input).map { [$0] }
        case .spaceToDepth, .depthToSpace: return [rearranged(input)]
        default: return nil
        }
    }

    private func concatenated(_ inputs: [Footprint]) -> Footprint? {
        guard let axis = instance.axis(or: 1, rank: outputs[0].count) else { return nil }
        let total = outputs[0][axis]
        var start = 0
        var result = Footprint(empty: outputs[0])
        let parts = inputs.count { $0.spatialAxis == axis }
        for input in inputs {
            let count = input.shape[axis]
            let embedding = Sampling(before: start, after: total - start - count, inputs: count, edge: .nothing)
            start += count
            guard !input.isEmpty else { continue }
            var part = input.sampled(axis, embedding)
            // Parts of an image put side by side along the image follow no one rule.
            if parts > 1 { part = part.irregular(along: axis) }
            result = result.union(part)
        }
        return result
    }

    private func split(_ input: Footprint) -> [Footprint]? {
        guard let parts = instance.parts, let axis = instance.axis(or: 0, rank: input.shape.count) else { return nil }
        var start = 0
        return parts.map { count in
            defer { start += count }
            return input.sampled(axis, Sampling(start: start, step: 1, outputs: count, inputs: input.shape[axis]))
        }
    }

    private func sliced(_ input: Footprint) -> Footprint? {
        instance.slices.map { slices in
            slices.reduce(input) { footprint, slice in
                footprint.sampled(
                    slice.axis,
                    Sampling(
                        start: slice.start, step: slice.step, outputs: slice.count, inputs: footprint.shape[slice.axis])
                )
            }
        }
    }

    /// By known places; else every output may be any of the inputs along the axis.
    private func gathered(_ input: Footprint, _ indices: Footprint) -> Footprint? {
        guard let axis = instance.axis(or: 0, rank: input.shape.count) else { return nil }
        let count = input.shape[axis]
        guard indices.isEmpty, let places = instance.numbers(1)?.integers.map({ $0 < 0 ? $0 + count : $0 }),
            places.allSatisfy((0..<count).contains)
        else {
            let whole = input.collapsed([axis]).reshaped(
                outputs[0].isEmpty ? [] : input.shape.enumerated().compactMap { $0 == axis ? nil : $1 })
            var ones = outputs[0]
            for place in axis..<axis + indices.shape.count { ones[place] = 1 }
            let spread = whole.reshaped(ones).spread(to: outputs[0]).asBound
            guard !indices.isEmpty else { return spread }
            let pointing = indices.collapsed(Array(indices.shape.indices)).reshaped([]).spread(to: outputs[0])
            return spread.union(pointing).asBound
        }
        return input.picked(axis, places).reshaped(outputs[0])
    }

    private func tiled(_ input: Footprint) -> Footprint {
        input.shape.indices.reduce(input) { footprint, axis in
            let count = footprint.shape[axis]
            guard count > 0, outputs[0][axis] != count else { return footprint }
            if count == 1 { return footprint.spread(along: axis, outputs[0][axis]) }
            return footprint.sampled(axis, Sampling(tiling: count, times: outputs[0][axis] / count))
        }
    }

    private func padded(_ input: Footprint) -> Footprint? {
        let edge: Sampling.Edge =
            switch node.string("mode") ?? "constant" {
            case "reflect": .mirror
            case "edge": .nearest
            case "wrap": .around
            default: .nothing
            }
        return instance.paddings.map { paddings in
            paddings.enumerated().reduce(input) { footprint, padding in
                let (axis, (before, after)) = padding
                guard before != 0 || after != 0 else { return footprint }
                return footprint.sampled(
                    axis, Sampling(before: before, after: after, inputs: footprint.shape[axis], edge: edge))
            }
        }
    }

    /// Blocks of pixels to channels and back, as changes of shape and order.
    private func rearranged(_ input: Footprint) -> Footprint {
        let block = node.int("blocksize") ?? 1
        let (batch, channels, rows, columns) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
        if node.op == .spaceToDepth {
            return input.reshaped([batch, channels, rows / block, block, columns / block, block])
                .permuted([0, 3, 5, 1, 2, 4]).reshaped(outputs[0])
        }
        let depth = channels / (block * block)
        if node.string("mode") == "CRD" {
            return input.reshaped([batch, depth, block, block, rows, columns])
                .permuted([0, 1, 4, 2, 5, 3]).reshaped(outputs[0])
        }
        return input.reshaped([batch, block, block, depth, rows, columns])
            .permuted([0, 3, 4, 1, 5, 2]).reshaped(outputs[0])
    }
}
