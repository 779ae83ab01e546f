import Foundation
import Kernels
import Planes
import Testing

@Suite struct FourierTransformTests {
    private static let sizes = [
        PixelSize(side: 1), PixelSize(side: 4), PixelSize(height: 5, width: 7), PixelSize(height: 6, width: 3),
    ]

    /// Values without a pattern: a linear congruence.
    private func values(_ count: Int) -> [Double] {
        var state: UInt32 = 12345
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Double(state) / 4_294_967_296 - 0.5
        }
    }

    private func plain(_ values: [Double], _ size: PixelSize, sign: Double) -> [Double] {
        var result: [Double] = []
        for v in 0..<size.height {
            for u in 0..<size.width {
                var (real, imaginary) = (0.0, 0.0)
                for row in 0..<size.height {
                    for column in 0..<size.width {
                        let angle =
                            sign * 2 * .pi
                            * (Double(v * row) / Double(size.height) + Double(u * column) / Double(size.width))
                        let place = 2 * (row * size.width + column)
                        real += values[place] * cos(angle) - values[place + 1] * sin(angle)
                        imaginary += values[place] * sin(angle) + values[place + 1] * cos(angle)
                    }
                }
                result += [real, imaginary]
            }
        }
        return result
    }

    @Test(arguments: sizes)
    func `both directions are the sum that defines them`(size: PixelSize) {
        let start = values(2 * size.count)
        for inverse in [false, true] {
            var transformed = start
            FourierTransform(size: size).transform(&transformed, inverse: inverse)
            let expected = plain(start, size, sign: inverse ? 1 : -1)
            #expect(zip(transformed, expected).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    @Test(arguments: sizes)
    func `energy is kept (Parseval), and there and back multiplies by the number of pixels`(size: PixelSize) {
        let start = values(2 * size.count)
        let transform = FourierTransform(size: size)
        var transformed = start
        transform.transform(&transformed)
        func energy(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
        #expect(abs(energy(transformed) / Double(size.count) - energy(start)) < 1e-12)
        transform.transform(&transformed, inverse: true)
        #expect(zip(transformed, start).allSatisfy { abs($0 - $1 * Double(size.count)) < 1e-12 })
    }

    @Test func `two transforms of one input give the same digits`() {
        let size = PixelSize(height: 9, width: 11)
        var first = values(2 * size.count)
        var second = first
        FourierTransform(size: size).transform(&first)
        FourierTransform(size: size).transform(&second)
        #expect(first == second)
    }

    @Test(arguments: sizes)
    func `a gain of one changes nothing, and a wave is multiplied by that of its frequency`(size: PixelSize) {
        let values = values(size.count)
        let same = FourierTransform(size: size).filtered(values) { _ in 1 }
        #expect(zip(same, values).allSatisfy { abs($0 - $1) < 1e-12 })
        let wave = (0..<size.count).map { cos(2 * .pi * Double($0 / size.width) / Double(size.height)) }
        let filtered = FourierTransform(size: size).filtered(wave) { 3 + 5 * $0 }
        let gain = size.height > 1 ? 3 + 5 / Double(size.height) : 3
        #expect(zip(filtered, wave).allSatisfy { abs($0 - gain * $1) < 1e-12 })
    }
}
