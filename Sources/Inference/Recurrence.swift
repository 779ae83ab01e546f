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

/// Layers whose state goes on from place to place: with σ the logistic function, ⊙ by elements,
///
///     RNN    h ← tanh(W x + R h + b)
///     GRU    z, r = σ(W x + R h + b);  n = tanh(W x + b + r ⊙ (R h + c)) or tanh(W x + R (r ⊙ h) + b);  h ← (1 − z) ⊙ n + z ⊙ h
///     LSTM   i, o, f = σ(W x + R h + b);  c ← f ⊙ c + i ⊙ tanh(W x + R h + b);  h ← o ⊙ tanh(c)
///
/// - SeeAlso: Hochreiter & Schmidhuber (1997), *Neural Computation* 9; Cho et al. (2014), arXiv:1406.1078.
struct Recurrence: Computation {
    private let context: OperatorContext
    private let gates: Int
    /// Of each direction, whether it runs backwards.
    private let isReverse: [Bool]

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
        let named = context.node.strings("activations") ?? []
        guard named.isEmpty || named == isReverse.flatMap({ _ in usual }) else {
            throw OperatorError("activations other than \(usual.joined(separator: ", ")) are not run")
        }
        guard context.node.int("layout") != 1, context.node.float("clip") == nil, context.node.int("input_forget") != 1,
            context.node.input(7) == nil
        else { throw OperatorError("places first, without clip, peepholes and coupled gates, is run") }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (input, weights, recurrent) = (try inputs.floats(0), try inputs.floats(1), try inputs.floats(2))
        let directions = isReverse.count
        guard input.shape.count == 3, recurrent.shape.count == 3, let size = recurrent.shape.last, size > 0,
            weights.shape == [directions, gates * size, input.shape[2]],
            recurrent.shape == [directions, gates * size, size]
        else { throw context.unfit(inputs) }
        let (length, batch, features) = (input.shape[0], input.shape[1], input.shape[2])
        if let lengths = inputs[4], lengths.numbers.values.contains(where: { $0 != Float(length) }) {
            throw OperatorError("sequences of several lengths are not run")
        }
        let bias = try inputs.optionalFloats(3)
        let first = try inputs.optionalFloats(5)
        let memory = gates == 4 ? try inputs.optionalFloats(6) : nil
        for state in [first, memory].compactMap(\.self) where state.shape != [directions, batch, size] {
            throw context.unfit(inputs)
        }
        if let bias, bias.shape != [directions, 2 * gates * size] { throw context.unfit(inputs) }
        try checkWork([length, batch, directions, gates * size, features + size])
        _ = try checked([length, directions, batch, gates * size])
        var all = [Float](repeating: 0, count: length * directions * batch * size)
        var states = first?.values ?? [Float](repeating: 0, count: directions * batch * size)
        var memories = memory?.values ?? [Float](repeating: 0, count: directions * batch * size)
        for direction in 0..<directions {
            let layer = Layer(
                direction, size: size, gates: gates, features: features, weights: weights.values,
                recurrent: recurrent.values, bias: bias?.values,
                resetsBefore: context.node.int("linear_before_reset") != 1)
            for step in 0..<length {
                let place = isReverse[direction] ? length - 1 - step : step
                for row in 0..<batch {
                    let start = (direction * batch + row) * size
                    let from = (place * batch + row) * features
                    layer.advance(
                        Array(input.values[from..<from + features]), &states[start..<start + size],
                        &memories[start..<start + size])
                    let to = ((place * directions + direction) * batch + row) * size
                    all.replaceSubrange(to..<to + size, with: states[start..<start + size])
                }
            }
        }
        let last = [directions, batch, size]
        return [
            .floats(Tensor(shape: [length] + last, values: all)), .floats(Tensor(shape: last, values: states)),
        ] + (gates == 4 ? [.floats(Tensor(shape: last, values: memories))] : [])
    }

    /// One direction's weights.
    private struct Layer {
        let size, gates, features: Int
        let weights, recurrent: ArraySlice<Float>
        /// Of the input's side and of the state's.
        let inputBias, stateBias: [Float]
        let resetsBefore: Bool

        init(
            _ direction: Int, size: Int, gates: Int, features: Int, weights: [Float], recurrent: [Float],
            bias: [Float]?, resetsBefore: Bool
        ) {
            (self.size, self.gates, self.features, self.resetsBefore) = (size, gates, features, resetsBefore)
            let rows = gates * size
            self.weights = weights[direction * rows * features..<(direction + 1) * rows * features]
            self.recurrent = recurrent[direction * rows * size..<(direction + 1) * rows * size]
            let zeros = [Float](repeating: 0, count: rows)
            inputBias = bias.map { Array($0[direction * 2 * rows..<(direction * 2 + 1) * rows]) } ?? zeros
            stateBias = bias.map { Array($0[(direction * 2 + 1) * rows..<(direction + 1) * 2 * rows]) } ?? zeros
        }

        /// The next state.
        func advance(_ input: [Float], _ state: inout ArraySlice<Float>, _ memory: inout ArraySlice<Float>) {
            let before = Array(state)
            let given = (0..<gates * size).map { sum(weights, row: $0, input) + inputBias[$0] }
            let kept = (0..<gates * size).map { sum(recurrent, row: $0, before) + stateBias[$0] }
            switch gates {
            case 4:
                for unit in 0..<size {
                    let gate = (0..<4).map { given[$0 * size + unit] + kept[$0 * size + unit] }
                    let place = memory.startIndex + unit
                    memory[place] = logistic(gate[2]) * memory[place] + logistic(gate[0]) * tanh(gate[3])
                    state[state.startIndex + unit] = logistic(gate[1]) * tanh(memory[place])
                }
            case 3:
                let reset = (0..<size).map { logistic(given[size + $0] + kept[size + $0]) }
                let damped = resetsBefore ? zip(reset, before).map { $0 * $1 } : before
                for unit in 0..<size {
                    let update = logistic(given[unit] + kept[unit])
                    let row = 2 * size + unit
                    let recalled =
                        resetsBefore ? sum(recurrent, row: row, damped) + stateBias[row] : reset[unit] * kept[row]
                    let new = tanh(given[row] + recalled)
                    state[state.startIndex + unit] = (1 - update) * new + update * before[unit]
                }
            default: for unit in 0..<size { state[state.startIndex + unit] = tanh(given[unit] + kept[unit]) }
            }
        }

        private func sum(_ matrix: ArraySlice<Float>, row: Int, _ vector: [Float]) -> Float {
            let start = matrix.startIndex + row * vector.count
            return vector.indices.reduce(Float(0)) { $0 + matrix[start + $1] * vector[$1] }
        }

        private func logistic(_ x: Float) -> Float { 1 / (1 + exp(-x)) }
    }
}
