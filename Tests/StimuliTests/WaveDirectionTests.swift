import Foundation
import Planes
import Stimuli
import Testing

/// Phase, position, drift and the bright side all run along the wave direction that tables print.
@Suite struct WaveDirectionTests {
    static let orientations = [0.0, 0.001, 30, 45, 89.999, 90, 90.001, 135, 179.99]

    /// A step along the printed wave direction, y down.
    private static func step(_ bars: Orientation, _ length: Double) -> (x: Double, y: Double) {
        let direction = bars.waveDirection * .pi / 180
        return (length * cos(direction), -length * sin(direction))
    }

    @Test(arguments: orientations) func `a grating's phase counts along the wave`(degrees: Double) throws {
        let bars = Orientation(degrees: degrees)
        let grating = try Grating(
            orientation: bars, frequency: SpatialFrequency(cyclesPerPixel: 0.1), phase: Phase(degrees: 30))
        let place = Self.step(bars, 2)
        #expect(abs(grating.contrast(x: place.x, y: place.y) - cos((72 + 30) * .pi / 180)) < 1e-12)
    }

    @Test(arguments: orientations) func `a drift goes along the wave`(degrees: Double) throws {
        let bars = Orientation(degrees: degrees)
        let frames = try Grating(orientation: bars, frequency: SpatialFrequency(cyclesPerPixel: 0.1)).frames(10)
        let place = Self.step(bars, 1)
        #expect(abs(frames[1].contrast(x: place.x, y: place.y) - 1) < 1e-12)
    }

    @Test(arguments: orientations) func `a bar moves along the wave`(degrees: Double) throws {
        let bars = Orientation(degrees: degrees)
        let bar = try Bar(orientation: bars, width: 3, position: 5)
        let (on, off) = (Self.step(bars, 5), Self.step(bars, -5))
        #expect(bar.contrast(x: on.x, y: on.y) == 1 && bar.contrast(x: off.x, y: off.y) == 0)
    }

    @Test(arguments: orientations) func `an edge is bright where the wave points to`(degrees: Double) throws {
        let bars = Orientation(degrees: degrees)
        let edge = try Edge(orientation: bars)
        let (on, off) = (Self.step(bars, 3), Self.step(bars, -3))
        #expect(edge.contrast(x: on.x, y: on.y) == 1 && edge.contrast(x: off.x, y: off.y) == -1)
    }
}
