import Planes
import Testing

@testable import Figures

@Suite struct PictureTests {
    let plane = Plane(size: PixelSize(height: 1, width: 5), values: [-2, -1, 0, 2, 9])

    @Test func `the grey scale is black at the lower end, mid grey at zero and white at the upper end`() {
        let picture = Picture(signed: plane, limit: 2, scale: .grey)
        #expect(picture.bytes == [0, 0, 0, 64, 64, 64, 128, 128, 128, 255, 255, 255, 255, 255, 255])
    }

    @Test func `the diverging scale is blue below, white at zero and red above`() {
        let picture = Picture(signed: plane, limit: 2)
        #expect(picture.pixel(row: 0, column: 0) == (0x21, 0x66, 0xAC))
        #expect(picture.pixel(row: 0, column: 2) == (255, 255, 255))
        #expect(picture.pixel(row: 0, column: 3) == (0xB2, 0x18, 0x2B))
    }

    @Test func `true colour has mid grey at zero and each channel's ends at plus and minus the limit`() {
        let one = PixelSize(side: 1)
        let picture = Picture(
            red: Plane(size: one, values: [3]), green: Plane(size: one, values: [0]),
            blue: Plane(size: one, values: [-3]), limit: 3)
        #expect(picture.bytes == [255, 128, 0])
    }

    @Test(arguments: [Float(0), -1, .nan])
    func `without a scale every pixel has the colour of zero`(limit: Float) {
        #expect(Set(Picture(signed: plane, limit: limit).bytes) == [255])
    }

    @Test func `a pixel that is not a number has the colour of zero`() {
        let picture = Picture(signed: Plane(size: PixelSize(side: 1), values: [.nan]), limit: 1, scale: .grey)
        #expect(picture.bytes == [128, 128, 128])
    }
}
