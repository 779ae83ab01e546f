import Foundation
import Networks
import Planes
import Workers

extension Factories {
    static let recurrences: [Operator: Factory] = [
        .lstm: { (context) throws(OperatorError) in try Recurrence(context, gates: 4) },
        .gru: { (context) throws(OperatorError) in try Recurrence(context, gates: 3) },
        .rnn: { (context) throws(OperatorError) in try Recurrence(context, gates: 1) },
    ]
}

/// Layers whose state goes on from place to place: with σ and tanh, or what else a node names, and ⊙ by elements,
///
///     RNN    h ← tanh(W x + R h + b)
///     GRU    z, r = σ(W x + R h + b);  n = tanh(W x + b + r ⊙ (R h + c)) or tanh(W x + R (r ⊙ h) + b);  h ← (1 − z) ⊙ n + z ⊙ h
///     LSTM   i, f = σ(W x + R h + p ⊙ c + b);  c ← f ⊙ c + i ⊙ tanh(W x + R h + b);  o = σ(W x + R h + p ⊙ c + b);  h ← o ⊙ tanh(c)
///
/// where an LSTM's peepholes p are 0 if it has none, and f is 1 − i if its gates are coupled. A row that is shorter than the
/// others keeps its last state, and gives 0 behind its end.
///
/// - SeeAlso: Hochreiter & Schmidhuber (1997), *Neural Computation* 9; Gers & Schmidhuber (2000), *IJCNN* 3:189; Cho et al.
///   (2014), arXiv:1406.1078.
struct Recurrence: Computation {
    private let context: OperatorContext
    private let gates: Int
    /// Of each direction, whether it runs backwards.
    private let isReverse: [Bool]
    /// Of each direction: of an LSTM that of gates, candidates and states, of a GRU of gates and candidates.
    private let functions: [[RecurrentFunction]]
    private let isBatchFirst: Bool

    init(_ context: OperatorContext, gates: Int) throws(OperatorError) {
        self.context = context
        self.gates = gates
        isReverse =
            switch context.node.string("direction") ?? "forward" {
            case "forward": [false]
            case "reverse": [true]
            case "bidirectional": [false, true]
            case let other: throw OperatorError("direction '\(other)' is not one of forward, reverse, bidirectional")
            }
        let usual = gates == 4 ? ["Sigmoid", "Tanh", "Tanh"] : gates == 3 ? ["Sigmoid", "Tanh"] : ["Tanh"]
        let all = try RecurrentFunction.list(of: context.node, usual: isReverse.flatMap { _ in usual })
        functions = isReverse.indices.map { Array(all[$0 * usual.count..<($0 + 1) * usual.count]) }
        isBatchFirst = context.node.int("layout") == 1
    }

    /// Sizes of what a layer reads and gives, and where a row's part of it begins.
    private struct Extent {
        let length, batch, features, size, directions: Int
        let isBatchFirst: Bool

        func input(_ place: Int, _ row: Int) -> Int {
            (isBatchFirst ? row * length + place : place * batch + row) * features
        }

        func state(_ direction: Int, _ row: Int) -> Int {
            (isBatchFirst ? row * directions + direction : direction * batch + row) * size
        }

        func output(_ place: Int, _ direction: Int, _ row: Int) -> Int {
            isBatchFirst
                ? ((row * length + place) * directions + direction) * size
                : ((place * directions + direction) * batch + row) * size
        }

        /// Of a state of every direction and row.
        var last: [Int] { isBatchFirst ? [batch, directions, size] : [directions, batch, size] }
        /// Of the states at every place.
        var all: [Int] { isBatchFirst ? [batch, length, directions, size] : [length, directions, batch, size] }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (input, weights, recurrent) = (try inputs.floats(0), try inputs.floats(1), try inputs.floats(2))
        let directions = isReverse.count
        guard input.shape.count == 3, recurrent.shape.count == 3, let size = recurrent.shape.last, size > 0,
            weights.shape == [directions, gates * size, input.shape[2]],
            recurrent.shape == [directions, gates * size, size]
        else { throw context.unfit(inputs) }
        let extent = Extent(
            length: input.shape[isBatchFirst ? 1 : 0], batch: input.shape[isBatchFirst ? 0 : 1],
            features: input.shape[2], size: size, directions: directions, isBatchFirst: isBatchFirst)
        let bias = try optional(3, of: [directions, 2 * gates * size], inputs)
        let first = try optional(5, of: extent.last, inputs)
        let memory = gates == 4 ? try optional(6, of: extent.last, inputs) : nil
        let peepholes = gates == 4 ? try optional(7, of: [directions, 3 * size], inputs) : nil
        let lengths = try lengths(inputs, extent)
        try checkWork([extent.length, extent.batch, directions, gates * size, extent.features + size])
        var all = [Float](repeating: 0, count: elementCount(try checked(extent.all)))
        _ = try checked(extent.all + [gates])
        var states = first ?? [Float](repeating: 0, count: elementCount(extent.last))
        var memories = memory ?? [Float](repeating: 0, count: elementCount(extent.last))
        for direction in 0..<directions {
            let layer = RecurrentLayer(
                context.node, direction, size: size, gates: gates, features: extent.features, weights: weights.values,
                recurrent: recurrent.values, bias: bias, peepholes: peepholes, functions: functions[direction])
            for row in 0..<extent.batch {
                let own = extent.state(direction, row)
                for step in 0..<lengths[row] {
                    let place = isReverse[direction] ? lengths[row] - 1 - step : step
                    let from = extent.input(place, row)
                    layer.advance(
                        Array(input.values[from..<from + extent.features]), &states[own..<own + size],
                        &memories[own..<own + size])
                    let to = extent.output(place, direction, row)
                    all.replaceSubrange(to..<to + size, with: states[own..<own + size])
                }
            }
        }
        return [.floats(Tensor(shape: extent.all, values: all)), .floats(Tensor(shape: extent.last, values: states))]
            + (gates == 4 ? [.floats(Tensor(shape: extent.last, values: memories))] : [])
    }

    private func optional(_ index: Int, of shape: [Int], _ inputs: Inputs) throws(OperatorError) -> [Float]? {
        guard let tensor = try inputs.optionalFloats(index) else { return nil }
        guard tensor.shape == shape else { throw context.unfit(inputs) }
        return tensor.values
    }

    /// How many places each row has.
    private func lengths(_ inputs: Inputs, _ extent: Extent) throws(OperatorError) -> [Int] {
        guard let given = inputs[4] else { return [Int](repeating: extent.length, count: extent.batch) }
        let lengths = given.numbers.values.map { Count.whole($0) }
        guard lengths.count == extent.batch, lengths.allSatisfy({ (0...extent.length).contains($0) }) else {
            throw OperatorError("its lengths are not one for each of \(extent.batch), of 0 to \(extent.length)")
        }
        return lengths
    }
}
