import Planes

/// The shape that two shapes are repeated to: aligned at the last axis, sizes equal or one of them 1.
func broadcast(_ a: [Int], _ b: [Int]) throws(OperatorError) -> [Int] {
    let rank = max(a.count, b.count)
    let (left, right) = (aligned(a, rank), aligned(b, rank))
    guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
        throw .shapes(a, b, "sizes are equal or 1, counted from the last axis")
    }
    return zip(left, right).map { $0 == 1 ? $1 : $0 }
}

private func aligned(_ shape: [Int], _ rank: Int) -> [Int] {
    [Int](repeating: 1, count: rank - shape.count) + shape
}

/// Two tensors read together under their common shape, without writing out what is repeated.
struct Broadcast {
    /// The common shape.
    let shape: [Int]
    /// Steps of each operand along each axis; 0 where it is repeated. Axes that both go through alike are joined.
    private let sizes, left, right: [Int]

    init(_ a: [Int], _ b: [Int]) throws(OperatorError) {
        shape = try checked(broadcast(a, b))
        let stepsA = Self.steps(aligned(a, shape.count)), stepsB = Self.steps(aligned(b, shape.count))
        var (sizes, left, right): ([Int], [Int], [Int]) = ([], [], [])
        for axis in shape.indices where shape[axis] != 1 {
            if let last = sizes.indices.last, left[last] == stepsA[axis] * shape[axis],
                right[last] == stepsB[axis] * shape[axis]
            {
                (sizes[last], left[last], right[last]) = (sizes[last] * shape[axis], stepsA[axis], stepsB[axis])
            } else {
                sizes.append(shape[axis])
                left.append(stepsA[axis])
                right.append(stepsB[axis])
            }
        }
        (self.sizes, self.left, self.right) = (sizes, left, right)
    }

    private static func steps(_ shape: [Int]) -> [Int] {
        zip(shape, IndexMap.strides(shape)).map { $0 == 1 ? 0 : $1 }
    }

    /// Calls `body` with every run along the last joined axis: where it begins in the output and in both operands, its
    /// length, and the operands' steps (0 or 1).
    func forEachRun(
        _ body: (_ output: Int, _ a: Int, _ b: Int, _ length: Int, _ stepA: Int, _ stepB: Int) -> Void
    ) {
        guard !shape.contains(0) else { return }
        let length = sizes.last ?? 1
        var index = [Int](repeating: 0, count: max(sizes.count - 1, 0))
        var (a, b) = (0, 0)
        for run in 0..<index.indices.reduce(1, { $0 * sizes[$1] }) {
            body(run * length, a, b, length, left.last ?? 0, right.last ?? 0)
            for axis in index.indices.reversed() {
                index[axis] += 1
                a += left[axis]
                b += right[axis]
                if index[axis] < sizes[axis] { break }
                a -= left[axis] * sizes[axis]
                b -= right[axis] * sizes[axis]
                index[axis] = 0
            }
        }
    }

    /// The function of every pair.
    func combine<Element, Result>(
        _ a: Tensor<Element>, _ b: Tensor<Element>, _ function: (Element, Element) -> Result
    ) -> Tensor<Result> {
        a.values.withUnsafeBufferPointer { a in
            b.values.withUnsafeBufferPointer { b in
                Tensor(shape: shape) { output in
                    forEachRun { start, placeA, placeB, length, stepA, stepB in
                        for i in 0..<length {
                            output[start + i] = function(a[placeA + i * stepA], b[placeB + i * stepB])
                        }
                    }
                }
            }
        }
    }
}

/// The sum over what was repeated: the way back from a common shape to an operand's.
func summed(_ tensor: Tensor<Float>, to shape: [Int]) throws(OperatorError) -> Tensor<Float> {
    guard tensor.shape != shape else { return tensor }
    let pairs = try Broadcast(shape, tensor.shape)
    var result = Tensor<Float>(shape: shape, repeating: 0)
    result.update { sums in
        pairs.forEachRun { _, to, from, length, stepTo, stepFrom in
            for i in 0..<length { sums[to + i * stepTo] += tensor.values[from + i * stepFrom] }
        }
    }
    return result
}
