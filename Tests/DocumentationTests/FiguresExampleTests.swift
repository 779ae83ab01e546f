import Figures
import Planes
import Testing

@Suite struct FiguresExampleTests {
    @Test func `bars at 60° are green, and scales end in black and white`() {
        let color = Color(orientation: Orientation(degrees: 60), value: 1)  // green
        let plane = Plane(size: PixelSize(height: 1, width: 2), values: [-1, 1])
        let picture = Picture(signed: plane, limit: 1, scale: .grey)
        let (black, white) = (picture.pixel(row: 0, column: 0).red, picture.pixel(row: 0, column: 1).red)
        // cos² of 60°, 0° and 60°.
        #expect(abs(color.red - 0.25) < 1e-9 && abs(color.green - 1) < 1e-9 && abs(color.blue - 0.25) < 1e-9)
        #expect(black == 0 && white == 255)
    }
}
