/// The shapes of what is chosen by values, and of what recurrent layers give.
extension OperatorInstance {
    package var selected: [TensorFacts?] {
        switch node.op {
        case .gatherElements: return [shape(1).map { TensorFacts($0) }]
        case .gatherND: return [gatheredSlices]
        case .scatterElements, .scatterND: return [shape(0).map { TensorFacts($0) }]
        case .gridSample:
            guard let maps = shape(0), let places = shape(1), maps.count == places.count, maps.count > 2 else {
                return [nil]
            }
            return [TensorFacts(maps.prefix(2) + places.dropFirst().dropLast())]
        case .topK: return [largest, largest]
        case .oneHot:
            guard let shape = shape(0), let depth = numbers(1)?.integers.first, depth >= 0,
                let axis = axis(or: -1, rank: shape.count + 1)
            else { return [nil] }
            return [TensorFacts(shape[..<axis] + [depth] + shape[axis...])]
        // How many are not 0 is known when the network runs.
        default: return [nil]
        }
    }

    private var gatheredSlices: TensorFacts? {
        guard let shape = shape(0), let places = self.shape(1), let length = places.last else { return nil }
        let batch = node.int("batch_dims") ?? 0
        guard batch >= 0, batch < places.count, length >= 0, batch + length <= shape.count else { return nil }
        return TensorFacts(places.dropLast() + shape[(batch + length)...])
    }

    private var largest: TensorFacts? {
        guard var shape = shape(0), let axis = axis(or: -1, rank: shape.count),
            let count = node.int("k") ?? numbers(1)?.integers.first, (0...shape[axis]).contains(count)
        else { return nil }
        shape[axis] = count
        return TensorFacts(shape)
    }

    /// All states, then the last state, and of a layer with a memory that.
    var recurred: [TensorFacts?] {
        guard let input = shape(0), let weights = shape(2), input.count == 3, weights.count == 3 else {
            return [nil, nil, nil]
        }
        let (directions, size) = (weights[0], weights[node.op == .dynamicQuantizeLSTM ? 1 : 2])
        if node.int("layout") == 1 {
            let last = TensorFacts([input[0], directions, size])
            return [TensorFacts([input[0], input[1], directions, size]), last, last]
        }
        let last = TensorFacts([directions, input[1], size])
        return [TensorFacts([input[0], directions, input[1], size]), last, last]
    }
}
