import COpenBLAS

/// The product c = a · b, or c + a · b, of matrices stored row by row, by OpenBLAS on the calling thread.
///
/// A row of `a` begins `strideA` floats after the one before, and so on; a transposed factor is stored the other way.
package struct MatrixProduct {
    /// Rows and columns of the result.
    package let rows, columns: Int
    /// The length of the sums.
    let inner: Int
    var transposeA = false
    var transposeB = false
    /// Adds to what is there.
    var accumulates = false

    /// A product of the given sizes.
    package init(
        rows: Int, columns: Int, inner: Int, transposeA: Bool = false, transposeB: Bool = false,
        accumulates: Bool = false
    ) {
        self.rows = rows
        self.columns = columns
        self.inner = inner
        self.transposeA = transposeA
        self.transposeB = transposeB
        self.accumulates = accumulates
    }

    /// BLAS stays on the calling thread: workers are ours.
    private static let singleThread: Void = openblas_set_num_threads(1)

    /// Computes the product.
    package func callAsFunction(
        _ a: UnsafePointer<Float>, stride strideA: Int, _ b: UnsafePointer<Float>, stride strideB: Int,
        into c: UnsafeMutablePointer<Float>, stride strideC: Int
    ) {
        _ = Self.singleThread
        var (m, n, k) = (CInt(columns), CInt(rows), CInt(inner))
        var (lda, ldb, ldc) = (CInt(max(strideB, 1)), CInt(max(strideA, 1)), CInt(max(strideC, 1)))
        var one: Float = 1
        var beta: Float = accumulates ? 1 : 0
        guard rows > 0, columns > 0 else { return }
        guard inner > 0 else {
            if !accumulates { for row in 0..<rows { (c + row * strideC).update(repeating: 0, count: columns) } }
            return
        }
        // BLAS goes column by column, so it sees every matrix transposed: cᵀ = bᵀ · aᵀ.
        if rows == 1, !transposeA, strideC >= columns {
            var step: CInt = 1
            var (down, across) = transposeB ? (k, m) : (m, k)
            sgemv_(transposeB ? "T" : "N", &down, &across, &one, b, &lda, a, &step, &beta, c, &step)
        } else {
            sgemm_(
                transposeB ? "T" : "N", transposeA ? "T" : "N", &m, &n, &k, &one, b, &lda, a, &ldb, &beta, c, &ldc)
        }
    }
    /// Computes the product in double precision; neither factor is transposed.
    func callAsFunction(
        _ a: UnsafePointer<Double>, stride strideA: Int, _ b: UnsafePointer<Double>, stride strideB: Int,
        into c: UnsafeMutablePointer<Double>, stride strideC: Int
    ) {
        precondition(!transposeA && !transposeB && !accumulates && inner > 0, "a plain product")
        _ = Self.singleThread
        guard rows > 0, columns > 0 else { return }
        var (m, n, k) = (CInt(columns), CInt(rows), CInt(inner))
        var (lda, ldb, ldc) = (CInt(strideB), CInt(strideA), CInt(strideC))
        var (one, zero) = (1.0, 0.0)
        dgemm_("N", "N", &m, &n, &k, &one, b, &lda, a, &ldb, &zero, c, &ldc)
    }
}
