import CMatrixProduct
import COpenBLAS

/// Where the right factor of a product lies.
enum RightFactor {
    /// Row by row.
    case rows(UnsafePointer<Float>, stride: Int)
    /// As `product_pack_columns` lays it.
    case panels(UnsafePointer<Float>)
}

/// The product c = a · b, or c + a · b, of matrices stored row by row, on the calling thread.
///
/// A row of `a` begins `strideA` floats after the one before, and so on; a transposed factor is stored the other way.
/// Results do not depend on the sizes of the other rows and columns, nor on how wide the processor's vectors are.
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

    /// With so few rows, laying the right factor out costs more than it saves.
    private static let fewRows = 8

    /// Computes the product.
    package func callAsFunction(
        _ a: UnsafePointer<Float>, stride strideA: Int, _ b: UnsafePointer<Float>, stride strideB: Int,
        into c: UnsafeMutablePointer<Float>, stride strideC: Int
    ) {
        guard hasTerms(c, stride: strideC) else { return }
        if transposeB, !transposeA, rows <= Self.fewRows {
            product_dots(rows, columns, inner, a, strideA, b, strideB, c, strideC, accumulates ? 1 : 0)
        } else {
            withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * inner) { packed in
                guard let packed = packed.baseAddress else { return }
                product_pack(rows, inner, a, transposeA ? 1 : strideA, transposeA ? strideA : 1, packed)
                _ = multiply(packed, b, stride: strideB, into: c, stride: strideC)
            }
        }
    }

    /// What a product ends with: a number per row, added to each sum, and bounds that the results are brought between.
    typealias Ending = (bias: UnsafePointer<Float>, bounds: Bounds)

    /// Computes the product by a left factor that is laid out.
    ///
    /// - Returns: whether all that is written is known to be finite.
    /// - Precondition: it has the sizes of this product.
    @discardableResult
    package func callAsFunction(
        _ a: PackedMatrix, _ b: UnsafePointer<Float>, stride strideB: Int, into c: UnsafeMutablePointer<Float>,
        stride strideC: Int
    ) -> Bool {
        precondition(a.rows == rows, "a left factor of the product's sizes")
        return self(a, from: 0, .rows(b, stride: strideB), into: c, stride: strideC, ending: nil)
    }

    /// Computes the product by some panels of a left factor that is laid out, from row `first` on.
    ///
    /// - Returns: whether all that is written is known to be finite.
    func callAsFunction(
        _ a: PackedMatrix, from first: Int, _ b: RightFactor, into c: UnsafeMutablePointer<Float>, stride strideC: Int,
        ending: Ending?
    ) -> Bool {
        precondition(
            [first, first + rows].allSatisfy { $0 == a.rows || $0 < a.rows && $0 % Int(PRODUCT_ROWS) == 0 }
                && a.inner == inner, "whole panels of the left factor")
        guard hasTerms(c, stride: strideC) else { return true }
        return a.withPanels { panels in
            let a = panels + first * inner
            switch b {
            case .rows(let b, let strideB): return multiply(a, b, stride: strideB, into: c, stride: strideC, ending)
            case .panels(let b):
                return product_multiply_panels(
                    rows, columns, inner, a, b, c, strideC, ending?.bias, ending?.bounds.low ?? 0,
                    ending?.bounds.high ?? 0) == 1
            }
        }
    }

    /// Whether there is anything to add up; fills the result where there is not.
    private func hasTerms(_ c: UnsafeMutablePointer<Float>, stride: Int) -> Bool {
        guard rows > 0, columns > 0 else { return false }
        if inner == 0, !accumulates { for row in 0..<rows { (c + row * stride).update(repeating: 0, count: columns) } }
        return inner > 0
    }

    private func multiply(
        _ packed: UnsafePointer<Float>, _ b: UnsafePointer<Float>, stride strideB: Int,
        into c: UnsafeMutablePointer<Float>, stride strideC: Int, _ ending: Ending? = nil
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: product_scratch_count(columns, inner)) { scratch in
            product_multiply(
                rows, columns, inner, packed, b, transposeB ? 1 : strideB, transposeB ? strideB : 1, c, strideC,
                accumulates ? 1 : 0, ending?.bias, ending?.bounds.low ?? 0, ending?.bounds.high ?? 0,
                scratch.baseAddress) == 1
        }
    }

    /// BLAS stays on the calling thread: workers are ours.
    private static let singleThread: Void = openblas_set_num_threads(1)

    /// Computes the product in double precision, by OpenBLAS; neither factor is transposed.
    func callAsFunction(
        _ a: UnsafePointer<Double>, stride strideA: Int, _ b: UnsafePointer<Double>, stride strideB: Int,
        into c: UnsafeMutablePointer<Double>, stride strideC: Int
    ) {
        precondition(!transposeA && !transposeB && !accumulates && inner > 0, "a plain product")
        _ = Self.singleThread
        guard rows > 0, columns > 0 else { return }
        // BLAS goes column by column, so it sees every matrix transposed: cᵀ = bᵀ · aᵀ.
        var (m, n, k) = (CInt(columns), CInt(rows), CInt(inner))
        var (lda, ldb, ldc) = (CInt(strideB), CInt(strideA), CInt(strideC))
        var (one, zero) = (1.0, 0.0)
        dgemm_("N", "N", &m, &n, &k, &one, b, &lda, a, &ldb, &zero, c, &ldc)
    }
}
