import GSL
import Testing

@Suite struct MersenneTwisterTests {
    /// What the mixing of seeds brings to 4357, GSL's default seed: splitmix64 run backwards.
    private static let defaultSeed: UInt64 = 0xACCA_1469_6FEF_F280

    @Test func `GSL's default seed gives the numbers in GSL's manual`() {
        // GSL reference manual, "Random number environment variables": first value 4293858116, and ten deviates.
        let generator = MersenneTwister(seed: Self.defaultSeed)
        let words = (0..<5).flatMap { _ -> [UInt64] in
            let word = generator.next()
            return [word >> 32, word & 0xFFFF_FFFF]
        }
        #expect(words[0] == 4_293_858_116)
        let manual = [0.99974, 0.16291, 0.28262, 0.94720, 0.23166, 0.48497, 0.95748, 0.74431, 0.54004, 0.73995]
        for (word, expected) in zip(words, manual) { #expect(abs(Double(word) / 4_294_967_296 - expected) < 6e-6) }
    }

    @Test func `a seed and a stream always give the same numbers, and others with another`() {
        func numbers(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
            let generator = MersenneTwister(seed: seed, stream: stream)
            return (0..<8).map { _ in generator.next() }
        }
        #expect(numbers(7, 3) == numbers(7, 3))
        #expect(numbers(7, 3) != numbers(7, 4))
        #expect(numbers(7, 3) != numbers(8, 3))
        #expect(numbers(0, 1) != numbers(1, 0))
    }

    @Test func `normal deviates have mean 0, variance 1 and kurtosis 3`() {
        let generator = MersenneTwister(seed: 1)
        let values = (0..<100_000).map { _ in generator.gaussian() }
        let moments = (1...4).map { power in
            values.reduce(0) { sum, value in sum + (0..<power).reduce(1.0) { product, _ in product * value } } / 1e5
        }
        // Five standard errors: √(1, 2, 15, 96)/√n.
        #expect(abs(moments[0]) < 0.016 && abs(moments[1] - 1) < 0.023)
        #expect(abs(moments[2]) < 0.062 && abs(moments[3] - 3) < 0.155)
    }

    @Test func `whole numbers below a bound are equally likely`() {
        let generator = MersenneTwister(seed: 2)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 { counts[generator.index(below: 10)] += 1 }
        // χ² with 9 degrees of freedom: 27.9 at p = 0.001.
        #expect(counts.reduce(0.0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 } < 27.9)
    }
}
