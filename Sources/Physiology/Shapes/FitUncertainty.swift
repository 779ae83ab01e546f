import GSL

/// How far the parameters of a fit may be off: the covariance of geometry and amplitudes together, to first order.
///
/// With geometry α and amplitudes c the whole Jacobian is [Φ, Dc]. Its inverse normal matrix, by blocks, is σ²(JᵀJ)⁻¹
/// for the geometry, J = P⊥Dc, and for the amplitudes σ²(ΦᵀΦ)⁻¹ + T·σ²(JᵀJ)⁻¹·Tᵀ, where T = −Φ⁺Dc is how amplitudes
/// follow the geometry.
struct FitUncertainty: Sendable {
    /// σ²(JᵀJ)⁻¹.
    private let geometry: Matrix
    /// σ²(ΦᵀΦ)⁻¹ over the columns, the same in every channel.
    private let columns: Matrix
    /// Φ⁺D, one matrix per parameter: row the column that takes up, column the one whose derivative is taken up.
    private let uptake: [Matrix]

    /// The uncertainty where `problem` stands; `nil` where JᵀJ is singular.
    ///
    /// - Parameter variance: σ², of one residual.
    init?(_ problem: VariableProjection, variance: Double) {
        let (parameters, count) = (problem.parameterCount, problem.shape.columnCount)
        let normal = Matrix(rows: parameters, columns: parameters, elements: problem.normalMatrix)
        guard var inverse = normal.inverseOfPositiveDefinite else { return nil }
        for index in inverse.elements.indices { inverse.elements[index] *= variance }
        geometry = inverse
        let places = (0..<count).flatMap { row in (0..<count).map { (row, $0) } }
        columns = Matrix(
            rows: count, columns: count, elements: places.map { variance * problem.inverseProduct($0, $1) })
        uptake = (0..<parameters).map { parameter in
            Matrix(
                rows: count, columns: count,
                elements: places.map { problem.uptake(by: $0, ofDerivative: parameter, column: $1) })
        }
    }

    /// The standard deviation of a quantity whose derivative by each parameter of the geometry is given.
    func deviation(geometry gradient: [Double]) -> Double {
        quadraticForm(geometry, gradient).squareRoot()
    }

    /// The standard deviation of a quantity of the amplitudes, `[column][channel]`, whose derivative by each is given.
    func deviation(amplitudes gradient: [[Double]], at amplitudes: [[Double]]) -> Double {
        let channels = amplitudes[0].indices
        let own = channels.reduce(0) { sum, channel in sum + quadraticForm(columns, gradient.map { $0[channel] }) }
        let followed = uptake.map { uptake in
            channels.reduce(0) { sum, channel in
                sum - bilinearForm(uptake, gradient.map { $0[channel] }, amplitudes.map { $0[channel] })
            }
        }
        return (own + quadraticForm(geometry, followed)).squareRoot()
    }

    private func quadraticForm(_ matrix: Matrix, _ vector: [Double]) -> Double {
        max(bilinearForm(matrix, vector, vector), 0)
    }

    private func bilinearForm(_ matrix: Matrix, _ left: [Double], _ right: [Double]) -> Double {
        left.indices.reduce(0) { sum, row in
            right.indices.reduce(sum) { $0 + left[row] * matrix[row, $1] * right[$1] }
        }
    }
}
