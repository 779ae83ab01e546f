import Planes
import Testing

@Suite struct OrientationTests {
    @Test(arguments: [(0.0, 90.0), (90, 0), (45, 45), (135, 135), (180, 90), (-30, 120)])
    func `bars are 90 degrees minus the wave angle in image axes`(theta: Double, bars: Double) {
        #expect(abs(Orientation(imageWaveAngle: theta * .pi / 180).degrees - bars) < 1e-9)
    }

    @Test func `wave direction and bars are a right angle apart`() {
        for degrees in stride(from: 0.0, to: 180, by: 7.5) {
            let bars = Orientation(degrees: degrees)
            #expect(abs(Orientation(waveDirection: bars.waveDirection).distance(to: bars)) < 1e-9)
            #expect(abs(Orientation(degrees: bars.waveDirection).distance(to: bars) - 90) < 1e-9)
        }
    }

    @Test func `an angle just below zero stays inside the half-open range`() {
        #expect(Orientation(degrees: -1e-17).degrees == 0)
        #expect(Orientation(degrees: 180).degrees == 0)
        #expect(Orientation(degrees: 179).distance(to: Orientation(degrees: 1)) == 2)
    }
}
