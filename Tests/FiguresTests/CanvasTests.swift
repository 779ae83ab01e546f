import Planes
import Testing

@testable import Figures

@Suite struct CanvasTests {
    @Test func `a PNG states its width and height and repeats byte for byte`() throws {
        func made() throws -> [UInt8] {
            let canvas = try Canvas(size: PixelSize(height: 30, width: 260), showing: "a name")
            canvas.draw("striate", at: Point(x: 130, y: 20), style: TextStyle(size: 12, alignment: .center))
            canvas.draw(.arc(center: Point(x: 10, y: 10), radius: 5, from: 0, to: 90), color: .kernelBlue)
            return try canvas.png()
        }
        let png = try made()
        #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        // IHDR: width and height, big-endian, from byte 16 on (PNG specification, 11.2.2).
        #expect(Array(png[16..<24]) == [0, 0, 1, 4, 0, 0, 0, 30])
        #expect(try made() == png)
    }

    @Test func `a canvas beyond the library's limit is refused`() {
        let error = #expect(throws: FigureError.self) { try Canvas(size: PixelSize(height: 40_000, width: 10)) }
        #expect(
            error?.description
                == "picture: 10 × 40000 pixels (width × height) is too large; at most 32767 on a side, "
                + "so split it into several")
    }

    @Test func `text wraps at spaces, keeps line breaks and ends in an ellipsis where it is cut`() {
        let style = TextStyle(size: 10)
        #expect(style.wrapped("a b\nc", width: 100) == ["a b", "c"])
        let lines = style.wrapped("one two three four five six seven eight", width: 60, lines: 2)
        #expect(lines.count == 2)
        #expect(lines[1].hasSuffix("…"))
        #expect(lines.allSatisfy { style.width(of: $0) <= 60 })
        #expect(style.wrapped("unbreakableandverylong", width: 50)[0].hasSuffix("…"))
    }
}
