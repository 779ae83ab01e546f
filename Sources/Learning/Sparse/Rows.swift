internal import Inference

/// A matrix of 32-bit floats, row by row: one patch, kernel or set of coefficients per row.
struct Rows: Hashable, Sendable {
    let count, length: Int
    var values: [Float]

    init(count: Int, length: Int, values: [Float]) {
        precondition(values.count == count * length, "a matrix has one value per place")
        self.count = count
        self.length = length
        self.values = values
    }

    init(count: Int, length: Int) {
        self.init(count: count, length: length, values: [Float](repeating: 0, count: count * length))
    }

    /// self · other.
    func times(_ other: Rows) -> Rows {
        precondition(length == other.count, "the inner sizes of a product are equal")
        return product(MatrixProduct(rows: count, columns: other.length, inner: length), other)
    }

    /// self · otherᵀ.
    func timesTranspose(of other: Rows) -> Rows {
        precondition(length == other.length, "the inner sizes of a product are equal")
        return product(MatrixProduct(rows: count, columns: other.count, inner: length, transposeB: true), other)
    }

    /// selfᵀ · other.
    func transposeTimes(_ other: Rows) -> Rows {
        precondition(count == other.count, "the inner sizes of a product are equal")
        return product(MatrixProduct(rows: length, columns: other.length, inner: count, transposeA: true), other)
    }

    private func product(_ product: MatrixProduct, _ other: Rows) -> Rows {
        var result = Rows(count: product.rows, length: product.columns)
        values.withUnsafeBufferPointer { a in
            other.values.withUnsafeBufferPointer { b in
                result.values.withUnsafeMutableBufferPointer { c in
                    guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
                    product(a, stride: length, b, stride: other.length, into: c, stride: product.columns)
                }
            }
        }
        return result
    }

    /// Some of the rows.
    func rows(_ range: Range<Int>) -> Rows {
        Rows(
            count: range.count, length: length,
            values: Array(values[range.lowerBound * length..<range.upperBound * length]))
    }

    /// Every row with a norm of one; a row of zeros stays.
    var normalized: Rows {
        var result = self
        for row in 0..<count {
            let range = row * length..<(row + 1) * length
            let norm = Float(values[range].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
            guard norm > 0 else { continue }
            for index in range { result.values[index] /= norm }
        }
        return result
    }
}
