import GSL
import GaborBanks
import Kernels
import Planes
import Testing

@Suite struct GrownBankTests {
    @Test func `a grown Gabor at a place grown as much has the same value`() {
        let gabor = Gabor(
            orientation: Orientation(degrees: 30), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.2),
            phase: Phase(degrees: 40), sigmaAcross: 2, sigmaAlong: 3, centerX: 1, centerY: -0.5)
        let grown = gabor.grown(by: 2.5)
        for (x, y) in [(0.0, 0.0), (1.5, -2), (-3, 0.25)] {
            #expect(abs(grown.value(x: 2.5 * x, y: 2.5 * y) - gabor.value(x: x, y: y)) < 1e-12)
        }
        #expect(abs(grown.nx - gabor.nx) < 1e-12 && abs(grown.ny - gabor.ny) < 1e-12)
    }

    /// Where the lattice carries all that is drawn, cells grow one by one.
    @Test func `a bank that has grown is the one drawn for that growth`() throws {
        let resolution = try #require(PixelsPerDegree(50))
        let size = PixelSize(side: 31)
        func drawn(_ growth: Double) throws -> DesignedBank {
            var generator = MersenneTwister(seed: 4)
            return try MacaqueBank(count: 32, at: resolution, size: size, growth: growth).drawn(using: &generator).bank
        }
        let (grown, other) = (try drawn(1).grown(by: 1.7, size: size), try drawn(1.7))
        #expect(grown.quadraturePairs.count == 16)
        for (a, b) in zip(grown.filters, other.filters) {
            #expect(a.orientation == b.orientation && a.phase == b.phase)
            #expect(abs(a.spatialFrequency.cyclesPerPixel / b.spatialFrequency.cyclesPerPixel - 1) < 1e-12)
            let (x, y) = (a.kernel.channels[0].values, b.kernel.channels[0].values)
            #expect(zip(x, y).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }
}
