import GaborBanks
import Planes
import Retinotopy
import Testing

@Suite struct RelayCellsTests {
    private static let resolution = PixelsPerDegree(32)

    @Test func `a parvocellular field is small, a magnocellular one large`() throws {
        let resolution = try #require(Self.resolution)
        let (parvo, magno) = (RelayCells(.parvo, at: resolution), RelayCells(.magno, at: resolution))
        // 1/e radii of 0.03° and 0.10° (Croner & Kaplan 1995), 32 pixels to a degree.
        #expect(abs(parvo.spot.sigmaCenter - 0.03 * 32 / 2.0.squareRoot()) < 1e-12)
        #expect(abs(magno.spot.sigmaCenter - 0.10 * 32 / 2.0.squareRoot()) < 1e-12)
        #expect(parvo.peak > magno.peak)
    }

    @Test func `cells whose field is larger than the picture are refused`() throws {
        // Four standard deviations of 0.72°/√2, both ways, at 128 pixels to a degree.
        let field = try VisualField(size: PixelSize(side: 512), degrees: 4)
        #expect(try RelayCells(.parvo, for: field).reach == 66)
        do throws(RetinotopyError) {
            _ = try RelayCells(.magno, for: field)
            Issue.record("a field of 523 pixels in a picture of 512")
        } catch {
            #expect(
                error.description
                    == "LGN: magno is not possible; a field of 523 pixels is too large for a picture of 512 × 512; take a wider field"
            )
        }
    }

    /// A scan of the transform finds no frequency that the cells like better.
    @Test(arguments: RelayCells.Kind.allCases)
    func `the gain is one at the best frequency and nowhere more`(kind: RelayCells.Kind) throws {
        let relay = RelayCells(kind, at: try #require(Self.resolution))
        #expect(abs(relay.gain(relay.peak) - 1) < 1e-12)
        for step in 0...500 { #expect(relay.gain(SpatialFrequency(cyclesPerPixel: Double(step) / 1000)) <= 1 + 1e-12) }
    }

    @Test(arguments: [8.0, 12, 24])
    func `a grating comes out as large as the gain says`(wavelength: Double) throws {
        let relay = RelayCells(.parvo, at: try #require(Self.resolution))
        let size = PixelSize(height: 8, width: 96)
        let seen = relay.response(
            to: grating(size, wavelength: wavelength, orientation: 90), boundary: .wrap)
        let (low, high) = (Double(seen.values.min() ?? 0), Double(seen.values.max() ?? 0))
        let gain = relay.gain(SpatialFrequency(wavelength: wavelength))
        // The lattice's Gaussian of 0.68 pixels passes a little less than the smooth one.
        #expect(abs((high - low) / gain - 1) < 0.02)
    }
}
