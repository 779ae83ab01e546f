import Networks
import Planes
import Workers

extension Factories {
    static let products: [Operator: Factory] = [
        .gemm: { (context) throws(OperatorError) in Gemm(context) },
        .matMul: { (_) throws(OperatorError) in MatMul() },
    ]
}

/// alpha · a · b + beta · c, either factor transposed.
struct Gemm: Computation {
    private let alpha, beta: Float
    private let transposeA, transposeB: Bool

    init(_ context: OperatorContext) {
        alpha = context.node.float("alpha") ?? 1
        beta = context.node.float("beta") ?? 1
        transposeA = context.node.int("transA") == 1
        transposeB = context.node.int("transB") == 1
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (a, b) = (try inputs.floats(0), try inputs.floats(1))
        var result = try product(a, transposeA, b, transposeB, workers)
        if alpha != 1 { result.update { for index in $0.indices { $0[index] *= alpha } } }
        guard let c = try inputs.optionalFloats(2) else { return [.floats(result)] }
        guard try broadcast(result.shape, c.shape) == result.shape else {
            throw .shapes(result.shape, c.shape, "what is added is repeated to the product's shape")
        }
        return [.floats(try Broadcast(result.shape, c.shape).combine(result, c) { $0 + beta * $1 })]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard var cotangent = cotangents[0] else { return [] }
        let (a, b) = (try inputs.floats(0), try inputs.floats(1))
        let sum = cotangent
        cotangent.update { for index in $0.indices { $0[index] *= alpha } }
        let left =
            transposeA
            ? try product(b, transposeB, cotangent, true, workers)
            : try product(cotangent, false, b, !transposeB, workers)
        let right =
            transposeB
            ? try product(cotangent, true, a, transposeA, workers)
            : try product(a, !transposeA, cotangent, false, workers)
        guard let c = try inputs.optionalFloats(2) else { return [left, right] }
        var offset = try summed(sum, to: c.shape)
        offset.update { for index in $0.indices { $0[index] *= beta } }
        return [left, right, offset]
    }
}

/// The product of two matrices.
private func product(
    _ a: Tensor<Float>, _ transposeA: Bool, _ b: Tensor<Float>, _ transposeB: Bool, _ workers: Workers
) throws(OperatorError) -> Tensor<Float> {
    guard a.shape.count == 2, b.shape.count == 2 else { throw .shapes(a.shape, b.shape, "matrices are expected") }
    let (rows, inner) = transposeA ? (a.shape[1], a.shape[0]) : (a.shape[0], a.shape[1])
    let (other, columns) = transposeB ? (b.shape[1], b.shape[0]) : (b.shape[0], b.shape[1])
    guard inner == other else { throw .shapes(a.shape, b.shape, "the inner sizes of a product are equal") }
    try checkWork([rows, inner, columns])
    return try a.values.withUnsafeBufferPointer { (left) throws(OperatorError) in
        try b.values.withUnsafeBufferPointer { (right) throws(OperatorError) in
            try Tensor(checked: [rows, columns]) { result in
                guard let a = left.baseAddress, let b = right.baseAddress, let c = result.baseAddress else { return }
                nonisolated(unsafe) let (left, right, result) = (a, b, c)
                let (strideA, strideB) = (transposeA ? rows : inner, transposeB ? inner : columns)
                // A row of a network's answer is long; pieces of columns are big enough to keep BLAS busy.
                workers.inPieces(columns, of: 256) { piece in
                    MatrixProduct(
                        rows: rows, columns: piece.count, inner: inner, transposeA: transposeA, transposeB: transposeB)(
                            left, stride: strideA, right + piece.lowerBound * (transposeB ? strideB : 1),
                            stride: strideB, into: result + piece.lowerBound, stride: columns)
                }
            }
        }
    }
}

/// NumPy's matrix product: matrices in the last two axes, the axes before them repeated.
///
/// A vector is a row on the left and a column on the right, and its axis goes again.
struct MatMul: Computation {
    private func matrices(_ inputs: Inputs) throws(OperatorError) -> (a: Tensor<Float>, b: Tensor<Float>) {
        let (a, b) = (try inputs.floats(0), try inputs.floats(1))
        guard !a.shape.isEmpty, !b.shape.isEmpty else { throw .shapes(a.shape, b.shape, "matrices are expected") }
        return (
            a.shape.count == 1 ? a.reshaped(to: [1, a.count]) : a,
            b.shape.count == 1 ? b.reshaped(to: [b.count, 1]) : b
        )
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (a, b) = try matrices(inputs)
        let result = try multiply(a, false, b, false, workers)
        var shape = result.shape
        if try inputs.floats(1).shape.count == 1 { shape.removeLast() }
        if try inputs.floats(0).shape.count == 1 { shape.remove(at: result.shape.count - 2) }
        return [.floats(result.reshaped(to: shape))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let (a, b) = try matrices(inputs)
        let outer = try broadcast(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)))
        let whole = cotangent.reshaped(to: outer + [a.shape[a.shape.count - 2], b.shape[b.shape.count - 1]])
        return [
            try summed(multiply(whole, false, b, true, workers), to: a.shape).reshaped(to: inputs.floats(0).shape),
            try summed(multiply(a, true, whole, false, workers), to: b.shape).reshaped(to: inputs.floats(1).shape),
        ]
    }

    private func multiply(
        _ a: Tensor<Float>, _ transposeA: Bool, _ b: Tensor<Float>, _ transposeB: Bool, _ workers: Workers
    ) throws(OperatorError) -> Tensor<Float> {
        if a.shape.count == 2, b.shape.count == 2 { return try product(a, transposeA, b, transposeB, workers) }
        let (outerA, outerB) = (Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)))
        let (sizeA, sizeB) = (Array(a.shape.suffix(2)), Array(b.shape.suffix(2)))
        let placesA = Tensor(shape: outerA, values: Array(0..<elementCount(outerA)))
        let placesB = Tensor(shape: outerB, values: Array(0..<elementCount(outerB)))
        let pairs = try Broadcast(outerA, outerB)
        let (left, right) = (
            pairs.combine(placesA, placesB) { a, _ in a }, pairs.combine(placesA, placesB) { _, b in b }
        )
        var values: [Float] = []
        var shape: [Int] = []
        let (countA, countB) = (sizeA[0] * sizeA[1], sizeB[0] * sizeB[1])
        for (indexA, indexB) in zip(left.values, right.values) {
            let matrixA = Tensor(shape: sizeA, values: Array(a.values[indexA * countA..<(indexA + 1) * countA]))
            let matrixB = Tensor(shape: sizeB, values: Array(b.values[indexB * countB..<(indexB + 1) * countB]))
            let result = try product(matrixA, transposeA, matrixB, transposeB, workers)
            shape = result.shape
            values += result.values
            _ = try checked([values.count])
        }
        return Tensor(shape: try checked(pairs.shape + (shape.isEmpty ? [0, 0] : shape)), values: values)
    }
}
