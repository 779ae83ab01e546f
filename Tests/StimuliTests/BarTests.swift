import Foundation
import Planes
import Stimuli
import Testing

@Suite struct BarTests {
    @Test func `a bar of one pixel fills one column, and between two pixels half of each`() throws {
        let size = PixelSize(height: 3, width: 5)
        let vertical = Orientation(degrees: 90)
        let on = try Bar(orientation: vertical, width: 1).drawn(on: size)
        #expect((0..<5).map { on[1, $0] } == [0, 0, 1, 0, 0])
        let between = try Bar(orientation: vertical, width: 1, position: 0.5, polarity: -1).drawn(on: size)
        #expect((0..<5).map { between[1, $0] } == [0, 0, -0.5, -0.5, 0])
    }

    @Test(arguments: [0.0, 20, 45, 77, 90, 135])
    func `turning a bar keeps its area`(degrees: Double) throws {
        let size = PixelSize(side: 41)
        let bar = try Bar(orientation: Orientation(degrees: degrees), width: 3, length: 17)
        let area = bar.drawn(on: size).values.reduce(0, +)
        // Sides are exact; four corners as products of two sides are good to a few hundredths of a pixel.
        #expect(abs(area - 51) < 0.2)
    }

    @Test func `a bar lies along its orientation`() throws {
        let drawn = try Bar(orientation: Orientation(degrees: 45), width: 2, length: 20).drawn(on: PixelSize(side: 21))
        #expect(drawn[5, 15] > 0.9 && drawn[15, 5] > 0.9)
        #expect(drawn[5, 5] == 0 && drawn[15, 15] == 0)
    }

    @Test func `an edge is bright on the side that the wave points to: to the right, and up`() throws {
        let drawn = try Edge(orientation: Orientation(degrees: 90), position: 1).drawn(
            on: PixelSize(height: 1, width: 5))
        #expect(drawn.values == [-1, -1, -1, 0, 1])
        let horizontal = try Edge(orientation: Orientation(degrees: 0), polarity: -1).drawn(
            on: PixelSize(height: 3, width: 1))
        #expect(horizontal.values == [-1, 0, 1])
    }

    @Test func `bars and edges that cannot be are refused`() {
        let up = Orientation(degrees: 90)
        let messages = [
            #expect(throws: StimulusError.self) { _ = try Bar(orientation: up, width: 0) },
            #expect(throws: StimulusError.self) { _ = try Bar(orientation: up, width: 1, length: -1) },
            #expect(throws: StimulusError.self) { _ = try Bar(orientation: up, width: 1, position: .infinity) },
            #expect(throws: StimulusError.self) { _ = try Edge(orientation: up, polarity: 2) },
        ].map { $0?.description }
        #expect(
            messages == [
                "width 0.0 is not possible; above 0 pixels is expected",
                "length -1.0 is not possible; above 0 pixels is expected",
                "position inf is not possible; a number of pixels is expected",
                "contrast 2.0 is not possible; from -1 to 1 is expected",
            ])
    }
}
