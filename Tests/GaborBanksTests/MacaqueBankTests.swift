import Foundation
import GSL
import GaborBanks
import Planes
import Testing

/// The drawn bank beside the counts of the journals, typed here from `published_v1_histograms.json` of the reference
/// (De Valois 1982a, 1982b; Ringach 2002b), not from the sources.
@Suite struct MacaqueBankTests {
    /// At 100 pixels per degree the lattice carries every recorded frequency, so that nothing is drawn again.
    private static func bank(count: Int, ppd: Double, seed: UInt64) throws -> (bank: DesignedBank, discarded: Double) {
        var generator = MersenneTwister(seed: seed)
        let resolution = try #require(PixelsPerDegree(ppd))
        return try MacaqueBank(count: count, at: resolution, size: PixelSize(side: 3)).drawn(using: &generator)
    }

    /// Pearson's statistic; infinite where something fell into a bin that was empty.
    private static func chiSquare(_ bins: [Int], _ published: [Int]) -> Double {
        let (total, drawn) = (Double(published.reduce(0, +)), Double(bins.count))
        return published.indices.reduce(0) { sum, bin in
            let expected = drawn * Double(published[bin]) / total
            let found = Double(bins.count { $0 == bin })
            if expected == 0 { return found == 0 ? sum : .infinity }
            return sum + (found - expected) * (found - expected) / expected
        }
    }

    private static func bin(_ value: Double, _ edges: [Double]) -> Int { edges.count { $0 <= value } - 1 }

    // Critical values of chi-square at p = 0.01 for 3, 10, 13 and 7 degrees of freedom (Abramowitz & Stegun, 26.8).
    // 8000 draws would tell the counts of the bars from those of the waves, 110 vertical and 100 horizontal, at 40.
    @Test func `orientation, frequency, shape and phase are spread as published`() throws {
        let (bank, discarded) = try Self.bank(count: 16000, ppd: 100, seed: 1)
        let even = stride(from: 0, to: 16000, by: 2).map { bank.filters[$0] }
        #expect(discarded == 0)

        let orientations = even.map { filter in Int((((filter.orientation?.degrees ?? 0) + 22.5) / 45)) % 4 }
        #expect(Self.chiSquare(orientations, [100, 83, 110, 92]) < 11.34)

        let octaves = [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11.2, 16, 22.4]
        let frequencies = even.map { Self.bin($0.spatialFrequency.cyclesPerPixel * 100, octaves) }
        #expect(Self.chiSquare(frequencies, [0, 4, 4, 8, 25, 33, 26, 28, 12, 5, 2, 1]) < 23.21)

        let edges = (0...5).map { pow(10, -1 + 0.24 * Double($0)) }
        let shapes = try even.map { filter in
            let (across, along) = (try #require(filter.sigmaAcross), try #require(filter.sigmaAlong))
            let frequency = filter.spatialFrequency.cyclesPerPixel
            return 5 * Self.bin(across * frequency, edges) + Self.bin(along * frequency, edges)
        }
        let published = [2, 0, 1, 0, 0, 8, 9, 4, 1, 0, 1, 2, 19, 17, 3, 0, 0, 1, 7, 4, 0, 0, 0, 0, 0]
        #expect(Self.chiSquare(shapes, published) < 27.69)

        let phases = even.map { Int(($0.phase.degrees + 180) / 45) }
        #expect(Self.chiSquare(phases, [Int](repeating: 1, count: 8)) < 18.48)
    }

    @Test func `the same seed gives the same bank and another seed another`() throws {
        let first = try Self.bank(count: 32, ppd: 28, seed: 5).bank
        #expect(try Self.bank(count: 32, ppd: 28, seed: 5).bank == first)
        #expect(try Self.bank(count: 32, ppd: 28, seed: 6).bank != first)
    }

    @Test func `every filter stands beside its quadrature partner`() throws {
        let bank = try Self.bank(count: 64, ppd: 28, seed: 0).bank
        #expect(bank.quadraturePairs.map(\.even) == Array(stride(from: 0, to: 64, by: 2)))
        #expect(bank.quadraturePairs.map(\.odd) == Array(stride(from: 1, to: 64, by: 2)))
        #expect(bank.name == "macaque-v1")
    }

    // Of the recorded cells 1/148 lie in 16–22.4 and 2/148 in 11.2–16 cycles/degree, of which log(16/14)/log(16/11.2)
    // above 14, half a cycle per pixel at 28 pixels per degree: 1.18 % of the draws.
    @Test func `frequencies that the lattice cannot carry are drawn again and counted`() throws {
        let (bank, discarded) = try Self.bank(count: 16000, ppd: 28, seed: 2)
        #expect(bank.filters.allSatisfy { $0.spatialFrequency.cyclesPerPixel <= 0.5 })
        let expected = (1 + 2 * log(16.0 / 14) / log(16 / 11.2)) / 148
        #expect(abs(discarded - expected) < 4 * (expected / 8000).squareRoot())
    }
}
