import CFFTW
public import Planes

/// The discrete Fourier transform of complex values on a lattice, unnormalised, by FFTW.
///
/// Plans are estimated, not measured: the same input gives the same digits at every run.
public struct FourierTransform: Sendable {
    /// Rows and columns.
    public let size: PixelSize
    private let plans: FourierPlans

    /// A transform of a given size.
    public init(size: PixelSize) {
        self.size = size
        func plan(_ sign: Int32) -> OpaquePointer? {
            let scratch = UnsafeMutablePointer<Double>.allocate(capacity: 2 * size.count)
            defer { scratch.deallocate() }
            return scratch.withMemoryRebound(to: fftw_complex.self, capacity: size.count) { values in
                fftw_plan_dft_2d(
                    Int32(size.height), Int32(size.width), values, values, sign,
                    UInt32(FFTW_ESTIMATE) | UInt32(FFTW_UNALIGNED))
            }
        }
        plans = FourierPlans(destroy: { fftw_destroy_plan($0) }) { (plan(FFTW_FORWARD), plan(FFTW_BACKWARD)) }
    }

    /// Transforms in place: pairs of real and imaginary part, row by row, with the kernel e^(−2πi …), or its conjugate
    /// when `inverse`; forward and inverse together multiply by `size.count`.
    ///
    /// - Precondition: `values.count == 2 · size.count`.
    public func transform(_ values: inout [Double], inverse: Bool = false) {
        precondition(values.count == 2 * size.count, "a transform has two numbers per pixel")
        let plan = inverse ? plans.backward : plans.forward
        values.withUnsafeMutableBytes { bytes in
            let complex = bytes.bindMemory(to: fftw_complex.self).baseAddress
            fftw_execute_dft(plan, complex, complex)
        }
    }

    /// Real values whose spectrum is multiplied by a gain of the frequency alone; the lattice goes on at its other side.
    ///
    /// - Parameters:
    ///   - values: row by row.
    ///   - gain: of a frequency in cycles per place, from 0 to √½.
    /// - Precondition: `values.count == size.count`.
    public func filtered(_ values: some Collection<Double>, by gain: (Double) -> Double) -> [Double] {
        precondition(values.count == size.count, "a filter has one number per pixel")
        var spectrum = [Double](repeating: 0, count: 2 * size.count)
        for (place, value) in values.enumerated() { spectrum[2 * place] = value }
        transform(&spectrum)
        func frequency(_ index: Int, of count: Int) -> Double { Double(min(index, count - index)) / Double(count) }
        for row in 0..<size.height {
            let down = frequency(row, of: size.height)
            for column in 0..<size.width {
                let across = frequency(column, of: size.width)
                let factor = gain((down * down + across * across).squareRoot()) / Double(size.count)
                let place = 2 * (row * size.width + column)
                spectrum[place] *= factor
                spectrum[place + 1] *= factor
            }
        }
        transform(&spectrum, inverse: true)
        return stride(from: 0, to: spectrum.count, by: 2).map { spectrum[$0] }
    }
}
