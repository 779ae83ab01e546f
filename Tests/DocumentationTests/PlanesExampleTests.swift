import Planes
import Testing

@Suite struct PlanesExampleTests {
    @Test func `a wavelength becomes cycles per degree, and a wave runs across its bars`() {
        let bars = Orientation(degrees: 30)
        let grating = SpatialFrequency(wavelength: 8)
        let frequency = PixelsPerDegree(32).map(grating.cyclesPerDegree)  // 4 cycles per degree
        let wave = bars.waveDirection  // 120°
        // 32 pixels per degree hold four waves of 8 pixels; luminance changes at right angles to bars.
        #expect(frequency == 4 && wave == 120)
    }
}
