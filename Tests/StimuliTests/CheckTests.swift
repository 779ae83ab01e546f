import Foundation
import Planes
import Stimuli
import Testing

/// Gabor patches, checkerboards, wedges and rings.
@Suite struct CheckTests {
    @Test func `four checks meet in the middle, the one on the right and above it bright`() throws {
        let board = try Checkerboard(orientation: Orientation(degrees: 90), width: 2).drawn(on: PixelSize(side: 8))
        let above: [Float] = [1, 1, -1, -1, 1, 1, -1, -1]
        for row in 0..<8 {
            let isOther = row / 2 == 0 || row / 2 == 2
            #expect((0..<8).map { board[row, $0] } == (isOther ? above.map { -$0 } : above))
        }
        // Right and above.
        #expect(board[3, 4] == 1 && board[4, 4] == -1)
        #expect(abs(board.values.reduce(0, +)) < 1e-5)
    }

    @Test func `a Gabor patch is a grating times a Gaussian`() throws {
        let grating = try Grating(
            orientation: Orientation(degrees: 90), frequency: SpatialFrequency(cyclesPerPixel: 0.1))
        let patch = try GaborPatch(grating, sigma: 5)
        // exp(−(9 + 16)/50)·cos(2π·0.3)
        #expect(abs(patch.contrast(x: 3, y: 4) - exp(-0.5) * cos(0.6 * .pi)) < 1e-12)
        #expect(patch.frames(4).map(\.carrier) == grating.frames(4))
        #expect(abs((patch.measures.width ?? 0) - 11.774) < 1e-3)
    }

    @Test func `a wedge covers its part of the disc, counter-clockwise from the right`() throws {
        let wedge = try PolarCheckerboard(polarAngle: 90, opening: 60, hole: 8, diameter: 60, width: 4)
        let drawn = wedge.drawn(on: PixelSize(side: 64))
        // Up, and neither down, to the right nor in the hole.
        #expect(abs(drawn[10, 31]) > 0.5 && drawn[53, 31] == 0 && drawn[31, 53] == 0 && drawn[30, 31] == 0)
        let area = drawn.values.reduce(0) { $0 + Double(abs($1)) }
        // Where checks meet within a pixel their contrasts cancel: a little is missing.
        #expect((0.75...1.0).contains(area / (.pi * (900 - 16) / 6)))
        #expect(try wedge.turns(4).map(\.polarAngle) == [90, 180, 270, 360])
    }

    @Test func `a ring grows from the middle to its place without changing its thickness`() throws {
        let frames = try PolarCheckerboard(hole: 20, diameter: 40, width: 5).growth(3)
        #expect(frames.map(\.inner) == [0, 10, 20] && frames.map(\.outer) == [20, 30, 40])
        let ring = frames[2].drawn(on: PixelSize(side: 48))
        #expect(ring[24, 24] == 0 && abs(ring[24, 39]) > 0.5 && ring[24, 46] == 0)
    }

    /// A quarter of a sector on, and a check further out, the contrast is the other one.
    @Test func `checks take turns around and outwards`() throws {
        let ring = try PolarCheckerboard(diameter: 100, width: 10, polarity: 0.5)
        func at(_ degrees: Double, _ radius: Double) -> Double {
            ring.contrast(x: radius * cos(degrees * .pi / 180), y: -radius * sin(degrees * .pi / 180))
        }
        #expect(at(7.5, 35) == -0.5 && at(22.5, 35) == 0.5 && at(7.5, 45) == 0.5 && at(-7.5, 45) == -0.5)
    }

    @Test func `what cannot be is refused`() {
        #expect(throws: StimulusError.self) { try Checkerboard(orientation: Orientation(degrees: 0), width: 0.5) }
        #expect(throws: StimulusError.self) { try PolarCheckerboard(opening: 0, diameter: 10, width: 1) }
        #expect(throws: StimulusError.self) { try PolarCheckerboard(hole: 10, diameter: 10, width: 1) }
        #expect(throws: StimulusError.self) {
            try GaborPatch(
                Grating(orientation: Orientation(degrees: 0), frequency: SpatialFrequency(cyclesPerPixel: 0.1)),
                sigma: 0)
        }
    }
}
