import CRows
import Networks
import Planes
import Workers

/// A function of two elements, the smaller tensor repeated; of whole numbers where both are.
struct Elementwise: Computation {
    private let floats: (@Sendable (Float, Float) -> Float)?
    private let integers: (@Sendable (Int, Int) -> ElementFunction.Whole)?
    private let derivative: ElementFunction.Slopes?
    /// The same function of floats, if it is one that loops of their own compute.
    private let loop: Loop?
    /// Whether a Relu of the result is taken in.
    private var isRectified = false
    /// Loops look at what they give.
    var givesFinite: Bool { loop != nil }

    /// What is computed by vectors.
    enum Loop: Int32, Sendable {
        case sum, product

        /// That of an operator.
        init?(_ op: Operator) {
            switch op {
            case .add: self = .sum
            case .mul: self = .product
            default: return nil
            }
        }
    }

    init(
        _ floats: (@Sendable (Float, Float) -> Float)?,
        integers: (@Sendable (Int, Int) -> ElementFunction.Whole)? = nil,
        slopes derivative: ElementFunction.Slopes? = nil, loop: Loop? = nil
    ) {
        self.floats = floats
        self.integers = integers
        self.derivative = derivative
        self.loop = loop
    }

    /// The Relu of it, of two tensors.
    var rectified: Elementwise {
        var rectified = self
        rectified.isRectified = true
        return rectified
    }

    /// Of any number of tensors, from the first on.
    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        var result = try inputs.value(0)
        for index in 1..<max(inputs.count, 1) { result = try combine(result, inputs.value(index), workers) }
        return [result]
    }

    private func combine(_ a: Value, _ b: Value, _ workers: Workers) throws(OperatorError) -> Value {
        switch (a, b) {
        case (.floats(let a), .floats(let b)):
            guard let floats else { throw OperatorError("it does not run on floats") }
            let pairs = try Broadcast(a.shape, b.shape)
            guard let loop else { return .floats(pairs.combine(a, b, floats)) }
            return .floats(try pairs.combine(a, b, by: loop, isRectified ? .positive : .none, workers))
        case (.floats, .integers(let b)):
            // An exponent may be a whole number.
            return try combine(a, .floats(Tensor(shape: b.shape, values: b.values.map(Float.init))), workers)
        case (.integers(let a), .integers(let b)):
            guard let integers else { throw OperatorError("it does not run on whole numbers") }
            let least = isRectified ? 0 : Int.min
            return .integers(
                try Broadcast(a.shape, b.shape).combine(a, b) { max(integers($0, $1).partialValue, least) })
        default: throw OperatorError("one input holds floats, another whole numbers")
        }
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        guard let floats, let derivative else { throw .noGradient }
        if loop == .sum {
            var results: [Tensor<Float>?] = []
            for index in 0..<inputs.count { results.append(try summed(cotangent, to: inputs.value(index).shape)) }
            return results
        }
        // The partial results, then from the last pair back to the first.
        var partial = [try inputs.value(0).numbers]
        for index in 1..<inputs.count {
            let next = try inputs.value(index).numbers
            partial.append(
                try Broadcast(partial[index - 1].shape, next.shape).combine(partial[index - 1], next, floats))
        }
        var results = [Tensor<Float>?](repeating: nil, count: inputs.count)
        var carried = cotangent
        for index in (1..<inputs.count).reversed() {
            let (a, b) = (partial[index - 1], try inputs.value(index).numbers)
            let pairs = try Broadcast(a.shape, b.shape)
            let both = (0...1).map { side in
                var part = carried
                part.update { values in
                    pairs.forEachRun { start, placeA, placeB, length, stepA, stepB in
                        for i in start..<start + length where values[i] != 0 {
                            let place = i - start
                            let slopes = derivative(
                                a.values[placeA + place * stepA], b.values[placeB + place * stepB],
                                partial[index].values[i])
                            values[i] *= side == 0 ? slopes.0 : slopes.1
                        }
                    }
                }
                return part
            }
            results[index] = try summed(both[1], to: b.shape)
            carried = try summed(both[0], to: a.shape)
        }
        results[0] = carried
        return results
    }
}

extension Broadcast {
    /// The sum or product of every pair, brought between bounds.
    ///
    /// - Throws: ``OperatorError`` for one that is not finite.
    func combine(
        _ a: Tensor<Float>, _ b: Tensor<Float>, by loop: Elementwise.Loop, _ bounds: Bounds, _ workers: Workers
    ) throws(OperatorError) -> Tensor<Float> {
        var isFinite = true
        let result: Tensor<Float> = a.values.withUnsafeBufferPointer { a in
            b.values.withUnsafeBufferPointer { b in
                Tensor(shape: shape) { output in
                    guard let a = a.baseAddress, let b = b.baseAddress, let output = output.baseAddress else { return }
                    nonisolated(unsafe) let (left, right, result) = (a, b, output)
                    forEachRun { start, placeA, placeB, length, stepA, stepB in
                        let isRunFinite = workers.allSatisfy(length, inPiecesOf: 1 << 15) { piece in
                            row_combine(
                                piece.count, result + start + piece.lowerBound,
                                left + placeA + piece.lowerBound * stepA, stepA,
                                right + placeB + piece.lowerBound * stepB, stepB, loop.rawValue, bounds.low,
                                bounds.high) == 1
                        }
                        isFinite = isRunFinite && isFinite
                    }
                }
            }
        }
        guard isFinite else {
            let values = combine(a, b) { loop == .sum ? $0 + $1 : $0 * $1 }
            throw OperatorError(nonFinite: values.values.first { !$0.isFinite } ?? .nan)
        }
        return result
    }
}

