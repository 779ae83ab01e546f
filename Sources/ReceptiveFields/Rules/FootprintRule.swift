import Networks

/// What the outputs of one operation see of one axis of the image, from what its inputs see.
struct FootprintRule {
    /// The node with its shapes.
    let instance: OperatorInstance
    /// The shapes of its outputs.
    let outputs: [[Int]]
    /// Rows, or columns, of the image.
    let pixels: Int

    private var node: Node { instance.node }

    /// The footprints of the outputs.
    ///
    /// - Precondition: one footprint per input of the node, of its shape; blind where the input is left out.
    func footprints(_ inputs: [Footprint]) -> [Footprint] {
        guard instance.isChannelsLast, let map = inputs.first else { return footprintsInOrder(inputs) }
        let rule = FootprintRule(instance: instance, outputs: outputs.map(\.channelsFirst), pixels: pixels)
        return rule.footprintsInOrder([map.permuted(MapOrder.toFirst(map.shape.count))] + inputs.dropFirst())
            .map { $0.permuted(MapOrder.toLast($0.shape.count)) }
    }

    /// The same where the axes lie as the instance says.
    private func footprintsInOrder(_ inputs: [Footprint]) -> [Footprint] {
        guard let first = inputs.first, inputs.contains(where: { !$0.isEmpty }) else {
            return outputs.map(Footprint.init(empty:))
        }
        let given: [Footprint]?
        switch node.op.kind {
        case .pointwise: given = [pointwise(inputs)]
        case .adjusted where node.op == .dynamicQuantizeLinear: given = quantized(first)
        case .adjusted: given = outputs.map { adjusted(first, by: inputs.dropFirst()).spread(to: $0) }
        case .acrossChannels: given = [acrossChannels(first)]
        case .alongAxis(let reach): given = alongAxis(first, reach).map { [adjusted($0, by: inputs.dropFirst())] }
        case .withinChannel: given = [adjusted(withinChannel(first), by: inputs.dropFirst())]
        case .convolution: given = windowed(mixed(first), inputs)
        case .pool: given = windowed(first, inputs)
        case .globalPool: given = [first.collapsed(Array(first.shape.indices.dropFirst(2)))]
        case .reduction:
            given = instance.reduction.map { reduction in
                let collapsed = first.collapsed(reduction.axes)
                return [reduction.keeps ? collapsed : collapsed.removing(reduction.axes)]
            }
        case .reshaping: given = [first.reshaped(outputs[0])]
        case .resampling: given = instance.resamplings.map { [$0.reduce(first, resampled)] }
        case .movement: given = MovementRule(instance: instance, outputs: outputs).footprints(inputs)
        case .product(let second):
            given = ProductRule(instance: instance, output: outputs[0], second: second).footprint(inputs).map {
                [adjusted($0, by: settings(of: inputs, second))]
            }
        case .selection: given = outputs.map { anywhere(inputs, as: $0) }
        case .recurrence: given = recurrence(first, inputs)
        // What is reckoned from shapes looks at no pixel.
        case .shapeArithmetic: given = outputs.map(Footprint.init(empty:))
        case .unknown: given = nil
        }
        guard let given, given.count >= outputs.count, zip(given, outputs).allSatisfy({ $0.shape == $1 }) else {
            return outputs.map { Footprint(unknown: $0, pixels: pixels) }
        }
        return given
    }

    private func pointwise(_ inputs: [Footprint]) -> Footprint {
        inputs.filter { !$0.isEmpty }.map { $0.spread(to: outputs[0]) }
            .reduce(Footprint(empty: outputs[0])) { $0.union($1) }
    }

    /// Settings are mostly constants; those that see pixels are said to be seen, whole, by every element. Of a single
    /// number that is so.
    private func adjusted(_ footprint: Footprint, by settings: some Sequence<Footprint>) -> Footprint {
        settings.filter { !$0.isEmpty }.reduce(footprint) { footprint, setting in
            let seen = footprint.union(whole(setting).spread(to: footprint.shape))
            return elementCount(setting.shape) == 1 ? seen : seen.asBound
        }
    }

    /// All elements of a tensor taken together, as one number.
    private func whole(_ footprint: Footprint) -> Footprint {
        footprint.collapsed(Array(footprint.shape.indices)).reshaped([])
    }

    /// Every element by the largest and the smallest of all: the scale and the zero point, which see all alike.
    private func quantized(_ footprint: Footprint) -> [Footprint] {
        let scale = whole(footprint)
        return [footprint.union(scale.spread(to: footprint.shape)), scale, scale]
    }

    /// Inputs of a product that are none of its factors: scales and zero points. Other products have no such.
    private func settings(of inputs: [Footprint], _ second: Int) -> [Footprint] {
        guard ![.gemm, .einsum].contains(node.op) else { return [] }
        return inputs.indices.filter { $0 != 0 && $0 != second }.map { inputs[$0] }
    }

