/// The shapes that an operation gives.
extension OperatorInstance {
    /// The shape of each output, in the order of the node's; `nil` for an operation that is not known.
    ///
    /// - Throws: ``NetworkError/impossible(node:reason:)``.
    var outputShapes: [TensorFacts?]? {
        get throws(NetworkError) {
            guard let given = try shapesByKind, isChannelsLast else { return try shapesByKind }
            return given.map { $0.map { TensorFacts($0.shape.channelsLast) } }
        }
    }

    private var shapesByKind: [TensorFacts?]? {
        get throws(NetworkError) {
            switch node.op.kind {
            case .pointwise: [pointwise]
            case .adjusted, .acrossChannels, .withinChannel, .alongAxis: alike
            case .convolution(let kernel): [try convolved(kernel)]
            case .pool: try pooled()
            case .globalPool: [shape(0).map { TensorFacts($0.prefix(2) + $0.dropFirst(2).map { _ in 1 }) }]
            case .reduction: [reducedShape.map { TensorFacts($0) }]
            case .reshaping: [newShape.map { TensorFacts($0) }]
            case .movement: movement
            case .resampling: [resampled]
            case .selection: selected
            case .recurrence: recurred
            case .product(let second): [try product(second)]
            case .shapeArithmetic: [arithmetic]
            case .unknown: nil
            }
        }
    }

    /// The first input's shape; for normalisations also the shapes of their statistics, which nobody reads, as unknown.
    private var alike: [TensorFacts?] {
        guard let shape = shape(0) else { return [nil] }
        // A dropout's mask, and the scale and the zero point of a dynamic quantisation.
        switch node.op {
        case .dropout: return [TensorFacts(shape), TensorFacts(shape)]
        case .dynamicQuantizeLinear: return [TensorFacts(shape), TensorFacts([]), TensorFacts([])]
        default: return [TensorFacts(shape), nil]
        }
    }

    private var pointwise: TensorFacts? {
        var shape: [Int] = []
        for index in node.inputs.indices where node.input(index) != nil {
            guard let next = self.shape(index), let wider = broadcast(shape, next) else { return nil }
            shape = wider
        }
        return TensorFacts(shape)
    }

    /// The maps, and of a `MaxPool` the places of the largest.
    private func pooled() throws(NetworkError) -> [TensorFacts?] {
        guard let windows = try windows, let input = shape(0) else { return [nil] }
        let facts = TensorFacts(input.prefix(2) + windows.map(\.outputs))
        return [facts, node.op == .maxPool ? facts : nil]
    }

    private func convolved(_ kernel: Int) throws(NetworkError) -> TensorFacts? {
        guard let windows = try windows, let input = shape(0) else { return nil }
        let sizes = windows.map(\.outputs)
        guard let weight = shape(kernel), weight.count == input.count else { return nil }
        let groups = node.int("group") ?? 1
        let isTransposed = node.op == .convTranspose
        guard (1...Self.largest).contains(groups) else { throw impossible("it has \(groups) groups") }
        let inputs = isTransposed ? weight[0] : weight[1] * groups
        guard inputs == input[1] else {
            throw impossible("its weight is for \(inputs) channels and its input has \(input[1])")
        }
        return TensorFacts([input[0], isTransposed ? weight[1] * groups : weight[0]] + sizes)
    }

    /// The shape that a reduction gives.
    var reducedShape: [Int]? {
        guard let shape = shape(0), let reduction else { return nil }
        return shape.enumerated().compactMap { axis, size in
            reduction.axes.contains(axis) ? (reduction.keeps ? 1 : nil) : size
        }
    }

    private var resampled: TensorFacts? {
        guard var shape = shape(0), let resamplings else { return nil }
        for resampling in resamplings { shape[resampling.axis] = resampling.outputs }
        return TensorFacts(shape)
    }

    private func product(_ second: Int) throws(NetworkError) -> TensorFacts? {
        switch node.op {
        case .gemm:
            guard let a = shape(0), let b = shape(1), a.count == 2, b.count == 2 else { return nil }
            let output = [a[node.int("transA") == 1 ? 1 : 0], b[node.int("transB") == 1 ? 0 : 1]]
            // What is added is stretched to the product, not the other way round.
            guard node.input(2) == nil || shape(2).flatMap({ broadcast($0, output) }) == output else { return nil }
            return TensorFacts(output)
        case .einsum: return einsum?.outputShape.map { TensorFacts($0) }
        default:
            guard let a = shape(0), let b = shape(second), let first = a.last, !b.isEmpty
            else { return nil }
            guard first == b[max(0, b.count - 2)] else {
                throw impossible("it multiplies rows of \(first) by columns of \(b[max(0, b.count - 2)])")
            }
            guard let outer = broadcast(Array(a.dropLast(2)), Array(b.dropLast(2))) else { return nil }
            return TensorFacts(outer + a.suffix(2).dropLast() + (b.count > 1 ? b.suffix(1) : []))
        }
    }

    /// Two shapes stretched to one, aligned at their last axes; `nil` where they do not fit.
    func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
        let rank = max(a.count, b.count)
        var shape: [Int] = []
        for axis in 0..<rank {
            let x = axis < rank - a.count ? 1 : a[axis - rank + a.count]
            let y = axis < rank - b.count ? 1 : b[axis - rank + b.count]
            guard x == y || x == 1 || y == 1 else { return nil }
            shape.append(x == 1 ? y : x)
        }
        return shape
    }
}
