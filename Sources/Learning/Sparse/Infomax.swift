internal import Foundation
internal import GSL

/// Independent components by the natural gradient of infomax.
///
/// With u = W z for a whitened patch z, of which only the leading principal components are kept,
///
///     L = log |det W| − ⟨Σ 2 log cosh(u/2)⟩,   ΔW ∝ (I − ⟨tanh(u/2) uᵀ⟩) W
///
/// The cost is that of a logistic g: 1 − 2g(u) = −tanh(u/2). A kernel is a row of W times the whitening: what a cell
/// weighs a patch with, not the picture that it stands for.
///
/// - SeeAlso: Bell & Sejnowski (1997), *Vision Research* 37:3327; the natural gradient is of Amari, Cichocki & Yang (1996).
struct Infomax: Sendable {
    /// z = whitening · x, one component per row.
    let whitening: Rows

    /// Finds the whitening of some patches.
    ///
    /// - Parameter count: components kept.
    /// - Throws: ``LearningError/tooFewDimensions(asked:found:)`` where patches vary in fewer directions.
    init(_ patches: Rows, keeping count: Int) throws(LearningError) {
        let covariance = patches.transposeTimes(patches).values.map { Double($0) / Double(patches.count) }
        let system = Matrix(rows: patches.length, columns: patches.length, elements: covariance).symmetricEigensystem
        // Below a millionth of the largest variance Float tells nothing.
        let found = system.values.count { $0 > 1e-6 * system.values[0] }
        guard found >= count else { throw .tooFewDimensions(asked: count, found: found) }
        var values: [Float] = []
        for row in 0..<count {
            let scale = 1 / system.values[row].squareRoot()
            values += (0..<patches.length).map { Float(system.vectors[row, $0] * scale) }
        }
        whitening = Rows(count: count, length: patches.length, values: values)
    }

    /// Patches in the whitened space, one per row.
    func whitened(_ patches: Rows) -> Rows { patches.timesTranspose(of: whitening) }

    /// What the unmixing matrix weighs patches with.
    func kernels(_ unmixing: Rows) -> Rows { unmixing.times(whitening) }

    /// Σ tanh(u/2) uᵀ and Σ 2 log cosh(u/2) over some whitened patches.
    static func sums(_ unmixing: Rows, _ whitened: Rows) -> (correlation: Rows, cost: Double) {
        let sources = whitened.timesTranspose(of: unmixing)
        var (bent, cost) = (sources, 0.0)
        for index in bent.values.indices {
            let size = abs(sources.values[index])
            bent.values[index] = tanh(sources.values[index] / 2)
            // 2 log cosh(u/2), without overflow.
            cost += Double(size) + 2 * log1p(exp(-Double(size))) - 2 * log(2)
        }
        return (bent.transposeTimes(sources), cost)
    }

    /// (I − correlation/patches) W.
    static func ascent(_ unmixing: Rows, correlation: Rows, patches: Int) -> Rows {
        var inner = correlation
        for index in inner.values.indices {
            let isDiagonal = index / inner.length == index % inner.length
            inner.values[index] = (isDiagonal ? 1 : 0) - correlation.values[index] / Float(patches)
        }
        return inner.times(unmixing)
    }

    /// log |det W|.
    static func volume(_ unmixing: Rows) -> Double {
        Matrix(rows: unmixing.count, columns: unmixing.length, elements: unmixing.values.map(Double.init))
            .logDeterminant
    }
}
