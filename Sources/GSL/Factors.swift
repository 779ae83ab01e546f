import CGSL

extension Matrix {
    /// Eigenvalues of a symmetric matrix, largest first, with their eigenvectors of norm 1 as rows.
    ///
    /// - Precondition: square; only the lower triangle is read.
    /// - Complexity: O(rows³).
    public var symmetricEigensystem: (values: [Double], vectors: Matrix) {
        precondition(rows == columns, "only a square matrix has eigenvalues")
        _ = Library.ready
        var (copy, values) = (elements, [Double](repeating: 0, count: rows))
        var vectors = Matrix(rows: rows, columns: rows, elements: [Double](repeating: 0, count: rows * rows))
        guard let work = gsl_eigen_symmv_alloc(rows) else { preconditionFailure("out of memory") }
        defer { gsl_eigen_symmv_free(work) }
        copy.withUnsafeMutableBufferPointer { copy in
            values.withUnsafeMutableBufferPointer { values in
                vectors.elements.withUnsafeMutableBufferPointer { vectors in
                    var a = gsl_matrix_view_array(copy.baseAddress, rows, rows)
                    var v = gsl_matrix_view_array(vectors.baseAddress, rows, rows)
                    var d = gsl_vector_view_array(values.baseAddress, rows)
                    gsl_eigen_symmv(&a.matrix, &d.vector, &v.matrix, work)
                    gsl_eigen_symmv_sort(&d.vector, &v.matrix, GSL_EIGEN_SORT_VAL_DESC)
                    gsl_matrix_transpose(&v.matrix)
                }
            }
        }
        return (values, vectors)
    }

    /// The logarithm of the determinant's size, −∞ for a singular matrix (LU).
    ///
    /// - Precondition: square.
    /// - Complexity: O(rows³).
    public var logDeterminant: Double {
        precondition(rows == columns, "only a square matrix has a determinant")
        _ = Library.ready
        var copy = elements
        guard let permutation = gsl_permutation_alloc(rows) else { preconditionFailure("out of memory") }
        defer { gsl_permutation_free(permutation) }
        return copy.withUnsafeMutableBufferPointer { copy in
            var (a, sign) = (gsl_matrix_view_array(copy.baseAddress, rows, rows), Int32(0))
            gsl_linalg_LU_decomp(&a.matrix, permutation, &sign)
            return gsl_linalg_LU_lndet(&a.matrix)
        }
    }
}
