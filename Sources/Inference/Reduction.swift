import CRows
import Foundation
import Networks
import Planes
import Workers

/// Some axes of a tensor brought down to one number each.
struct Reduction: Computation {
    /// What is made of the elements that fall together.
    enum Kind: Sendable { case mean, sum, max, min, l2, product }

    let kind: Kind
    /// The axes of an input, and whether they stay, of size 1.
    let axes: @Sendable (Inputs) throws(OperatorError) -> (axes: [Int], keeps: Bool)

    /// The shape with all axes, those brought down of size 1.
    private func reduced(_ shape: [Int], _ inputs: Inputs) throws(OperatorError) -> [Int] {
        let axes = try axes(inputs).axes
        return shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let shape = try inputs.value(0).shape
        let reduced = try reduced(shape, inputs)
        let (axes, keeps) = try axes(inputs)
        let shown = keeps ? reduced : shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
        if case .integers(let values) = inputs[0] {
            return [.integers(try fold(values, to: reduced).reshaped(to: shown))]
        }
        return [.floats(try fold(inputs.floats(0), to: reduced).reshaped(to: shown))]
    }

    private func fold(_ input: Tensor<Int>, to shape: [Int]) throws(OperatorError) -> Tensor<Int> {
        let (start, combine): (Int, (Int, Int) -> Int) =
            switch kind {
            case .sum: (0, { $0 &+ $1 })
            case .product: (1, { $0 &* $1 })
            case .max: (.min, { Swift.max($0, $1) })
            case .min: (.max, { Swift.min($0, $1) })
            case .mean, .l2: throw OperatorError("it does not run on whole numbers")
            }
        var results = [Int](repeating: start, count: elementCount(shape))
        try Broadcast(shape, input.shape).forEachRun { _, to, from, length, stepTo, stepFrom in
            for i in 0..<length {
                results[to + i * stepTo] = combine(results[to + i * stepTo], input.values[from + i * stepFrom])
            }
        }
        return Tensor(shape: shape, values: results)
    }

    private func fold(_ input: Tensor<Float>, to shape: [Int]) throws(OperatorError) -> Tensor<Float> {
        let start: Double = kind == .max ? -.infinity : kind == .min ? .infinity : kind == .product ? 1 : 0
        var sums = [Double](repeating: start, count: elementCount(shape))
        let pairs = try Broadcast(shape, input.shape)
        input.values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                pairs.forEachRun { _, to, from, length, stepTo, stepFrom in
                    if stepTo == 0, stepFrom == 1, [.mean, .sum].contains(kind), let start = values.baseAddress {
                        return sums[to] += row_sum(length, start + from)
                    }
                    for i in 0..<length {
                        let value = Double(values[from + i * stepFrom])
                        let place = to + i * stepTo
                        switch kind {
                        case .mean, .sum: sums[place] += value
                        case .product: sums[place] *= value
                        case .l2: sums[place] += value * value
                        case .max: sums[place] = Swift.max(sums[place], value)
                        case .min: sums[place] = Swift.min(sums[place], value)
                        }
                    }
                }
            }
        }
        let share = Double(Swift.max(sums.count, 1)) / Double(Swift.max(input.count, 1))
        return Tensor(
            shape: shape,
            values: sums.map { Float(kind == .mean ? $0 * share : kind == .l2 ? $0.squareRoot() : $0) })
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard kind != .product else { throw .noGradient }
        guard let cotangent = cotangents[0], case .floats(let output) = outputs[0] else { return [] }
        let input = try inputs.floats(0)
        let shape = try reduced(input.shape, inputs)
        let share = Float(Swift.max(cotangent.count, 1)) / Float(Swift.max(input.count, 1))
        let pairs = try Broadcast(shape, input.shape)
        // The largest is one place, the first in reading order.
        var taken = [Bool](repeating: false, count: output.count)
        return [
            Tensor(shape: input.shape) { result in
                pairs.forEachRun { start, to, from, length, stepTo, stepFrom in
                    for i in 0..<length {
                        let (place, index) = (to + i * stepTo, from + i * stepFrom)
                        let g = cotangent.values[place]
                        switch kind {
                        case .product: break
                        case .mean: result[index] = g * share
                        case .sum: result[index] = g
                        case .l2: result[index] = g == 0 ? 0 : g * input.values[index] / output.values[place]
                        case .max, .min:
                            let isIt = !taken[place] && input.values[index] == output.values[place]
                            result[index] = isIt ? g : 0
                            if isIt { taken[place] = true }
                        }
                    }
                }
            }
        ]
    }
}

