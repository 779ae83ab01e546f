import Planes
import Testing

@testable import Figures

@Suite struct OrientationColorTests {
    private func bytes(_ degrees: Double, _ value: Double = 1) -> [Int] {
        let (red, green, blue) = Color(orientation: Orientation(degrees: degrees), value: value).bytes
        return [Int(red), Int(green), Int(blue)]
    }

    @Test func `horizontal is red, vertical its opposite, and 180 degrees come round`() {
        #expect(bytes(0) == [255, 64, 64] && bytes(90) == [0, 191, 191])
        #expect(bytes(60) == [64, 255, 64] && bytes(120) == [64, 64, 255])
        #expect(bytes(180) == bytes(0))
    }

    @Test func `hues go over without an edge`() {
        for degrees in stride(from: 0.0, to: 180, by: 1) {
            for (a, b) in zip(bytes(degrees), bytes(degrees + 1)) { #expect(abs(a - b) <= 5) }
        }
    }

    @Test func `brightness goes down to black`() {
        #expect(bytes(30, 0) == [0, 0, 0])
        #expect(bytes(0, 0.5) == [128, 32, 32])
    }

    @Test func `the wheel has the colour of a bar along each diameter`() throws {
        let canvas = try Canvas(size: PixelSize(side: 160))
        OrientationWheel(radius: 30).draw(on: canvas, center: Point(x: 80, y: 80))
        #expect(try canvas.png(showing: "the wheel").count > 500)
    }
}