    /// One place made many is seen by all alike.
    private func resampled(_ footprint: Footprint, _ resampling: Resampling) -> Footprint {
        resampling.inputs == 1
            ? footprint.spread(along: resampling.axis, resampling.outputs)
            : footprint.sampled(resampling.axis, Sampling(resampling))
    }

    /// The first input together with all its elements along axes.
    private func normalized(_ footprint: Footprint, over axes: [Int]) -> Footprint {
        footprint.union(footprint.collapsed(axes).spread(to: footprint.shape))
    }

    /// Channel *c* sees the channels from `c − ⌊(size − 1)/2⌋` to `c + ⌈(size − 1)/2⌉`.
    private func acrossChannels(_ footprint: Footprint) -> Footprint {
        guard footprint.shape.count > 1 else { return footprint }
        let channels = footprint.shape[1]
        let size = min(max(1, node.int("size") ?? 1), 2 * channels)
        return footprint.regrouped(
            1, (0..<channels).map { max(0, $0 - (size - 1) / 2)..<min(channels, $0 + size / 2 + 1) })
    }

    private func alongAxis(_ footprint: Footprint, _ reach: OperatorKind.AxisReach) -> Footprint? {
        let rank = footprint.shape.count
        // Before version 13 some took all axes from their own on together, which was the second if none was named.
        let isOld = reach == .axisSince13 && instance.opset < 13
        switch reach {
        case .before:
            guard let axis = instance.numbers(1)?.integers.first.flatMap({ instance.axis($0, of: rank) }) else {
                return nil
            }
            return normalized(footprint, over: [axis]).asBound
        case .axis, .axisSince13, .onward:
            return instance.axis(or: isOld ? 1 : -1, rank: rank)
                .map { normalized(footprint, over: isOld || reach == .onward ? Array($0..<rank) : [$0]) }
        }
    }

    /// Any element of any input, as a bound.
    private func anywhere(_ inputs: [Footprint], as shape: [Int]) -> Footprint {
        inputs.filter { !$0.isEmpty }.reduce(Footprint(empty: shape)) { seen, input in
            seen.union(whole(input).spread(to: shape)).asBound
        }
    }

    /// Every state sees all places and features of its batch, as a bound: those before it, or behind it, or both.
    private func recurrence(_ input: Footprint, _ inputs: [Footprint]) -> [Footprint]? {
        guard input.shape.count == 3 else { return nil }
        // Place × batch × feature → place × direction × batch × feature, or batch × place … → batch × place × direction ….
        let batch = node.int("layout") == 1 ? 0 : 1
        let whole = input.collapsed([1 - batch, 2])
        return outputs.map { shape in
            let own = batch == 0 ? 0 : shape.count - 2
            let seen = whole.reshaped(shape.indices.map { $0 == own ? input.shape[batch] : 1 })
            return adjusted(seen.spread(to: shape).asBound, by: inputs.dropFirst())
        }
    }

    private func withinChannel(_ footprint: Footprint) -> Footprint {
        let rank = footprint.shape.count
        switch node.op {
        case .meanVarianceNormalization:
            let axes = (node.ints("axes") ?? [0, 2, 3]).compactMap { instance.axis($0, of: rank) }
            return normalized(footprint, over: axes)
        case .groupNormalization:
            let channels = rank > 1 ? footprint.shape[1] : 1
            let groups = max(1, node.int("num_groups") ?? 1)
            let size = max(1, channels / groups)
            let pooled = footprint.collapsed(Array(2..<max(2, rank)))
                .regrouped(1, (0..<channels).map { $0 / size * size..<min(channels, ($0 / size + 1) * size) })
            return footprint.union(pooled.spread(to: footprint.shape))
        default: return normalized(footprint, over: Array(2..<max(2, rank)))
        }
    }

    private func windowed(_ input: Footprint, _ inputs: [Footprint]) -> [Footprint]? {
        guard let windows = (try? instance.windows) ?? nil else { return nil }
        var result = input
        for (place, window) in windows.enumerated() {
            result = result.sampled(place + 2, Sampling(window, inputs: result.shape[place + 2]))
        }
        // Weights are mostly constants.
        return outputs.map { _ in adjusted(result, by: inputs.dropFirst()) }
    }

    /// Every output channel sees the input channels of its group.
    private func mixed(_ input: Footprint) -> Footprint {
        let (channels, outputs) = (input.shape[1], outputs[0][1])
        let groups = max(1, node.int("group") ?? 1)
        let (read, given) = (max(1, channels / groups), max(1, outputs / groups))
        return input.regrouped(
            1,
            (0..<outputs).map { output in
                let start = min(output / given * read, channels)
                return start..<min(start + read, channels)
            })
    }
}
