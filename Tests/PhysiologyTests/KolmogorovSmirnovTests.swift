import GSL
import GaborBanks
import Testing

@testable import Physiology

@Suite struct KolmogorovSmirnovTests {
    struct Case: Decodable, Sendable {
        let p, q: [Double]
        let ks_similarity: Double
    }

    @Test func `similarities are Brain-Score's`() throws {
        let cases = try References.json("ks_similarity.json", as: [Case].self)
        #expect(cases.count == 5)
        for expected in cases {
            let (p, q) = (expected.p.map { Int(($0 * 100).rounded()) }, expected.q.map { Int(($0 * 100).rounded()) })
            let similarity = 1 - KolmogorovSmirnov.distance(p, q) / KolmogorovSmirnov.largest(q)
            #expect(abs(similarity - expected.ks_similarity) < 1e-12)
        }
    }

    @Test func `distance and the largest one, by hand`() {
        // Cumulative ¼ ½ 1 and ½ 5/6 1.
        #expect(abs(KolmogorovSmirnov.distance([1, 1, 2], [3, 2, 1]) - 1.0 / 3) < 1e-12)
        #expect(abs(KolmogorovSmirnov.largest([3, 2, 1]) - 5.0 / 6) < 1e-12)
        #expect(KolmogorovSmirnov.distance([], []) == 1)
    }

    @Test func `values on an edge count above it, and values outside in the end bins`() {
        let edges = [0.0, 10, 20, 40]
        for (value, bin) in [(-5.0, 0), (0, 0), (9.99, 0), (10, 1), (20, 2), (39, 2), (40, 2), (99, 2)] {
            #expect(KolmogorovSmirnov.bin(value, in: edges) == bin)
        }
    }

    @Test func `values like the cells are near their ceiling, unlike ones are far`() {
        let cells = Histogram(edges: [0, 1, 2, 3, 4], counts: [25, 25, 25, 25])
        let like = (0..<80).map { Double($0) / 20 }
        let close = KolmogorovSmirnov(like, cells, using: MersenneTwister(seed: 4))
        #expect(close.distance < 1e-12 && close.similarity == 1 && close.pValue == 1)
        #expect(close.ceiling > 0.8 && close.ceiling < 1)
        // Ties inside a bin: a quarter at most, and that it is.
        #expect(abs(close.binning - 0.25) < 1e-12)
        let far = KolmogorovSmirnov(like.map { $0 / 4 }, cells, using: MersenneTwister(seed: 4))
        #expect(far.distance == 0.75 && far.similarity == 0 && far.pValue == 0.001)
        #expect(far.interval.contains(0.75) && far.interval.lowerBound > 0.6)
    }

    @Test func `the same seed gives the same comparison`() {
        let cells = Histogram(edges: [0, 1, 2], counts: [10, 20])
        let values = [0.1, 0.2, 1.4, 1.5, 1.6]
        let first = KolmogorovSmirnov(values, cells, using: MersenneTwister(seed: 9))
        #expect(first == KolmogorovSmirnov(values, cells, using: MersenneTwister(seed: 9)))
    }

    @Test func `samples of one distribution have p-values spread over 0 to 1`() {
        let generator = MersenneTwister(seed: 21)
        let pValues = (0..<60).map { _ -> Double in
            var counts = [Int](repeating: 0, count: 12)
            for _ in 0..<100 { counts[generator.index(below: 12)] += 1 }
            let values = (0..<60).map { _ in Double(generator.index(below: 12)) + 0.5 }
            let cells = Histogram(edges: (0...12).map(Double.init), counts: counts)
            return KolmogorovSmirnov(values, cells, using: generator).pValue
        }
        let mean = pValues.reduce(0, +) / 60
        // Four standard errors of a uniform mean, 4/√(12 · 60) = 0.15; ties push it up a little.
        #expect(mean > 0.36 && mean < 0.68)
        // Of 60 a mean of 3 fall below 0.05; 10 or more in 1 of 2000 times.
        #expect(pValues.count { $0 <= 0.05 } < 10)
        #expect(pValues.contains { $0 < 0.3 } && pValues.contains { $0 > 0.7 })
    }

    @Test func `Holm's correction by hand`() {
        // Sorted .005 .01 .03 .04 times 4, 3, 2, 1: .02 .03 .06 .04, never falling.
        let adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005])
        #expect(zip(adjusted, [0.03, 0.06, 0.06, 0.02]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(holmAdjusted([0.6, 0.5]) == [1, 1])
        #expect(holmAdjusted([]).isEmpty && holmAdjusted([0.2]) == [0.2])
    }
}
