import Planes
import Retinotopy
import Testing
import Workers

@Suite struct LateralSumsTests {
    /// Half of the units silent, the rest between 0 and 1.
    private static func activity(on size: PixelSize) -> [[Double]] {
        var state: UInt64 = 1
        return (0..<12).map { _ in
            (0..<size.count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return max(Double(state >> 11) / Double(1 << 52) - 1, 0)
            }
        }
    }

    @Test func `one active unit is heard through its kernel turned by half a turn`() {
        let size = PixelSize(height: 25, width: 30)
        var activity = [[Double]](repeating: [Double](repeating: 0, count: size.count), count: 12)
        activity[5][12 * 30 + 15] = 0.5
        let sums = DirectSums(size: size).sums(of: activity, workers: Workers(1))
        let side = LateralConnections.side
        for receiver in 0..<12 {
            let kernel = Array(LateralConnections.li.inhibition.kernel(to: receiver, from: 5))
            for row in 0..<side {
                for column in 0..<side {
                    let heard = sums.inhibition[receiver][(22 - row) * 30 + 25 - column]
                    #expect(heard == 0.5 * kernel[row * side + column])
                }
            }
        }
    }

    // Rounding in a transform of n numbers grows as log n; sums here are of the order of 10.
    @Test(arguments: [(24, 24), (7, 31), (1, 1), (22, 15)])
    func `Fourier sums are the direct sums`(height: Int, width: Int) {
        let size = PixelSize(height: height, width: width)
        let activity = Self.activity(on: size)
        let direct = DirectSums(size: size).sums(of: activity, workers: Workers(2))
        let fourier = FourierSums(size: size).sums(of: activity, workers: Workers(2))
        for (a, b) in [(direct.excitation, fourier.excitation), (direct.inhibition, fourier.inhibition)] {
            #expect(zip(a.joined(), b.joined()).map { abs($0 - $1) }.max() ?? 1 < 1e-12)
            #expect(a.joined().contains { $0 > 0.1 })
        }
    }

    @Test func `sums are the same to the last bit whatever the number of workers`() {
        let size = PixelSize(height: 13, width: 21)
        let activity = Self.activity(on: size)
        let sums: [any LateralSums] = [DirectSums(size: size), FourierSums(size: size, workers: Workers(3))]
        for sum in sums {
            let (one, many) = (sum.sums(of: activity, workers: Workers(1)), sum.sums(of: activity, workers: Workers(5)))
            #expect(one.excitation == many.excitation && one.inhibition == many.inhibition)
        }
    }
}
