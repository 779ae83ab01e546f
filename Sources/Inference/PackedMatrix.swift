import CMatrixProduct

/// A left factor laid out once, as the loops of ``MatrixProduct`` read it, for many products.
package struct PackedMatrix: Sendable {
    package let rows, inner: Int
    private let panels: [Float]

    /// Lays a matrix out.
    ///
    /// - Parameters:
    ///   - values: row by row, each `stride` floats after the one before; of a transposed matrix, column by column.
    package init(rows: Int, inner: Int, _ values: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
        self.rows = rows
        self.inner = inner
        panels = [Float](unsafeUninitializedCapacity: rows * inner) { panels, count in
            product_pack(
                rows, inner, values, isTransposed ? 1 : stride, isTransposed ? stride : 1, panels.baseAddress)
            count = rows * inner
        }
    }

    func withPanels(_ body: (UnsafePointer<Float>) -> Bool) -> Bool {
        panels.withUnsafeBufferPointer { $0.baseAddress.map(body) ?? true }
    }
}
