import Foundation
import Kernels
import Planes
import Testing
import Workers

/// Every fast path gives what the plain loop gives.
@Suite struct FastPathTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let image, kernel: PixelSize
        var channels = 1
        var kernels = 3
        var stride = 1
        var testDescription: String { "\(channels) × \(image) by \(kernels) of \(kernel), stride \(stride)" }
    }

    private static func size(_ height: Int, _ width: Int) -> PixelSize { PixelSize(height: height, width: width) }

    static let cases = [
        Case(image: size(1, 1), kernel: size(1, 1)),
        Case(image: size(1, 1), kernel: size(5, 8)),
        Case(image: size(1, 19), kernel: size(3, 3), kernels: 1),
        Case(image: size(7, 2), kernel: size(4, 5), channels: 2, stride: 2),
        Case(image: size(9, 11), kernel: size(21, 18), kernels: 2),
        Case(image: size(33, 40), kernel: size(7, 7), channels: 3, kernels: 9, stride: 2),
        Case(image: size(40, 33), kernel: size(6, 4), kernels: 4, stride: 3),
        Case(image: size(16, 16), kernel: size(3, 1), stride: 7),
        Case(image: size(70, 150), kernel: size(9, 11), kernels: 5),
        // Too long for one transform.
        Case(image: size(1, 3000), kernel: size(1, 9)),
        Case(image: size(3000, 1), kernel: size(8, 1), kernels: 2, stride: 7),
    ]

    /// Values without a pattern, about a mean that is not zero.
    private static func plane(_ size: PixelSize, seed: UInt32, mean: Float) -> Plane {
        var state = seed &* 2_654_435_769 &+ 12345
        return Plane(size: size) { _, _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / 16_777_216 - 0.5 + mean
        }
    }

    private static func bank(_ test: Case) -> KernelBank {
        KernelBank(
            name: "test",
            kernels: (0..<test.kernels).map { kernel in
                Kernel(
                    channels: (0..<test.channels).map { plane(test.kernel, seed: UInt32(10 * kernel + $0), mean: 0) })
            })
    }

    private static func image(_ test: Case) -> [Plane] {
        (0..<test.channels).map { plane(test.image, seed: UInt32(1000 + $0), mean: 3) }
    }

    /// 1e-5 of the largest response, as the library promises.
    private static func isNear(_ maps: [Plane], _ expected: [Plane]) -> Bool {
        let largest = expected.flatMap(\.values).map(abs).max() ?? 0
        return maps.map(\.size) == expected.map(\.size)
            && zip(maps, expected).allSatisfy { map, expected in
                zip(map.values, expected.values).allSatisfy { abs($0 - $1) <= 1e-5 * largest }
            }
    }

    @Test(arguments: cases, [Algorithm.dense, .separable, .fourier, .automatic])
    func `any algorithm, boundary, size and stride gives the plain loop's values`(test: Case, algorithm: Algorithm) {
        let (bank, image) = (Self.bank(test), Self.image(test))
        for boundary in Boundary.allCases {
            let expected = bank.apply(to: image, boundary: boundary, stride: test.stride, by: .direct)
            let maps = bank.apply(to: image, boundary: boundary, stride: test.stride, by: algorithm)
            #expect(Self.isNear(maps, expected), "\(boundary)")
        }
    }

    @Test(arguments: [Algorithm.direct, .dense, .separable, .fourier])
    func `any number of workers gives the same bytes, in new memory and in used`(algorithm: Algorithm) {
        let test = Self.cases[5]
        let (bank, image) = (Self.bank(test), Self.image(test))
        let prepared = PreparedBank(bank, imageSize: test.image, by: algorithm)
        let one = prepared.apply(to: image)
        for workers in 2...4 {
            var used = one.map { Plane(size: $0.size) { _, _ in .nan } }
            prepared.apply(to: image, into: &used, workers: Workers(workers))
            #expect(used == one)
        }
        let other = PreparedBank(bank, imageSize: test.image, by: algorithm, workers: Workers(3))
        #expect(other.apply(to: image, workers: Workers(3)) == one)
    }

    @Test func `a plane that someone else holds is not written over`() {
        let test = Self.cases[8]
        let prepared = PreparedBank(Self.bank(test), imageSize: test.image)
        var maps = prepared.apply(to: Self.image(test))
        let kept = maps[0]
        let values = kept.values
        prepared.apply(to: [Plane(size: test.image) { _, _ in 0 }], into: &maps)
        #expect(kept.values == values && maps[0].values.allSatisfy { abs($0) < 1e-6 })
    }

    @Test(arguments: [Algorithm.dense, .separable, .fourier, .automatic])
    func `a kernel of zeros gives zeros`(algorithm: Algorithm) {
        let zeros = KernelBank(
            name: "zeros", kernels: [Kernel(channels: [Plane(size: PixelSize(side: 3)) { _, _ in 0 }])])
        let maps = zeros.apply(to: Self.image(Self.cases[4]), by: algorithm)
        #expect(maps[0].values.allSatisfy { $0 == 0 })
    }

    @Test(arguments: [Algorithm.dense, .separable, .fourier])
    func `a large mean does not drown a faint pattern`(algorithm: Algorithm) {
        let size = PixelSize(height: 30, width: 41)
        let faint = Plane(size: size) { row, column in 1000 + 0.25 * cos(0.7 * Float(row) + Float(column)) }
        let edge = Plane(size: PixelSize(height: 1, width: 9)) { _, column in Float(column) - 4 }
        let bank = KernelBank(name: "edge", kernels: [Kernel(channels: [edge])])
        let expected = bank.apply(to: faint, by: .direct)
        #expect(Self.isNear(bank.apply(to: faint, by: algorithm), expected))
    }
}
