import Archives
import Foundation
import Planes
import Testing

@testable import Figures

@Suite struct CanvasFilesTests {
    /// Letters, a line, and a picture of 2 × 3 pixels enlarged 10 times at (30, 5).
    private func canvas() throws -> Canvas {
        let canvas = try Canvas(size: PixelSize(height: 40, width: 120), showing: "Bars & <edges>")
        canvas.draw("22.5°", at: Point(x: 70, y: 20), style: TextStyle(size: 12))
        canvas.draw(.line(from: Point(x: 2, y: 2), to: Point(x: 20, y: 30)), color: .kernelBlue)
        let picture = Picture(size: PixelSize(height: 2, width: 3)) { row, column in
            Color(red: Double(row), green: Double(column) / 2, blue: 0)
        }
        canvas.draw(picture, x: 30, y: 5, magnification: 10)
        return canvas
    }

    /// The colours of a canvas's PNG, read back.
    static func pixels(of canvas: Canvas) throws -> (_ row: Int, _ column: Int) -> [Int] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).png")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(canvas.png()).write(to: file)
        let planes = try ImageFile(path: file.path).image().planes
        return { row, column in planes.map { Int(($0[row, column] * 255).rounded()) } }
    }

    @Test func `pixels are enlarged to squares, none smoothed, what is beyond the sheet cut off`() throws {
        let canvas = try canvas()
        let pixel = try Self.pixels(of: canvas)
        #expect(pixel(5, 30) == [0, 0, 0] && pixel(14, 39) == [0, 0, 0])
        #expect(pixel(5, 40) == [0, 128, 0] && pixel(14, 49) == [0, 128, 0])
        #expect(pixel(15, 50) == [255, 255, 0] && pixel(24, 59) == [255, 255, 0])
        for (row, column) in [(4, 30), (25, 59), (15, 60)] { #expect(pixel(row, column) == [255, 255, 255]) }
        canvas.draw(Picture(size: PixelSize(side: 4)) { _, _ in .black }, x: -2, y: 30, magnification: 10)
        let below = try Self.pixels(of: canvas)
        #expect(below(39, 0) == [0, 0, 0] && below(39, 37) == [0, 0, 0] && below(39, 38) == [255, 255, 255])
    }

    @Test func `PDF and SVG bear the sheet's size and words, no date, and repeat byte for byte`() throws {
        let (first, second) = (try canvas(), try canvas())
        let pdf = String(decoding: try first.pdf(), as: UTF8.self)
        // 120 × 40 pixels of 1/96 inch are 90 × 30 points.
        #expect(pdf.hasPrefix("%PDF-1") && pdf.contains("/MediaBox [ 0 0 90 30 ]"))
        #expect(pdf.contains("/CreationDate (20000101000000Z)"))
        #expect(pdf.contains("/Interpolate false"))
        let svg = String(decoding: try first.svg(), as: UTF8.self)
        #expect(svg.contains("width=\"120px\" height=\"40px\""))
        #expect(svg.contains("<title>Bars &amp; &lt;edges&gt;</title>"))
        // The enlarged picture is there once, as its own 2 × 3 pixels.
        #expect(svg.components(separatedBy: "<image style=\"image-rendering:pixelated\"").count == 2)
        #expect(svg.contains("width=\"3\" height=\"2\""))
        #expect(try second.pdf() == first.pdf() && second.svg() == first.svg())
    }

    @Test func `the date of a PDF is replaced, its length kept`() {
        let made = Array("x /CreationDate (D:20261129225449+01'00) y".utf8)
        let settled = PrintedFile.settled(pdf: made)
        #expect(String(decoding: settled, as: UTF8.self) == "x /CreationDate (D:20000101000000Z     ) y")
        #expect(PrintedFile.settled(pdf: [1, 2]) == [1, 2])
    }

    @Test func `parts of an SVG are numbered in their order`() {
        let made = """
            <?xml version="1.0"?>
            <svg>
            <image id="image17" width="3"/>
            <g id="surface9">
              <use xlink:href="#image17"/>
            <use xlink:href="#surface9"/>
            </svg>
            """
        #expect(
            String(decoding: PrintedFile.settled(svg: Array(made.utf8), words: ""), as: UTF8.self) == """
                <?xml version="1.0"?>
                <svg>
                <image style="image-rendering:pixelated" id="image0" width="3"/>
                <g id="surface1">
                  <use xlink:href="#image0"/>
                <use xlink:href="#surface1"/>
                </svg>
                """)
    }
}
