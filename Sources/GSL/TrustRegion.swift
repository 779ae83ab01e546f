@preconcurrency import CGSL

/// A nonlinear least-squares problem, as far as a trust-region search looks at it.
///
/// With residuals r(x) and their Jacobian J the search needs ‖r‖², Jᵀr and JᵀJ; how many residuals there are, and how the
/// three are formed, stays with the problem.
public protocol LeastSquaresProblem: AnyObject {
    /// How many parameters are searched.
    var parameterCount: Int { get }
    /// Moves to the parameters `x`; what follows speaks of this place.
    func move(to x: UnsafeBufferPointer<Double>)
    /// ‖r‖² here.
    var sumOfSquares: Double { get }
    /// Jᵀr here, one value per parameter.
    var gradient: [Double] { get }
    /// JᵀJ here, row by row.
    var normalMatrix: [Double] { get }
}

/// GSL's Levenberg–Marquardt trust region (Moré 1978) over normal equations (`gsl_multilarge_nlinear`).
public struct TrustRegion: Sendable {
    /// Steps at most.
    public let steps: Int
    /// The search ends when a step changes no parameter by more than this part of it.
    public let tolerance: Double

    /// A search of at most `steps` steps to a relative `tolerance`.
    public init(steps: Int = 60, tolerance: Double = 1e-7) {
        self.steps = steps
        self.tolerance = tolerance
        _ = Library.ready
    }

    /// The parameters of the least sum of squares that a descent from `start` reaches, and that sum.
    ///
    /// A descent that stalls (a singular place, no more progress) ends where it stands.
    public func minimum(of problem: some LeastSquaresProblem, from start: [Double]) -> (at: [Double], value: Double) {
        let count = problem.parameterCount
        precondition(start.count == count, "a start has one value per parameter")
        var settings = gsl_multilarge_nlinear_default_parameters()
        settings.trs = gsl_multilarge_nlinear_trs_lm
        settings.scale = gsl_multilarge_nlinear_scale_more
        settings.solver = gsl_multilarge_nlinear_solver_cholesky
        guard let workspace = gsl_multilarge_nlinear_alloc(gsl_multilarge_nlinear_trust, &settings, count, count)
        else { preconditionFailure("out of memory") }
        defer { gsl_multilarge_nlinear_free(workspace) }
        var callbacks = gsl_multilarge_nlinear_fdf()
        // The search sees residuals through their norm alone, so one residual stands for all.
        callbacks.n = count
        callbacks.p = count
        let erased: any LeastSquaresProblem = problem
        return withExtendedLifetime(Box(erased)) { box in
            callbacks.params = Unmanaged.passUnretained(box).toOpaque()
            callbacks.f = residualNorm
            callbacks.df = normalEquations
            start.withUnsafeBufferPointer { values in
                var view = gsl_vector_const_view_array(values.baseAddress, count)
                gsl_multilarge_nlinear_init(&view.vector, &callbacks, workspace)
            }
            var reason: Int32 = 0
            _ = gsl_multilarge_nlinear_driver(steps, tolerance, tolerance, 0, nil, nil, &reason, workspace)
            let end = (0..<count).map { gsl_vector_get(workspace.pointee.x, $0) }
            let norm = gsl_vector_get(workspace.pointee.f, 0)
            return (end, norm * norm)
        }
    }
}

/// Carries the problem through C.
private final class Box {
    let problem: any LeastSquaresProblem
    init(_ problem: any LeastSquaresProblem) { self.problem = problem }
}

private func problem(
    _ parameters: UnsafeMutableRawPointer?, at x: UnsafePointer<gsl_vector>?
) -> (any LeastSquaresProblem)? {
    guard let parameters, let x, let data = x.pointee.data else { return nil }
    let problem = Unmanaged<Box>.fromOpaque(parameters).takeUnretainedValue().problem
    problem.move(to: UnsafeBufferPointer(start: data, count: x.pointee.size))
    return problem
}

private func residualNorm(
    _ x: UnsafePointer<gsl_vector>?, _ parameters: UnsafeMutableRawPointer?, _ f: UnsafeMutablePointer<gsl_vector>?
) -> Int32 {
    guard let problem = problem(parameters, at: x) else { return Int32(GSL_EFAULT) }
    gsl_vector_set_zero(f)
    let sum = problem.sumOfSquares
    guard sum.isFinite else { return Int32(GSL_EBADFUNC) }
    gsl_vector_set(f, 0, sum.squareRoot())
    return 0
}

private func normalEquations(
    _ transposed: CBLAS_TRANSPOSE, _ x: UnsafePointer<gsl_vector>?, _ u: UnsafePointer<gsl_vector>?,
    _ parameters: UnsafeMutableRawPointer?, _ v: UnsafeMutablePointer<gsl_vector>?,
    _ normal: UnsafeMutablePointer<gsl_matrix>?
) -> Int32 {
    guard let problem = problem(parameters, at: x) else { return Int32(GSL_EFAULT) }
    if let v {
        for (index, value) in problem.gradient.enumerated() { gsl_vector_set(v, index, value) }
    }
    if let normal {
        let count = problem.parameterCount
        for (index, value) in problem.normalMatrix.enumerated() {
            gsl_matrix_set(normal, index / count, index % count, value)
        }
    }
    return 0
}
