import Planes
import Testing

@Suite struct InterpolationTests {
    private let plane = Plane(size: PixelSize(height: 2, width: 3), values: [0, 1, 2, 10, 11, 12])

    @Test(arguments: [(0.0, 0.0, 0.0), (2, 1, 12), (0.5, 0, 0.5), (1, 0.5, 6), (1.5, 0.25, 4)])
    func `between pixels values lie on straight lines`(x: Double, y: Double, value: Double) {
        #expect(abs(plane.value(x: x, y: y) - value) < 1e-12)
    }

    @Test func `beyond the outermost pixels the value stays`() {
        #expect(plane.value(x: -5, y: -5) == 0 && plane.value(x: 99, y: 0.5) == 7 && plane.value(x: 1, y: 8) == 11)
    }
}
