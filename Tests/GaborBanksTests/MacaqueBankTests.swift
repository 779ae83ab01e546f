import Foundation
import GSL
import Planes
import Testing

@testable import GaborBanks

/// The drawn bank beside the counts of the journals, typed here from `published_v1_histograms.json` of the reference
/// (De Valois 1982a, 1982b; Ringach 2002b), not from the sources.
@Suite struct MacaqueBankTests {
    /// At 100 pixels per degree the lattice carries every recorded frequency, so that nothing is drawn again.
    private static func bank(count: Int, ppd: Double, seed: UInt64) throws -> DrawnGabors {
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
        let drawn = try Self.bank(count: 16000, ppd: 100, seed: 1)
        let bank = drawn.bank
        let even = stride(from: 0, to: 16000, by: 2).map { bank.filters[$0] }
        #expect(drawn.discarded == 0)

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

        // Ringach (2002b): even and odd clusters. Half of all phases are within 22.5° of one of four, none between.
        let turns = even.map { $0.phase.degrees / 90 }
        #expect(turns.allSatisfy { abs($0 - $0.rounded()) <= 0.25 + 1e-9 })
        #expect(Self.chiSquare(turns.map { (Int($0.rounded()) + 4) % 4 }, [1, 1, 1, 1]) < 11.34)
    }

    @Test(arguments: [(0.0, -22.5), (0.5, 0), (1.5, 90), (1.999999, 112.5), (2.5, -180), (3.75, -78.75)])
    func `a place from 0 to 4 has its phase`(place: Double, degrees: Double) {
        let apart = (MacaqueBank.phase(at: place).degrees - degrees).truncatingRemainder(dividingBy: 360)
        #expect(min(abs(apart), 360 - abs(apart)) < 1e-3)
    }

    // A round envelope of σ 10 px: the mass within ±23.26 px, 2.326 σ, is 98 % along one axis and 96.04 % in the square;
    // 98 % of a square is within ±2.576 σ (each axis 99 %): 53 pixels, as SciPy's norm.ppf(0.995) has it.
    @Test func `a window holds the part of the envelope that it says`() {
        let round = Gabor(
            orientation: Orientation(degrees: 30), spatialFrequency: SpatialFrequency(wavelength: 8),
            phase: Phase(degrees: 0), sigmaAcross: 10, sigmaAlong: 10)
        #expect(round.side(holding: 0.98, from: 3) == 53)
        // A long envelope at 0° runs along x: its length alone decides.
        let long = Gabor(
            orientation: Orientation(degrees: 0), spatialFrequency: SpatialFrequency(wavelength: 8),
            phase: Phase(degrees: 0), sigmaAcross: 1, sigmaAlong: 10)
        // ±2.3263 σ.
        #expect(long.side(holding: 0.98, from: 3) == 47)
    }

    @Test func `without a size each window holds 98 per cent, and one two pixels smaller does not`() throws {
        var generator = MersenneTwister(seed: 3)
        let resolution = try #require(PixelsPerDegree(10))
        let bank = try MacaqueBank(count: 32, at: resolution, size: nil).drawn(using: &generator).bank
        let gabors = bank.filters.compactMap(\.gabor)
        #expect(gabors.count == 32 && bank.size.width % 2 == 1)
        #expect(gabors.allSatisfy { $0.envelopeHeld(side: bank.size.width) >= 0.98 })
        #expect(gabors.contains { $0.envelopeHeld(side: bank.size.width - 2) < 0.98 })
    }

    @Test func `grown fields are as much wider, and their frequencies as much lower`() throws {
        func filters(_ growth: Double) throws -> [DesignedFilter] {
            var generator = MersenneTwister(seed: 4)
            let resolution = try #require(PixelsPerDegree(100))
            return try MacaqueBank(count: 64, at: resolution, size: PixelSize(side: 3), growth: growth)
                .drawn(using: &generator).bank.filters
        }
        for (one, grown) in zip(try filters(1), try filters(2)) {
            #expect(one.orientation == grown.orientation && one.phase == grown.phase)
            #expect(abs(grown.spatialFrequency.wavelength / one.spatialFrequency.wavelength - 2) < 1e-9)
            #expect(abs((grown.sigmaAcross ?? 0) / (one.sigmaAcross ?? 1) - 2) < 1e-9)
            #expect(abs((grown.sigmaAlong ?? 0) / (one.sigmaAlong ?? 1) - 2) < 1e-9)
        }
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
        let drawn = try Self.bank(count: 16000, ppd: 28, seed: 2)
        #expect(drawn.gabors.allSatisfy { $0.spatialFrequency.cyclesPerPixel <= 0.5 })
        let expected = (1 + 2 * log(16.0 / 14) / log(16 / 11.2)) / 148
        #expect(abs(drawn.discarded - expected) < 4 * (expected / 8000).squareRoot())
    }

    @Test(arguments: [1e6, 1e9, 1e300]) func `windows that no bank could hold are refused`(resolution: Double) throws {
        let bank = try MacaqueBank(count: 4, at: #require(PixelsPerDegree(resolution)), size: nil)
        var generator = MersenneTwister(seed: 3)
        let error = #expect(throws: BankError.self) { try bank.drawn(using: &generator) }
        #expect(try #require(error?.description).contains("are more than 134217728 values"))
    }
}
