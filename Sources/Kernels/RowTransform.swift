import CFFTW

/// The discrete Fourier transform of one row of complex values in single precision, unnormalised, by FFTW.
///
/// Plans are estimated, not measured: the same input gives the same digits at every run.
struct RowTransform: Sendable {
    /// Values of a row.
    let length: Int
    private let plans: FourierPlans

    /// A transform of rows that start at cache lines.
    init(length: Int) {
        self.length = length
        func plan(_ sign: Int32) -> OpaquePointer? {
            let (from, to) = (FloatBuffer(count: 2 * length), FloatBuffer(count: 2 * length))
            return withExtendedLifetime((from, to)) {
                Self.complex(from.start, length) { from in
                    Self.complex(to.start, length) { to in
                        fftwf_plan_dft_1d(Int32(length), from, to, sign, UInt32(FFTW_ESTIMATE))
                    }
                }
            }
        }
        plans = FourierPlans(destroy: { fftwf_destroy_plan($0) }) { (plan(FFTW_FORWARD), plan(FFTW_BACKWARD)) }
    }

    /// Transforms real and imaginary parts in turn, with the kernel e^(−2πi …), or its conjugate when `inverse`.
    ///
    /// - Precondition: both rows start at cache lines and share no place.
    func transform(_ row: UnsafeMutablePointer<Float>, to result: UnsafeMutablePointer<Float>, inverse: Bool) {
        let plan = inverse ? plans.backward : plans.forward
        Self.complex(row, length) { row in
            Self.complex(result, length) { result in fftwf_execute_dft(plan, row, result) }
        }
    }

    private static func complex<Result>(
        _ row: UnsafeMutablePointer<Float>, _ length: Int, _ body: (UnsafeMutablePointer<fftwf_complex>) -> Result
    ) -> Result {
        row.withMemoryRebound(to: fftwf_complex.self, capacity: length, body)
    }
}