/// Softmax along an axis: e^(x − max) / Σ; or its logarithm.
struct Softmax: Computation {
    /// The axes that share one sum, as how many elements lie before, in and after them.
    private let split: @Sendable (_ shape: [Int]) throws(OperatorError) -> (outer: Int, length: Int, inner: Int)
    private let isLog: Bool

    init(_ context: OperatorContext, isLog: Bool) {
        self.isLog = isLog
        let (axis, isOld) = (context.node.int("axis"), context.opset < 13)
        split = { (shape) throws(OperatorError) in
            let axis = try (axis ?? (isOld ? 1 : -1)).axis(of: shape.count)
            let outer = elementCount(Array(shape[..<axis]))
            // Before version 13 the axis and all after it were one.
            return isOld
                ? (outer, elementCount(Array(shape[axis...])), 1)
                : (outer, shape.isEmpty ? 1 : shape[axis], elementCount(Array(shape.dropFirst(axis + 1))))
        }
    }

    private func forEachRun(
        _ shape: [Int], _ body: (_ start: Int, _ length: Int, _ step: Int) -> Void
    ) throws(OperatorError) {
        let (outer, length, inner) = try split(shape)
        for i in 0..<outer { for j in 0..<inner { body(i * length * inner + j, length, inner) } }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let input = try inputs.takeFloats(0)
        var output = input
        try forEachRun(input.shape) { start, length, step in
            output.update { values in
                let places = (0..<length).map { start + $0 * step }
                let largest = places.reduce(-Float.infinity) { max($0, values[$1]) }
                let sum = places.reduce(0.0) { $0 + exp(Double(values[$1] - largest)) }
                for place in places {
                    let value = Double(values[place] - largest)
                    values[place] = Float(isLog ? value - log(sum) : exp(value) / sum)
                }
            }
        }
        return [.floats(output)]
    }

    /// y·(g − Σ g·y); of the logarithm g − softmax·Σ g.
    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard var result = cotangents[0], case .floats(let output) = outputs[0] else { return [] }
        try forEachRun(output.shape) { start, length, step in
            result.update { g in
                let places = (0..<length).map { start + $0 * step }
                let sum = places.reduce(0.0) { $0 + Double(g[$1]) * (isLog ? 1 : Double(output.values[$1])) }
                for place in places {
                    let y = Double(output.values[place])
                    g[place] = Float(isLog ? Double(g[place]) - exp(y) * sum : y * (Double(g[place]) - sum))
                }
            }
        }
        return [result]
    }
}

extension Factories {
    static let reductions: [Operator: Factory] = [
        .reduceMean: { (context) throws(OperatorError) in reduction(.mean, context) },
        .reduceSum: { (context) throws(OperatorError) in reduction(.sum, context) },
        .reduceMax: { (context) throws(OperatorError) in reduction(.max, context) },
        .reduceMin: { (context) throws(OperatorError) in reduction(.min, context) },
        .reduceL2: { (context) throws(OperatorError) in reduction(.l2, context) },
        .reduceProd: { (context) throws(OperatorError) in reduction(.product, context) },
        .globalAveragePool: { (_) throws(OperatorError) in overPlanes(.mean) },
        .globalMaxPool: { (_) throws(OperatorError) in overPlanes(.max) },
        .softmax: { (context) throws(OperatorError) in Softmax(context, isLog: false) },
        .logSoftmax: { (context) throws(OperatorError) in Softmax(context, isLog: true) },
    ]

    private static func reduction(_ kind: Reduction.Kind, _ context: OperatorContext) -> Reduction {
        Reduction(kind: kind) { (inputs) throws(OperatorError) in
            guard let axes = context.instance(inputs).reduction else { throw context.unfit(inputs) }
            return axes
        }
    }

    /// Over all axes but batch and channel.
    private static func overPlanes(_ kind: Reduction.Kind) -> Reduction {
        Reduction(kind: kind) { (inputs) throws(OperatorError) in
            (Array(2..<max(try inputs.value(0).shape.count, 2)), true)
        }
    }
}
