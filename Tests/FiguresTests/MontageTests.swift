import Planes
import Testing

@testable import Figures

@Suite struct MontageTests {
    static func montage(tiles: Int, pictures: Int, side: Int) -> Montage {
        let picture = Picture(size: PixelSize(side: side)) { row, _ in Color(grey: Double(row % 2)) }
        let tile = Montage.Tile(
            pictures: Array(repeating: picture, count: pictures), caption: "a caption that is long enough to wrap")
        return Montage(
            title: "A title",
            sections: [
                .init(heading: "first", tiles: Array(repeating: tile, count: tiles)),
                .init(heading: "second", tiles: [tile]), .init(heading: "third", tiles: []),
            ],
            note: "a note", scaleBars: [.init(scale: .diverging, low: "−max", high: "+max")])
    }

    @Test(arguments: [(64, 1, 11), (20, 3, 7), (5, 1, 3), (3, 3, 224), (0, 1, 5)])
    func `everything lies inside the canvas and nothing overlaps`(tiles: Int, pictures: Int, side: Int) {
        let layout = Self.montage(tiles: tiles, pictures: pictures, side: side).layout
        let whole = Frame(x: 0, y: 0, width: layout.size.width, height: layout.size.height)
        let frames = layout.pictures.map(\.frame) + layout.texts.map(\.frame) + layout.rules
        #expect(layout.pictures.count == (tiles + 1) * pictures + 1)
        for (index, frame) in frames.enumerated() {
            #expect(whole.contains(frame))
            #expect(!frames[..<index].contains { $0.overlaps(frame) })
        }
        for text in layout.texts { #expect(text.style.width(of: text.text) <= Double(text.frame.width)) }
    }

    @Test(arguments: [(11, 7), (7, 11), (5, 16), (3, 27), (224, 1)])
    func `pictures grow by the whole number that brings them nearest to 80 pixels`(side: Int, times: Int) {
        #expect(Self.montage(tiles: 1, pictures: 1, side: side).magnification == times)
    }

    @Test func `a montage is 1200 pixels wide and its bytes repeat`() throws {
        let montage = Self.montage(tiles: 30, pictures: 1, side: 11)
        #expect(montage.layout.size.width == 1200)
        #expect(try montage.png() == montage.png())
    }

    @Test(arguments: [0.0, 45, 90, 135])
    func `the legend's bars lie along their orientation`(degrees: Double) {
        let bars = Orientation(degrees: degrees)
        let angle = degrees * .pi / 180
        // 13 pixels are half a period: along the bars still bright, across them dark.
        let along = AngleLegend.gabor(
            x: 13 * .cos(angle), y: -13 * .sin(angle), orientation: bars, phase: Phase(degrees: 0))
        let across = AngleLegend.gabor(
            x: -13 * .sin(angle), y: -13 * .cos(angle), orientation: bars, phase: Phase(degrees: 0))
        #expect(along > 0.5)
        #expect(across < -0.5)
    }

    @Test func `the legend's bytes repeat`() throws {
        #expect(try AngleLegend().png() == AngleLegend().png())
    }
}
