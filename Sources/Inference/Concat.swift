import Networks
import Planes
import Workers

/// Tensors one after the other along an axis.
struct Concat: Computation {
    let axis: Int
    let givesFinite = true

    /// The joined shape, and for each input the elements of one run: all from the axis on.
    private func layout(_ shapes: [[Int]]) throws(OperatorError) -> (shape: [Int], axis: Int, runs: [Int]) {
        guard let first = shapes.first else { throw OperatorError("it has no inputs") }
        let axis = try axis.axis(of: first.count)
        var shape = first
        shape[axis] = 0
        for other in shapes {
            var rest = other
            guard rest.count == first.count else { throw .shapes(first, other, "as many axes are expected") }
            shape[axis] += rest[axis]
            rest[axis] = first[axis]
            guard rest == first else { throw .shapes(first, other, "sizes are equal but along axis \(axis)") }
        }
        return (try checked(shape), axis, shapes.map { elementCount(Array($0[axis...])) })
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        if case .integers = inputs[0] {
            var tensors: [Tensor<Int>] = []
            for index in 0..<inputs.count { tensors.append(try inputs.integers(index)) }
            return [.integers(try join(tensors, workers))]
        }
        var tensors: [Tensor<Float>] = []
        for index in 0..<inputs.count { tensors.append(try inputs.floats(index)) }
        return [.floats(try join(tensors, workers))]
    }

    private func join<Element: Sendable>(
        _ tensors: [Tensor<Element>], _ workers: Workers
    ) throws(OperatorError) -> Tensor<Element> {
        let (shape, axis, runs) = try layout(tensors.map(\.shape))
        let line = runs.reduce(0, +)
        return Tensor(shape: shape) { output in
            guard let output = output.baseAddress else { return }
            var start = 0
            for (tensor, run) in zip(tensors, runs) where run > 0 {
                tensor.values.withUnsafeBufferPointer { values in
                    guard let values = values.baseAddress else { return }
                    nonisolated(unsafe) let (from, to) = (values, output + start)
                    // Every run in pieces: of one picture there is only one.
                    let pieces = (run + Self.piece - 1) / Self.piece
                    workers.forEach(elementCount(Array(shape[..<axis])) * pieces) { item in
                        let (outer, piece) = item.quotientAndRemainder(dividingBy: pieces)
                        let part = piece * Self.piece..<min((piece + 1) * Self.piece, run)
                        (to + outer * line + part.lowerBound).update(
                            from: from + outer * run + part.lowerBound, count: part.count)
                    }
                }
                start += run
            }
        }
    }

    /// Elements that are copied at a time, at most.
    private static let piece = 1 << 15

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        var shapes: [[Int]] = []
        for index in 0..<inputs.count { shapes.append(try inputs.value(index).shape) }
        let (shape, axis, _) = try layout(shapes)
        var (parts, start) = ([Tensor<Float>?](), 0)
        for part in shapes {
            let map = IndexMap(of: shape, axis: axis, indices: (start..<start + part[axis]).map { $0 })
            parts.append(try map.apply(to: cotangent, fill: 0, workers))
            start += part[axis]
        }
        return parts
    }
}

/// A tensor cut along an axis.
struct Split: Computation {
    let context: OperatorContext
    let givesFinite = true

    private func maps(_ shape: [Int], _ inputs: Inputs) throws(OperatorError) -> [IndexMap] {
        let instance = context.instance(inputs)
        guard let axis = instance.axis(or: 0, rank: shape.count), let sizes = instance.parts,
            sizes.count == context.node.outputs.count, sizes.reduce(0, +) == shape[axis]
        else { throw context.unfit(inputs) }
        var start = 0
        return sizes.map { size in
            defer { start += size }
            return IndexMap(of: shape, axis: axis, indices: (start..<start + size).map { $0 })
        }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let value = try inputs.value(0)
        var parts: [Value] = []
        for map in try maps(value.shape, inputs) {
            switch value {
            case .floats(let tensor): parts.append(.floats(try map.apply(to: tensor, fill: 0, workers)))
            case .integers(let tensor): parts.append(.integers(try map.apply(to: tensor, fill: 0, workers)))
            }
        }
        return parts
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        let shape = try inputs.floats(0).shape
        var result = Tensor<Float>(shape: shape, repeating: 0)
        for (map, cotangent) in zip(try maps(shape, inputs), cotangents) {
            guard let cotangent else { continue }
            let part = map.spread(cotangent, to: shape)
            result.update { for index in $0.indices { $0[index] += part.values[index] } }
        }
        return [result]
    }
}
