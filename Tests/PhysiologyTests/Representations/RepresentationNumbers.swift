import GSL

/// SciPy's and statsmodels' numbers for responses of two layers to 24 pictures.
struct RepresentationNumbers: Decodable {
    let X, Y: [[Double]]
    let category: [Int]
    let rdm_correlation_upper, rdm_euclidean_upper: [Double]
    let spearman_rdm_X_Y, kendall_tau_b_rdm_X_Y, cka_linear_X_Y, cka_linear_X_X: Double
    let welch_t, welch_p, d_prime, selectivity_index, p_fdr_by, p_fdr_bh: [Double]

    static func read() throws -> RepresentationNumbers {
        try References.json("representations.json", as: RepresentationNumbers.self)
    }

    static func matrix(_ rows: [[Double]]) -> Matrix {
        Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap(\.self))
    }

    /// A unit's responses to the pictures of a category.
    func responses(of unit: Int, to wanted: Int) -> [Double] {
        X.indices.filter { category[$0] == wanted }.map { X[$0][unit] }
    }
}
