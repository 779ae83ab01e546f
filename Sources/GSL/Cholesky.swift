import CGSL
import Glibc

/// The root of a symmetric positive definite matrix: a lower triangle L with LLᵀ the matrix.
public struct Cholesky: Sendable {
    /// L, row by row; zeros above the diagonal.
    public let lower: Matrix

    /// The root of a matrix, or `nil` where it is not positive definite.
    ///
    /// - Precondition: square; only the lower triangle is read.
    /// - Complexity: O(rows³).
    public init?(_ matrix: Matrix) {
        precondition(matrix.rows == matrix.columns, "only a square matrix has a root")
        _ = Library.ready
        let size = matrix.rows
        var elements = matrix.elements
        let code = elements.withUnsafeMutableBufferPointer { values -> Int32 in
            var view = gsl_matrix_view_array(values.baseAddress, size, size)
            return gsl_linalg_cholesky_decomp1(&view.matrix)
        }
        guard code == 0 else { return nil }
        elements.withUnsafeMutableBufferPointer { elements in
            for row in 0..<size {
                for column in row + 1..<max(size, row + 1) { elements[row * size + column] = 0 }
            }
        }
        lower = Matrix(rows: size, columns: size, elements: elements)
    }

    /// ln det LLᵀ.
    public var logDeterminant: Double {
        (0..<lower.rows).reduce(0) { $0 + 2 * log(lower[$1, $1]) }
    }

    /// xᵀ(LLᵀ)⁻¹x for each column x of a matrix.
    ///
    /// - Precondition: `columns.rows` is the matrix's size.
    /// - Complexity: O(rows² · columns), by BLAS.
    public func squaredLengths(of columns: Matrix) -> [Double] {
        precondition(columns.rows == lower.rows, "a vector has one element per row")
        var solved = columns.elements
        lower.elements.withUnsafeBufferPointer { triangle in
            solved.withUnsafeMutableBufferPointer { values in
                var a = gsl_matrix_const_view_array(triangle.baseAddress, lower.rows, lower.rows)
                var b = gsl_matrix_view_array(values.baseAddress, columns.rows, columns.columns)
                gsl_blas_dtrsm(CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, 1, &a.matrix, &b.matrix)
            }
        }
        var lengths = [Double](repeating: 0, count: columns.columns)
        solved.withUnsafeBufferPointer { solved in
            lengths.withUnsafeMutableBufferPointer { lengths in
                for row in 0..<columns.rows {
                    for column in 0..<columns.columns {
                        let value = solved[row * columns.columns + column]
                        lengths[column] += value * value
                    }
                }
            }
        }
        return lengths
    }
}
