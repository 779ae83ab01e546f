import Planes
import Testing

@testable import Figures

@Suite struct PhotographPictureTests {
    private let image = Image(
        grey: Plane(size: PixelSize(height: 2, width: 4), values: [0, 0.2, 0.4, 0.6, 0.2, 0.4, 0.6, 0.8]),
        encoding: .sRGB)

    @Test func `at its own size a picture keeps its pixels`() {
        let picture = Picture(of: image, size: image.size)
        #expect((0..<4).map { Int(picture.pixel(row: 0, column: $0).red) } == [0, 51, 102, 153])
    }

    @Test func `smaller, a pixel is the mean of those it covers`() {
        let picture = Picture(of: image, size: PixelSize(height: 1, width: 2))
        // Means of 0, .2, .2, .4 and of .4, .6, .6, .8.
        #expect((0..<2).map { Int(picture.pixel(row: 0, column: $0).green) } == [51, 153])
    }

    @Test func `larger, pixels lie on straight lines`() {
        let picture = Picture(of: image, size: PixelSize(height: 2, width: 8))
        // Centres at −¼, ¼, ¾, … of the stored pixels.
        #expect((0..<4).map { Int(picture.pixel(row: 0, column: $0).blue) } == [0, 13, 38, 64])
    }

    @Test func `light is shown in the code of screens, and colours stay themselves`() {
        let one = PixelSize(side: 1)
        func plane(_ value: Float) -> Plane { Plane(size: one, values: [value]) }
        let color = Image(red: plane(0.21404114), green: plane(1), blue: plane(0), encoding: .linear)
        let pixel = Picture(of: color, size: one).pixel(row: 0, column: 0)
        #expect(pixel == (128, 255, 0) || pixel == (127, 255, 0))
    }
}
