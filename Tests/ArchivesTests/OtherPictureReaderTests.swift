import Archives
import Planes
import Testing

/// TIFF, WebP and BMP: the same small pictures as of PNG, written by Pillow 13.0.
@Suite struct OtherPictureReaderTests {
    private static let greys = (0..<12).map { Float(5 + 20 * $0) }
    private static let colors = [
        greys.map { $0 / 255 }, greys.map { (255 - $0) / 255 }, greys.map { Float(Int($0) * 7 % 256) / 255 },
    ]

    private func values(_ name: String) throws -> (header: ImageHeader, planes: [[Float]]) {
        let (header, image) = try picture(referenceFile(name))
        #expect(header.size == PixelSize(height: 3, width: 4))
        return (header, image.planes.map(\.values))
    }

    @Test(arguments: ["grey8.tif", "grey8.bmp"]) func `grey of 8 bits is exact`(name: String) throws {
        let (header, planes) = try values(name)
        #expect(planes == [Self.colors[0]] && header.bitDepth == 8 && !header.hasAlpha && header.encoding == .sRGB)
    }

    @Test(arguments: ["rgb8.tif", "palette.tif", "lossless.webp", "rgb24.bmp", "rgba32.bmp"])
    func `colour is exact`(name: String) throws {
        let (header, planes) = try values(name)
        #expect(planes == Self.colors && header.isColor && !header.hasAlpha)
    }

    @Test func `16 bits and one bit are exact`() throws {
        let (header, planes) = try values("grey16.tif")
        #expect(planes == [(0..<12).map { Float(7 + 5000 * $0) / 65535 }] && header.bitDepth == 16)
        #expect(try values("grey1.tif").planes == [Self.greys.map { $0 > 100 ? 1 : 0 }])
    }

    /// Half a step of 8 bits: TIFF's colours come multiplied by alpha.
    @Test(arguments: ["rgba8.tif", "alpha.webp"])
    func `transparent places show the grey behind them`(name: String) throws {
        let (header, planes) = try values(name)
        #expect(header.hasAlpha)
        for (plane, color) in zip(planes, Self.colors) {
            for (place, value) in plane.enumerated() {
                let alpha: Float = place == 0 ? 0 : place == 5 ? 0.2 : 1
                #expect(abs(value - (alpha * color[place] + (1 - alpha) * 0.5)) < 0.51 / 255)
            }
        }
    }

    /// The four colours are those that Pillow 13.0 decodes.
    @Test(arguments: [
        ("jpeg.tif", [[20, 235, 90], [200, 55, 90], [235, 20, 90], [119, 136, 90]]),
        ("lossy.webp", [[31, 226, 92], [199, 57, 92], [220, 26, 87], [121, 137, 93]]),
    ])
    func `what was packed with loss is what Pillow decodes`(name: String, expected: [[Int]]) throws {
        let image = try picture(referenceFile(name)).image
        let places = [(0, 0), (0, 15), (7, 15), (3, 7)]
        let found = places.map { place in image.planes.map { Int(($0[place.0, place.1] * 255).rounded()) } }
        for (one, other) in zip(found.flatMap(\.self), expected.flatMap(\.self)) { #expect(abs(one - other) <= 1) }
    }

    @Test(arguments: ["turned.tif", "turned.webp"]) func `a camera's turn is undone`(name: String) throws {
        let (header, image) = try picture(referenceFile(name))
        #expect(header.size == PixelSize(height: 4, width: 3) && header.isTurned)
        // Turned a quarter to the right: the stored last row becomes the first column.
        let upright = (0..<4).flatMap { row in (0..<3).map { Self.colors[0][4 * (2 - $0) + row] } }
        #expect(image.planes[0].values == upright)
    }

    @Test func `what is read in part only is refused by name`() throws {
        let list = "; PNG, JPEG, TIFF, WebP, BMP, PGM/PPM in grey or RGB, and .npy, are read"
        #expect(try pictureRefusal("p", referenceFile("moving.webp")) == "p: this is a moving WebP picture" + list)
        var bitmap = try referenceFile("rgb24.bmp")
        // A height of −3.
        bitmap.replaceSubrange(22..<26, with: [0xFD, 0xFF, 0xFF, 0xFF])
        let turned = "p: this is a BMP picture whose top row comes first"
        #expect(try pictureRefusal("p", bitmap) == turned + list)
        #expect(try pictureRefusal("p", referenceFile("grey1.bmp")) == "p: this is a BMP picture of 1 bit" + list)
    }

    @Test(arguments: ["rgb8.tif", "jpeg.tif", "grey16.tif", "lossy.webp", "alpha.webp", "rgb24.bmp"])
    func `a file cut anywhere is read or refused in a line`(name: String) throws {
        let bytes = try referenceFile(name)
        for count in stride(from: 1, to: bytes.count, by: 3) {
            let message = try pictureRefusal("p", Array(bytes.prefix(count)))
            #expect(!message.contains("\n") && (message.isEmpty || message.hasPrefix("p: ")))
        }
        #expect(try !pictureRefusal("p", Array(bytes.prefix(bytes.count / 2))).isEmpty)
    }

    @Test func `a size that the file cannot hold is refused before memory is taken`() throws {
        var bitmap = try referenceFile("rgb24.bmp")
        bitmap.replaceSubrange(18..<26, with: [0, 0x20, 0, 0, 0, 0x20, 0, 0])
        #expect(
            try pictureRefusal("p", bitmap)
                == "p: the size 8192 × 8192 is malformed; a file of 90 bytes holds at most 30 such pixels")
        bitmap.replaceSubrange(18..<26, with: [0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F])
        #expect(try pictureRefusal("p", bitmap).contains("2147483647 × 2147483647 pixels are more than the 67108864"))
    }
}