/// Elements of one tensor or another, as a third says.
struct Where: Computation {
    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let condition = try inputs.integers(0)
        switch (try inputs.value(1), try inputs.value(2)) {
        case (.floats(let a), .floats(let b)): return [.floats(try Self.pick(condition, a, b))]
        case (.integers(let a), .integers(let b)): return [.integers(try Self.pick(condition, a, b))]
        default: throw OperatorError("one input holds floats, another whole numbers")
        }
    }

    private static func pick<Element>(
        _ condition: Tensor<Int>, _ a: Tensor<Element>, _ b: Tensor<Element>
    ) throws(OperatorError) -> Tensor<Element> {
        let places = Tensor(shape: a.shape, values: Array(a.values.indices))
        let others = Tensor(shape: b.shape, values: b.values.indices.map { -1 - $0 })
        let ones = try Broadcast(condition.shape, a.shape).combine(condition, places) { $0 == 0 ? Int.max : $1 }
        let picked = try Broadcast(ones.shape, b.shape).combine(ones, others) { $0 == .max ? $1 : $0 }
        return Tensor(shape: picked.shape, values: picked.values.map { $0 < 0 ? b.values[-1 - $0] : a.values[$0] })
    }
}

/// Leaky with a slope per element: PRelu's slopes are repeated to the input's shape.
struct PReLU: Computation {
    private static let slopes = Elementwise({ $0 < 0 ? $0 * $1 : $0 }, slopes: { a, b, _ in a < 0 ? (b, a) : (1, 0) })

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        var aligned = try aligned(inputs)
        return try Self.slopes.run(&aligned, workers)
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        [try Self.slopes.pullback(cotangents, aligned(inputs), outputs, workers).first ?? nil]
    }

    private func aligned(_ inputs: Inputs) throws(OperatorError) -> Inputs {
        let (input, slope) = (try inputs.floats(0), try inputs.floats(1))
        // Old files give one slope per channel without the axes after it.
        guard slope.shape.count == 1, input.shape.count > 2, slope.count == input.shape[1], slope.count > 1 else {
            return inputs
        }
        let shape = [slope.count] + [Int](repeating: 1, count: input.shape.count - 2)
        return Inputs([.floats(input), .floats(slope.reshaped(to: shape))])
    }
}

/// Whether something is true of each element, as 0 or 1.
struct Condition: Computation {
    let floats: @Sendable (Float) -> Bool
    let integers: @Sendable (Int) -> Bool

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        switch try inputs.value(0) {
        case .floats(let input):
            [.integers(Tensor(shape: input.shape, values: input.values.map { floats($0) ? 1 : 0 }))]
        case .integers(let input):
            [.integers(Tensor(shape: input.shape, values: input.values.map { integers($0) ? 1 : 0 }))]
        }
    }
}

/// The mean of tensors, the smaller ones repeated.
struct Mean: Computation {
    private static let sum = Elementwise({ $0 + $1 }, slopes: { _, _, _ in (1, 1) })

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let part = 1 / Float(max(inputs.count, 1))
        return try Self.sum.run(&inputs, workers).map { (sum) throws(OperatorError) in
            guard case .floats(let sum) = sum else { throw OperatorError("it does not run on whole numbers") }
            return .floats(Self.scaled(sum, by: part))
        }
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        let part = 1 / Float(max(inputs.count, 1))
        return try Self.sum.pullback(cotangents.map { $0.map { Self.scaled($0, by: part) } }, inputs, outputs, workers)
    }

    private static func scaled(_ tensor: Tensor<Float>, by part: Float) -> Tensor<Float> {
        Tensor(shape: tensor.shape, values: tensor.values.map { $0 * part })
    }
}

/// Whether a relation holds, as 0 or 1.
struct Comparison: Computation {
    let floats: @Sendable (Float, Float) -> Bool
    let integers: @Sendable (Int, Int) -> Bool

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        switch (try inputs.value(0), try inputs.value(1)) {
        case (.floats(let a), .floats(let b)):
            return [.integers(try Broadcast(a.shape, b.shape).combine(a, b) { floats($0, $1) ? 1 : 0 })]
        case (.integers(let a), .integers(let b)):
            return [.integers(try Broadcast(a.shape, b.shape).combine(a, b) { integers($0, $1) ? 1 : 0 })]
        default: throw OperatorError("one input holds floats, another whole numbers")
        }
    }
}

extension Factories {
    static let choices: [Operator: Factory] = [
        .prelu: { (_) throws(OperatorError) in PReLU() },
        .where: { (_) throws(OperatorError) in Where() },
        .mean: { (_) throws(OperatorError) in Mean() },
    ]
}
