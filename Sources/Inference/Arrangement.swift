import Networks
import Planes
import Workers

/// An operation that moves elements and changes none: an ``IndexMap``, with axes split or joined before and after.
struct Arrangement: Computation {
    /// How the elements of an input lie in the output.
    struct Plan {
        /// The input's axes, split or joined.
        let input: [Int]
        let map: IndexMap
        /// The output's axes, if other than the map's.
        var output: [Int]?
        /// What is not from the input.
        var fill: Float = 0
    }

    private let plan: @Sendable (_ shape: [Int], _ inputs: Inputs) throws(OperatorError) -> Plan
    /// Where nothing is filled.
    private(set) var givesFinite = true

    init(_ plan: @escaping @Sendable (_ shape: [Int], _ inputs: Inputs) throws(OperatorError) -> Plan) {
        self.plan = plan
    }

    /// An operation of which each output axis reads an axis of the input at some indices.
    ///
    /// - Parameter axes: `nil` where settings do not fit.
    init(
        _ context: OperatorContext, fill: (@Sendable (Inputs) -> Float)? = nil,
        axes: @escaping @Sendable (_ instance: OperatorInstance, _ shape: [Int]) -> [(axis: Int, indices: [Int?])]?
    ) {
        self.init { (shape, inputs) throws(OperatorError) in
            guard let axes = axes(context.instance(inputs), shape) else { throw context.unfit(inputs) }
            return Plan(input: shape, map: IndexMap(of: shape, axes), fill: fill?(inputs) ?? 0)
        }
        givesFinite = fill == nil
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let value = try inputs.value(0)
        let plan = try plan(value.shape, inputs)
        let result: Value
        switch value.reshaped(to: plan.input) {
        case .floats(let tensor): result = .floats(try plan.map.apply(to: tensor, fill: plan.fill, workers))
        case .integers(let tensor):
            guard let fill = Int(exactly: plan.fill) else {
                throw OperatorError("it fills whole numbers with \(plan.fill)")
            }
            result = .integers(try plan.map.apply(to: tensor, fill: fill, workers))
        }
        guard let output = plan.output else { return [result] }
        return [result.reshaped(to: try checked(output))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let shape = try inputs.floats(0).shape
        let plan = try plan(shape, inputs)
        return [
            plan.map.spread(cotangent.reshaped(to: plan.map.shape), to: plan.input).reshaped(to: shape)
        ]
    }
}

/// A triangle of each matrix, 0 elsewhere.
struct Triangle: Computation {
    let node: Node

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        switch try inputs.value(0) {
        case .floats(let tensor): [.floats(try cut(tensor, inputs, to: 0))]
        case .integers(let tensor): [.integers(try cut(tensor, inputs, to: 0))]
        }
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        return [try cut(cotangent, inputs, to: 0)]
    }

    private func cut<Element>(
        _ tensor: Tensor<Element>, _ inputs: Inputs, to zero: Element
    ) throws(OperatorError) -> Tensor<Element> {
        guard tensor.shape.count > 1 else { throw OperatorError("it is of matrices") }
        let (rows, columns) = (tensor.shape[tensor.shape.count - 2], tensor.shape[tensor.shape.count - 1])
        let offset = try min(max(inputs.optionalIntegers(1)?.first ?? 0, -rows), columns)
        let isUpper = node.int("upper") != 0
        var result = tensor
        result.update { values in
            for index in values.indices {
                let (row, column) = (index / columns % rows, index % columns)
                if isUpper ? column < row + offset : column > row + offset { values[index] = zero }
            }
        }
        return result
    }
}

extension Factories {
    static let arrangements: [Operator: Factory] = [
        .transpose: { (context) throws(OperatorError) in transpose(context) },
        .slice: { (context) throws(OperatorError) in slice(context) },
        .gather: { (context) throws(OperatorError) in gather(context) },
        .expand: { (context) throws(OperatorError) in expand(context) },
        .tile: { (context) throws(OperatorError) in tile(context) },
        .pad: { (context) throws(OperatorError) in try pad(context) },
        .trilu: { (context) throws(OperatorError) in Triangle(node: context.node) },
        .spaceToDepth: { (context) throws(OperatorError) in try spaceToDepth(context) },
        .depthToSpace: { (context) throws(OperatorError) in try depthToSpace(context) },
    ]

    private static func all(_ shape: [Int], _ axis: Int) -> (axis: Int, indices: [Int?]) {
        (axis, (0..<shape[axis]).map { $0 })
    }

    private static func transpose(_ context: OperatorContext) -> Arrangement {
        Arrangement(context) { instance, shape in instance.permutation?.map { all(shape, $0) } }
    }

    private static func slice(_ context: OperatorContext) -> Arrangement {
        Arrangement(context) { instance, shape in
            guard let slices = instance.slices else { return nil }
            var picked = shape.indices.map { all(shape, $0) }
            for slice in slices {
                picked[slice.axis].indices = (0..<slice.count).map { slice.start + $0 * slice.step }
            }
            return picked
        }
    }

