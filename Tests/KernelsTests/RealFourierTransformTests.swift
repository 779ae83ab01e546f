import Kernels
import Planes
import Testing

@Suite struct RealFourierTransformTests {
    private static let sizes = [
        PixelSize(side: 1), PixelSize(side: 4), PixelSize(height: 5, width: 7), PixelSize(height: 6, width: 3),
        PixelSize(height: 1, width: 8),
    ]

    /// Values without a pattern: a linear congruence.
    private func values(_ count: Int) -> [Double] {
        var state: UInt32 = 12345
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Double(state) / 4_294_967_296 - 0.5
        }
    }

    @Test(arguments: sizes)
    func `the half spectrum is half of the complex transform`(size: PixelSize) {
        let values = values(size.count)
        var complex = values.flatMap { value -> [Double] in [value, 0] }
        FourierTransform(size: size).transform(&complex)
        let transform = RealFourierTransform(size: size)
        let half = transform.spectrum(of: values)
        #expect(half.count == 2 * transform.frequencies.count)
        let width = size.width / 2 + 1
        for frequency in 0..<transform.frequencies.count {
            let place = frequency / width * size.width + frequency % width
            #expect(abs(half[2 * frequency] - complex[2 * place]) < 1e-13)
            #expect(abs(half[2 * frequency + 1] - complex[2 * place + 1]) < 1e-13)
        }
    }

    @Test(arguments: sizes)
    func `there and back multiplies by the number of pixels`(size: PixelSize) {
        let values = values(size.count)
        let transform = RealFourierTransform(size: size)
        let back = transform.values(of: transform.spectrum(of: values))
        #expect(zip(values, back).allSatisfy { abs($0 * Double(size.count) - $1) < 1e-12 })
    }
}
