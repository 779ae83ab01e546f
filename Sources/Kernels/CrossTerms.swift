/// A matrix as a sum of columns times rows, found by taking away the cross of its largest entry until little is left.
///
/// - SeeAlso: Bebendorf (2000), *Numer. Math.* 86:565.
struct CrossTerms: Sendable {
    struct Term: Sendable {
        let column: [Double]
        let row: [Double]
    }

    /// First those that take most away.
    let terms: [Term]

    /// - Parameters:
    ///   - tolerance: the norm of what may be left.
    ///   - limit: of the number of terms; a matrix that needs more gives `nil`.
    /// - Complexity: terms · entries.
    init?(of matrix: [Double], width: Int, tolerance: Double, limit: Int) {
        let height = matrix.count / width
        var rest = matrix
        var terms: [Term] = []
        while rest.reduce(0, { $0 + $1 * $1 }) > tolerance * tolerance {
            guard terms.count < limit, let pivot = rest.indices.max(by: { abs(rest[$0]) < abs(rest[$1]) }) else {
                return nil
            }
            let (i, j) = pivot.quotientAndRemainder(dividingBy: width)
            let value = rest[pivot]
            let row = Array(rest[i * width..<(i + 1) * width])
            let column = (0..<height).map { rest[$0 * width + j] / value }
            for (k, factor) in column.enumerated() where factor != 0 {
                for l in 0..<width { rest[k * width + l] -= factor * row[l] }
            }
            terms.append(Term(column: column, row: row))
        }
        self.terms = terms
    }

    /// What must be taken from every entry of a window of the matrix for its rank to fall by one: 1/(1ᵀK⁺1), where the
    /// window's ones are in the span of columns and rows; something else, or `nil`, where they are not.
    ///
    /// - SeeAlso: Wedderburn (1934), *Lectures on Matrices*, rank reduction.
    func constant(rows: Range<Int>, columns: Range<Int>) -> Double? {
        guard let first = terms.first,
            let a = Self.weights(of: terms.map(\.column), ones: rows, count: first.column.count),
            let b = Self.weights(of: terms.map(\.row), ones: columns, count: first.row.count)
        else { return nil }
        let sum = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        return sum == 0 ? nil : 1 / sum
    }

    /// The weights of vectors whose sum is nearest to ones on a range and zeros elsewhere: the normal equations.
    private static func weights(of vectors: [[Double]], ones: Range<Int>, count: Int) -> [Double]? {
        let n = vectors.count
        var matrix = vectors.map { a in
            vectors.map { b in (0..<count).reduce(0) { $0 + a[$1] * b[$1] } } + [ones.reduce(0) { $0 + a[$1] }]
        }
        for pivot in 0..<n {
            guard matrix[pivot][pivot] > 0 else { return nil }
            for other in 0..<n where other != pivot {
                let factor = matrix[other][pivot] / matrix[pivot][pivot]
                for k in pivot...n { matrix[other][k] -= factor * matrix[pivot][k] }
            }
        }
        return (0..<n).map { matrix[$0][n] / matrix[$0][$0] }
    }
}
