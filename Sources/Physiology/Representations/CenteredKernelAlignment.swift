public import GSL

/// Whether two layers tell the same pictures apart, however their units are turned: linear centred kernel alignment.
///
///     ‖Yᵀ X‖² / (‖Xᵀ X‖ · ‖Yᵀ Y‖), columns centred, Frobenius norms
///
/// - SeeAlso: Kornblith, Norouzi, Lee & Hinton (2019), *ICML*, "Similarity of neural network representations revisited".
public enum CenteredKernelAlignment {
    /// From 0 to 1; `nil` where a layer answers all pictures alike.
    ///
    /// - Parameters:
    ///   - first: pictures × units.
    ///   - second: the same pictures × other units.
    /// - Precondition: as many pictures in each.
    /// - Complexity: O(pictures² · units).
    public static func linear(_ first: Matrix, _ second: Matrix) -> Double? {
        precondition(first.rows == second.rows, "the same pictures")
        let (a, b) = (first.centeredColumns, second.centeredColumns)
        let (left, right) = (a.timesTranspose(of: a).elements, b.timesTranspose(of: b).elements)
        func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
        let (normA, normB) = (product(left, left).squareRoot(), product(right, right).squareRoot())
        return normA > 0 && normB > 0 ? product(left, right) / (normA * normB) : nil
    }
}

extension Matrix {
    fileprivate var centeredColumns: Matrix {
        var centered = self
        for column in 0..<columns {
            let mean = (0..<rows).reduce(0) { $0 + self[$1, column] } / Double(rows)
            for row in 0..<rows { centered[row, column] -= mean }
        }
        return centered
    }
}
