import Networks

/// One direction of a recurrent layer, ready to go from state to state.
struct RecurrentLayer {
    private let size, gates: Int
    private let weights, recurrent: ArraySlice<Float>
    /// Of the input's side and of the state's.
    private let inputBias, stateBias: [Float]
    /// Of an LSTM's input, output and forget gate, behind each other; `nil` without any.
    private let peepholes: [Float]?
    private let functions: [RecurrentFunction]
    /// What gates and candidates are brought between before their functions, from the one to less than the other.
    private let clip: Float?
    /// Whether a GRU's state is reset before it is weighed.
    private let resetsBefore: Bool
    /// Whether an LSTM forgets as much as it takes in.
    private let isCoupled: Bool

    init(
        _ node: Node, _ direction: Int, size: Int, gates: Int, features: Int, weights: [Float], recurrent: [Float],
        bias: [Float]?, peepholes: [Float]?, functions: [RecurrentFunction]
    ) {
        (self.size, self.gates, self.functions) = (size, gates, functions)
        let rows = gates * size
        self.weights = weights[direction * rows * features..<(direction + 1) * rows * features]
        self.recurrent = recurrent[direction * rows * size..<(direction + 1) * rows * size]
        self.peepholes = peepholes.map { Array($0[direction * 3 * size..<(direction + 1) * 3 * size]) }
        let zeros = [Float](repeating: 0, count: rows)
        inputBias = bias.map { Array($0[direction * 2 * rows..<(direction * 2 + 1) * rows]) } ?? zeros
        stateBias = bias.map { Array($0[(direction * 2 + 1) * rows..<(direction + 1) * 2 * rows]) } ?? zeros
        clip = node.float("clip")
        resetsBefore = node.int("linear_before_reset") != 1
        isCoupled = node.int("input_forget") == 1
    }

    /// The next state, and of an LSTM the next memory.
    func advance(_ input: [Float], _ state: inout ArraySlice<Float>, _ memory: inout ArraySlice<Float>) {
        let before = Array(state)
        let given = (0..<gates * size).map { sum(weights, row: $0, input) + inputBias[$0] }
        let kept = (0..<gates * size).map { sum(recurrent, row: $0, before) + stateBias[$0] }
        for unit in 0..<size where gates == 4 {
            let place = memory.startIndex + unit
            let gate = (0..<4).map { given[$0 * size + unit] + kept[$0 * size + unit] }
            func opened(_ index: Int) -> Float {
                apply(0, gate[index] + (peepholes.map { $0[index * size + unit] * memory[place] } ?? 0))
            }
            let taken = opened(0)
            let forget = isCoupled ? 1 - taken : opened(2)
            memory[place] = forget * memory[place] + taken * apply(1, gate[3])
            state[state.startIndex + unit] = opened(1) * functions[2](memory[place])
        }
        for unit in 0..<size where gates == 1 {
            state[state.startIndex + unit] = apply(0, given[unit] + kept[unit])
        }
        guard gates == 3 else { return }
        let reset = (0..<size).map { apply(0, given[size + $0] + kept[size + $0]) }
        let damped = resetsBefore ? zip(reset, before).map { $0 * $1 } : before
        for unit in 0..<size {
            let update = apply(0, given[unit] + kept[unit])
            let row = 2 * size + unit
            let recalled = resetsBefore ? sum(recurrent, row: row, damped) + stateBias[row] : reset[unit] * kept[row]
            state[state.startIndex + unit] = (1 - update) * apply(1, given[row] + recalled) + update * before[unit]
        }
    }

    /// One of the functions, of what is brought between the bounds.
    private func apply(_ index: Int, _ x: Float) -> Float {
        functions[index](clip.map { max(-$0, min(x, $0)) } ?? x)
    }

    private func sum(_ matrix: ArraySlice<Float>, row: Int, _ vector: [Float]) -> Float {
        let start = matrix.startIndex + row * vector.count
        return vector.indices.reduce(Float(0)) { $0 + matrix[start + $1] * vector[$1] }
    }
}