    private static func gather(_ context: OperatorContext) -> Arrangement {
        Arrangement { (shape, inputs) throws(OperatorError) in
            let axis = try (context.node.int("axis") ?? 0).axis(of: shape.count)
            let indices = try inputs.integers(1)
            let size = shape[axis]
            guard indices.values.allSatisfy({ (-size..<size).contains($0) }) else {
                throw OperatorError("its indices lie outside the \(size) places of axis \(axis)")
            }
            return .init(
                input: shape,
                map: IndexMap(of: shape, axis: axis, indices: indices.values.map { $0 < 0 ? $0 + size : $0 }),
                output: shape[..<axis] + indices.shape + shape[(axis + 1)...])
        }
    }

    private static func expand(_ context: OperatorContext) -> Arrangement {
        Arrangement { (shape, inputs) throws(OperatorError) in
            let target = try checked(broadcast(shape, inputs.integers(1).values))
            let aligned = [Int](repeating: 1, count: target.count - shape.count) + shape
            return .init(
                input: aligned,
                map: IndexMap(
                    of: aligned,
                    aligned.indices.map { axis in (axis, (0..<target[axis]).map { aligned[axis] == 1 ? 0 : $0 }) }))
        }
    }

    private static func tile(_ context: OperatorContext) -> Arrangement {
        Arrangement { (shape, inputs) throws(OperatorError) in
            let repeats = try inputs.integers(1).values
            guard repeats.count == shape.count, repeats.allSatisfy({ (0...1 << 28).contains($0) }) else {
                throw OperatorError("repeats \(repeats) do not fit shape \(shapeText(shape))")
            }
            // Both are at most 2²⁸.
            _ = try checked(zip(shape, repeats).map { $0 * $1 })
            return .init(
                input: shape,
                map: IndexMap(
                    of: shape,
                    shape.indices.map { axis in (axis, (0..<shape[axis] * repeats[axis]).map { $0 % shape[axis] }) }))
        }
    }

    private static func pad(_ context: OperatorContext) throws(OperatorError) -> Arrangement {
        let mode = context.node.string("mode") ?? "constant"
        guard ["constant", "reflect", "edge", "wrap"].contains(mode) else {
            throw OperatorError("mode '\(mode)' is not one of constant, reflect, edge, wrap")
        }
        let value = context.node.float("value") ?? 0
        return Arrangement(context, fill: { $0[2]?.numbers.values.first ?? value }) { instance, shape in
            guard let paddings = instance.paddings,
                let counts = try? checked(zip(shape, paddings).map { $0 + $1.before + $1.after })
            else { return nil }
            return shape.indices.map { axis in
                (axis, (0..<counts[axis]).map { padded($0 - paddings[axis].before, shape[axis], mode) })
            }
        }
    }

    /// The place that stands for one outside, `nil` for a fill.
    private static func padded(_ place: Int, _ size: Int, _ mode: String) -> Int? {
        if (0..<size).contains(place) { return place }
        guard size > 0 else { return nil }
        switch mode {
        case "edge": return place < 0 ? 0 : size - 1
        case "wrap": return (place % size + size) % size
        case "reflect":
            let period = Swift.max(2 * size - 2, 1)
            let turned = (place % period + period) % period
            return size == 1 ? 0 : turned < size ? turned : period - turned
        default: return nil
        }
    }

    /// Planes, with room for blocks of `block` × `block`.
    private static func blocks(_ context: OperatorContext, _ shape: [Int]) throws(OperatorError) -> Int {
        guard let block = context.node.int("blocksize"), (1...1 << 16).contains(block), shape.count == 4 else {
            throw OperatorError("a blocksize and an input of batch × channel × row × column are expected")
        }
        return block
    }

    private static func spaceToDepth(_ context: OperatorContext) throws(OperatorError) -> Arrangement {
        Arrangement { (shape, _) throws(OperatorError) in
            let block = try blocks(context, shape)
            guard shape[2] % block == 0, shape[3] % block == 0 else {
                throw OperatorError("\(shapeText(shape)) is not of whole blocks of \(block) × \(block)")
            }
            let (rows, columns) = (shape[2] / block, shape[3] / block)
            let split = [shape[0], shape[1], rows, block, columns, block]
            return .init(
                input: split, map: IndexMap(of: split, [0, 3, 5, 1, 2, 4].map { all(split, $0) }),
                output: [shape[0], shape[1] * block * block, rows, columns])
        }
    }

    private static func depthToSpace(_ context: OperatorContext) throws(OperatorError) -> Arrangement {
        let isColumnRow = context.node.string("mode") == "CRD"
        return Arrangement { (shape, _) throws(OperatorError) in
            let block = try blocks(context, shape)
            guard shape[1] % (block * block) == 0 else {
                throw OperatorError("\(shape[1]) channels are not of whole blocks of \(block) × \(block)")
            }
            let channels = shape[1] / (block * block)
            let split =
                isColumnRow
                ? [shape[0], channels, block, block, shape[2], shape[3]]
                : [shape[0], block, block, channels, shape[2], shape[3]]
            let order = isColumnRow ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]
            return .init(
                input: split, map: IndexMap(of: split, order.map { all(split, $0) }),
                output: [shape[0], channels, shape[2] * block, shape[3] * block])
        }
    }
}
