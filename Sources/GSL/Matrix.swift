import CGSL

/// A matrix of doubles, row by row.
public struct Matrix: Hashable, Sendable {
    /// Rows.
    public let rows: Int
    /// Columns.
    public let columns: Int
    /// The elements, row by row.
    public var elements: [Double]

    /// A matrix of given elements.
    ///
    /// - Precondition: `elements.count == rows · columns`, both positive.
    public init(rows: Int, columns: Int, elements: [Double]) {
        precondition(rows > 0 && columns > 0 && elements.count == rows * columns, "a matrix has one value per place")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// The element at a row and a column.
    public subscript(row: Int, column: Int) -> Double {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    /// The product `self · otherᵀ`, by BLAS.
    ///
    /// - Precondition: both have as many columns.
    /// - Complexity: O(rows · other.rows · columns).
    public func timesTranspose(of other: Matrix) -> Matrix {
        precondition(columns == other.columns, "the inner sizes of a product are equal")
        _ = Library.ready
        var product = [Double](repeating: 0, count: rows * other.rows)
        elements.withUnsafeBufferPointer { left in
            other.elements.withUnsafeBufferPointer { right in
                product.withUnsafeMutableBufferPointer { result in
                    var a = gsl_matrix_const_view_array(left.baseAddress, rows, columns)
                    var b = gsl_matrix_const_view_array(right.baseAddress, other.rows, columns)
                    var c = gsl_matrix_view_array(result.baseAddress, rows, other.rows)
                    gsl_blas_dgemm(CblasNoTrans, CblasTrans, 1, &a.matrix, &b.matrix, 0, &c.matrix)
                }
            }
        }
        return Matrix(rows: rows, columns: other.rows, elements: product)
    }

    /// The inverse of a symmetric positive definite matrix (Cholesky), or `nil` where it is not positive definite.
    ///
    /// - Precondition: square.
    public var inverseOfPositiveDefinite: Matrix? {
        precondition(rows == columns, "only a square matrix has an inverse")
        _ = Library.ready
        var inverse = elements
        let code = inverse.withUnsafeMutableBufferPointer { values -> Int32 in
            var view = gsl_matrix_view_array(values.baseAddress, rows, rows)
            let factored = gsl_linalg_cholesky_decomp1(&view.matrix)
            return factored == 0 ? gsl_linalg_cholesky_invert(&view.matrix) : factored
        }
        return code == 0 ? Matrix(rows: rows, columns: rows, elements: inverse) : nil
    }
}

/// The products of all pairs of rows: `result = rows · rowsᵀ`, upper triangle only, into memory of the caller.
///
/// - Parameters:
///   - rows: `count` rows of `length` values, one after the other.
///   - count: how many rows there are.
///   - length: values of each row.
///   - result: `count · count` values.
public func gram(
    of rows: UnsafePointer<Double>, count: Int, length: Int, into result: UnsafeMutablePointer<Double>
) {
    var a = gsl_matrix_const_view_array(rows, count, length)
    var c = gsl_matrix_view_array(result, count, count)
    gsl_blas_dsyrk(CblasUpper, CblasNoTrans, 1, &a.matrix, 0, &c.matrix)
}
