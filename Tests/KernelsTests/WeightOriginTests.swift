import Foundation
import Kernels
import Planes
import Testing

/// Fresh noise is told from what anything has shaped.
@Suite struct WeightOriginTests {
    /// Steele, Lea & Flood (2014), *OOPSLA*.
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        mutating func normal() -> Double {
            (-2 * log(Double.random(in: .leastNonzeroMagnitude..<1, using: &self))).squareRoot()
                * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
        }
        mutating func weight(_ family: Initializer.Family, _ deviation: Double) -> Double {
            switch family {
            case .uniform: return Double.random(in: -1...1, using: &self) * deviation * 3.0.squareRoot()
            case .normal: return normal() * deviation
            case .truncatedNormal:
                while true {
                    let z = normal()
                    if abs(z) <= 2 { return z * deviation / 0.8796256610342398 }
                }
            }
        }
    }

    private static let shapes = [[64, 3, 7, 7], [32, 3, 3, 3], [48, 1, 5, 5]]

    private static func initializers(_ shape: [Int]) -> [Initializer] {
        Initializer.common(
            fanIn: Double(shape[1] * shape[2] * shape[3]), fanOut: Double(shape[0] * shape[2] * shape[3]))
    }

    private static func bank(_ shape: [Int], _ weights: [Double]) -> KernelBank {
        KernelBank(
            name: "noise", outputs: shape[0], inputs: shape[1], size: PixelSize(height: shape[2], width: shape[3]),
            weights: weights.map { Float($0) })
    }

    private static func noise(_ shape: [Int], _ family: Initializer.Family, _ deviation: Double, seed: Int) -> [Double]
    {
        var generator = SplitMix(state: UInt64(seed))
        return (0..<shape.reduce(1, *)).map { _ in generator.weight(family, deviation) }
    }

    @Test(arguments: shapes) func `of fresh noise of any common initialiser at most one layer in a hundred is missed`(
        shape: [Int]
    ) {
        var (missed, all) = (0, 0)
        for (index, initializer) in Self.initializers(shape).enumerated() {
            for seed in 0..<10 {
                let weights = Self.noise(shape, initializer.family, initializer.deviation, seed: 1000 * index + seed)
                all += 1
                if case .noise = WeightOrigin(of: Self.bank(shape, weights)) { continue }
                missed += 1
            }
        }
        #expect(all == 240 && Double(missed) <= 0.01 * Double(all), "\(missed) of \(all)")
    }

    @Test func `of many weights the initialiser is named`() {
        let shape = [64, 3, 7, 7]
        for initializer in Self.initializers(shape) where initializer.deviation > 0.01 {
            let weights = Self.noise(shape, initializer.family, initializer.deviation, seed: 7)
            guard case .noise(let found) = WeightOrigin(of: Self.bank(shape, weights)) else {
                Issue.record("\(initializer) was missed")
                continue
            }
            #expect(found.family == initializer.family && abs(found.deviation / initializer.deviation - 1) < 0.02)
        }
    }

    /// What training does to noise, each a little.
    enum Change: CaseIterable {
        case smoothed, colored, gained, heavyTailed, rescaled

        func apply(_ weights: [Double], _ shape: [Int], _ generator: inout some RandomNumberGenerator) -> [Double] {
            let (pixels, kernel) = (shape[2] * shape[3], shape[1] * shape[2] * shape[3])
            switch self {
            // A tenth of the neighbour to the left.
            case .smoothed:
                return weights.indices.map { weights[$0] + ($0 % shape[3] > 0 ? 0.1 * weights[$0 - 1] : 0) }
            // A tenth of the first channel in all.
            case .colored:
                return weights.indices.map { weights[$0] + 0.1 * weights[$0 / kernel * kernel + $0 % pixels] }
            // Kernels of unequal strength, by a fifth.
            case .gained:
                let gains = (0..<shape[0]).map { _ in Double.random(in: 0.8...1.2, using: &generator) }
                return weights.indices.map { weights[$0] * gains[$0 / kernel] }
            case .heavyTailed: return weights.map { $0 * (0.5 + 0.6 * abs($0) / 0.1) }
            case .rescaled: return weights.map { 1.3 * $0 }
            }
        }
    }

    @Test(arguments: Change.allCases) func `noise that was changed a little is not called untouched`(change: Change) {
        let shape = [64, 3, 7, 7]
        for seed in 0..<20 {
            let weights = Self.noise(shape, .normal, 0.1, seed: seed)
            var generator = SplitMix(state: UInt64(seed + 100))
            let bank = Self.bank(shape, change.apply(weights, shape, &generator))
            #expect(WeightOrigin(of: bank) == .shaped, "\(change), seed \(seed)")
        }
    }

    @Test func `one constant is told, also where it is 0, and one other weight is enough`() {
        let shape = [2, 3, 5, 5]
        #expect(WeightOrigin(of: Self.bank(shape, [Double](repeating: 0, count: 150))) == .constant(0))
        #expect(WeightOrigin(of: Self.bank(shape, [Double](repeating: 0.25, count: 150))) == .constant(0.25))
        #expect(
            WeightOrigin(of: Self.bank(shape, [Double](repeating: 0.25, count: 149) + [0.26])) == .shaped)
    }

    @Test(arguments: [[6, 1, 5, 5], [64, 3, 1, 1], [1, 1, 1, 2]]) func `too few neighbours cannot tell`(shape: [Int]) {
        for seed in 0..<20 {
            let weights = Self.noise(shape, .normal, 0.1, seed: seed)
            #expect(WeightOrigin(of: Self.bank(shape, weights)) == .shaped)
        }
    }

    @Test func `for independent draws the statistics are standard normal`() {
        var sums = [Double](repeating: 0, count: 6)
        var squares = sums
        let seeds = 200
        for seed in 0..<seeds {
            let statistics = NoiseStatistics(
                of: Self.bank([32, 3, 5, 5], Self.noise([32, 3, 5, 5], .uniform, 1, seed: seed)))
            let values = statistics.neighbors + [statistics.channels, statistics.energies]
            for (index, value) in values.enumerated() {
                sums[index] += value
                squares[index] += value * value
            }
        }
        for index in sums.indices {
            // Four standard errors of a mean, and of a mean square, of 200.
            #expect(abs(sums[index] / Double(seeds)) < 0.28)
            #expect(abs(squares[index] / Double(seeds) - 1) < 0.4)
        }
    }
}
