import Figures
import Planes
import Testing

@Suite struct FiguresExampleTests {
    @Test func `bars at 45° are ochre, and scales end in black and white`() {
        let color = Color(orientation: Orientation(degrees: 45)).hex  // ochre, #AA752F
        let plane = Plane(size: PixelSize(height: 1, width: 2), values: [-1, 1])
        let picture = Picture(signed: plane, limit: 1, scale: .grey)
        let (black, white) = (picture.pixel(row: 0, column: 0).red, picture.pixel(row: 0, column: 1).red)
        #expect(color == "#AA752F")
        #expect(black == 0 && white == 255)
    }
}
