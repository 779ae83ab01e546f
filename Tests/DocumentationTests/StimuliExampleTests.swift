import Planes
import Stimuli
import Testing

@Suite struct StimuliExampleTests {
    @Test func `half a cycle from a bright bar is a dark one`() throws {
        let grating = try Grating(orientation: Orientation(degrees: 90), frequency: SpatialFrequency(wavelength: 8))
        let middle = grating.contrast(x: 0, y: 0)  // 1
        let halfway = grating.contrast(x: 4, y: 3)  // −1: half a cycle on, whatever y
        let picture = grating.drawn(on: PixelSize(height: 16, width: 16))
        // cos 0 and cos π; two whole cycles have no mean.
        #expect(middle == 1 && abs(halfway + 1) < 1e-12 && abs(picture.mean) < 1e-6)
    }
}
