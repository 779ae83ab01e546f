import CFFTW
public import Planes

/// The discrete Fourier transform between real values on a lattice and their half spectrum, unnormalised, by FFTW.
///
/// Plans are estimated, not measured: the same input gives the same digits at every run.
public struct RealFourierTransform: Sendable {
    /// Rows and columns of the values.
    public let size: PixelSize
    private let plans: FourierPlans

    /// A transform of a given size.
    public init(size: PixelSize) {
        self.size = size
        var values = [Double](repeating: 0, count: size.count)
        var spectrum = [Double](repeating: 0, count: 2 * Self.frequencies(of: size).count)
        let (height, width) = (Int32(size.height), Int32(size.width))
        plans = FourierPlans(destroy: { fftw_destroy_plan($0) }) {
            Self.withBuffers(&values, &spectrum) { real, complex in
                (
                    fftw_plan_dft_r2c_2d(height, width, real, complex, UInt32(FFTW_ESTIMATE)),
                    fftw_plan_dft_c2r_2d(height, width, complex, real, UInt32(FFTW_ESTIMATE))
                )
            }
        }
    }

    /// Rows and columns of a half spectrum: the rest are conjugates.
    public var frequencies: PixelSize { Self.frequencies(of: size) }

    private static func frequencies(of size: PixelSize) -> PixelSize {
        PixelSize(height: size.height, width: size.width / 2 + 1)
    }

    /// Pairs of real and imaginary part, row by row, with the kernel e^(−2πi …).
    ///
    /// - Precondition: `values.count == size.count`.
    public func spectrum(of values: [Double]) -> [Double] {
        precondition(values.count == size.count, "a transform has one number per pixel")
        var values = values
        var spectrum = [Double](repeating: 0, count: 2 * frequencies.count)
        Self.withBuffers(&values, &spectrum) { fftw_execute_dft_r2c(plans.forward, $0, $1) }
        return spectrum
    }

    /// The values of a spectrum, `size.count` times those that it was made from.
    ///
    /// - Precondition: `spectrum.count == 2 · frequencies.count`.
    public func values(of spectrum: [Double]) -> [Double] {
        precondition(spectrum.count == 2 * frequencies.count, "a half spectrum has two numbers per frequency")
        var spectrum = spectrum
        var values = [Double](repeating: 0, count: size.count)
        Self.withBuffers(&values, &spectrum) { fftw_execute_dft_c2r(plans.backward, $1, $0) }
        return values
    }

    private static func withBuffers<Result>(
        _ values: inout [Double], _ spectrum: inout [Double],
        _ body: (UnsafeMutablePointer<Double>?, UnsafeMutablePointer<fftw_complex>?) -> Result
    ) -> Result {
        values.withUnsafeMutableBufferPointer { values in
            spectrum.withUnsafeMutableBytes { spectrum in
                body(values.baseAddress, spectrum.bindMemory(to: fftw_complex.self).baseAddress)
            }
        }
    }
}
