internal import Foundation

/// Coefficients that describe patches by few kernels.
///
/// Each patch x is described by a = argmin E, with the kernels φ of norm 1:
///
///     E(a, φ) = ½ |x − Σ aₖ φₖ|² + λ Σ |aₖ|
///
/// - SeeAlso: Olshausen & Field (1996), *Nature* 381:607, of whose three costs |a| is one; the steps are those of Beck &
///   Teboulle (2009), FISTA.
struct SparseCode: Sendable {
    /// One kernel per row.
    let kernels: Rows
    /// λ.
    let penalty: Float
    /// φ · φᵀ.
    private let gram: Rows
    /// 1/L, where L is at least the largest eigenvalue of `gram`.
    private let step: Float

    init(kernels: Rows, penalty: Float) {
        self.kernels = kernels
        self.penalty = penalty
        gram = kernels.timesTranspose(of: kernels)
        step = 1 / Self.bound(gram)
    }

    /// No eigenvalue of a symmetric matrix is larger: ‖G³²‖^(1/32) in the norm of row sums, at most n^(1/64) too large.
    static func bound(_ gram: Rows) -> Float {
        func rowSum(_ matrix: Rows) -> Float {
            (0..<matrix.count).map { row in
                matrix.values[row * matrix.length..<(row + 1) * matrix.length].reduce(0) { $0 + abs($1) }
            }.max() ?? 0
        }
        var (power, logarithm, exponent) = (gram, 0.0, 1.0)
        for _ in 0..<5 {
            let sum = rowSum(power)
            guard sum > 0 else { return 1 }
            power.values = power.values.map { $0 / sum }
            logarithm += log(Double(sum)) / exponent
            power = power.timesTranspose(of: power)
            exponent *= 2
        }
        return Float(exp(logarithm + log(Double(rowSum(power))) / exponent) * 1.0001)
    }

    /// The coefficients of some patches, one set per row.
    ///
    /// - Parameter tolerance: how far a derivative may be from where it belongs at the end, as a part of λ.
    /// - Complexity: O(patches · kernels²) per iteration.
    func coefficients(of patches: Rows, iterations: Int, tolerance: Float = 1e-3) -> Rows {
        let target = patches.timesTranspose(of: kernels)
        var now = Rows(count: patches.count, length: kernels.count)
        var (ahead, momentum) = (now, Float(1))
        let threshold = penalty * step
        for iteration in 0..<iterations {
            let slope = ahead.times(gram)
            let next = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
            let drive = (momentum - 1) / next
            momentum = next
            var largest: Float = 0
            now.values.withUnsafeMutableBufferPointer { now in
                ahead.values.withUnsafeMutableBufferPointer { ahead in
                    slope.values.withUnsafeBufferPointer { slope in
                        target.values.withUnsafeBufferPointer { target in
                            for index in now.indices {
                                let moved = ahead[index] - step * (slope[index] - target[index])
                                let kept = max(abs(moved) - threshold, 0)
                                let value = moved < 0 ? -kept : kept
                                let change = value - now[index]
                                largest = max(largest, abs(value - ahead[index]))
                                now[index] = value
                                ahead[index] = value + drive * change
                            }
                        }
                    }
                }
            }
            if iteration % 8 == 7, largest <= tolerance * threshold { break }
        }
        return now
    }

    /// What the kernels do not explain: x − aφ.
    func residual(_ coefficients: Rows, of patches: Rows) -> Rows {
        var residual = coefficients.times(kernels)
        for index in residual.values.indices { residual.values[index] = patches.values[index] - residual.values[index] }
        return residual
    }

    /// E, the sum over patches.
    func energy(_ coefficients: Rows, of patches: Rows) -> Double {
        let misfit = residual(coefficients, of: patches).values.reduce(0.0) { $0 + Double($1) * Double($1) }
        return misfit / 2 + Double(penalty) * coefficients.values.reduce(0.0) { $0 + Double(abs($1)) }
    }

    /// −∂E/∂φ, the sum over patches: aᵀ · residual, one row per kernel.
    static func descent(_ coefficients: Rows, _ residual: Rows) -> Rows { coefficients.transposeTimes(residual) }
}
