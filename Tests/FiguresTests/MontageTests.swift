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

    @Test func `a montage is as wide as its longest row, at most 1200 pixels, and its bytes repeat`() throws {
        // Tiles are 77 pixels wide, 14 apart: 12 of them and two margins of 32 fit into 1200.
        let montage = Self.montage(tiles: 30, pictures: 1, side: 11)
        #expect(montage.layout.size.width == 12 * (77 + 14) - 14 + 64)
        #expect(Self.montage(tiles: 8, pictures: 1, side: 11).layout.size.width == 8 * (77 + 14) - 14 + 64)
        #expect(Self.montage(tiles: 1, pictures: 1, side: 11).layout.size.width == 480 + 64)
        #expect(try montage.png() == montage.png())
    }

    @Test func `frames have the colour of the bars, and their key stands at the foot`() throws {
        let picture = Picture(size: PixelSize(side: 40)) { _, _ in .white }
        let montage = Montage(
            title: "t",
            sections: [
                .init(
                    heading: "",
                    tiles: [
                        .init(pictures: [picture], caption: "", orientation: Orientation(degrees: 90)),
                        .init(pictures: [picture], caption: ""),
                    ])
            ], note: "note")
        let layout = montage.layout
        let frame = layout.pictures[0].frame
        let pixel = try CanvasFilesTests.pixels(of: montage.drawn())
        for offset in 1...3 { #expect(pixel(frame.y + 20, frame.x - offset) == [0xCB, 0xE1, 0xB3]) }
        #expect(pixel(frame.y + 20, frame.x - 4) == [255, 255, 255])
        let center = try #require(layout.wheel)
        let key = MontageLayout.key
        #expect(Int(center.y) - key.reach > frame.bottom && Int(center.y) + key.radius < layout.size.height)
        let box = Frame(
            x: Int(center.x) - key.reach, y: Int(center.y) - key.reach, width: 2 * key.reach,
            height: key.reach + key.radius)
        #expect(!layout.texts.contains { $0.frame.overlaps(box) })
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
