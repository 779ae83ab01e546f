import Archives
import Planes
import Testing

@Suite struct PNGReaderTests {
    private static let greys = (0..<12).map { Float(5 + 20 * $0) }
    private static let greys16 = (0..<12).map { Float(7 + 5000 * $0) / 65535 }

    private func values(_ name: String) throws -> (header: ImageHeader, planes: [[Float]]) {
        let (header, image) = try picture(referenceFile(name))
        #expect(header.size == PixelSize(height: 3, width: 4))
        return (header, image.planes.map(\.values))
    }

    @Test(arguments: ["grey8.png", "interlaced.png"])
    func `grey of 8 bits is exact, interlaced or not`(name: String) throws {
        let (header, planes) = try values(name)
        let expected = Self.greys.map { $0 / 255 }
        #expect(planes == [expected])
        #expect(header.bitDepth == 8 && !header.hasAlpha && header.encoding == .sRGB)
    }

    @Test(arguments: ["rgb8.png", "palette.png"])
    func `colour and palette are exact`(name: String) throws {
        let planes = try values(name).planes
        let blue = Self.greys.map { Float(Int($0) * 7 % 256) / 255 }
        let red = Self.greys.map { $0 / 255 }
        let green = Self.greys.map { (255 - $0) / 255 }
        #expect(planes == [red, green, blue])
    }

    @Test func `one bit is black and white`() throws {
        let expected: [Float] = Self.greys.map { $0 > 100 ? 1 : 0 }
        #expect(try values("grey1.png").planes == [expected])
    }

    @Test func `transparent places show the grey behind them`() throws {
        let (header, planes) = try values("rgba8.png")
        #expect(header.hasAlpha && ImageFile.backdrop == 0.5)
        #expect(planes.map { $0[0] } == [0.5, 0.5, 0.5])
        // A fifth of red 105/255, and four fifths of the backdrop.
        let seen: Float = 0.2 * 105 / 255 + 0.8 * 0.5
        #expect(abs(planes[0][5] - seen) < 1e-6)
        #expect(planes[0][6] == Self.greys[6] / 255)
    }

    @Test func `16 bits without a gamma are the stored values`() throws {
        let (header, planes) = try values("grey16.png")
        #expect(planes == [Self.greys16])
        #expect(header.bitDepth == 16 && header.encoding == .sRGB)
    }

    @Test func `16 bits with a gamma of one are light`() throws {
        let (header, planes) = try values("grey16light.png")
        #expect(planes == [Self.greys16])
        #expect(header.encoding == .linear)
    }

    @Test func `16 bits with alpha lie over the same grey`() throws {
        let planes = try values("greyAlpha16.png").planes
        #expect(abs(planes[0][0] - 0.5) < 1e-6)
        let seen = 0.2 * Self.greys16[5] + 0.4
        #expect(abs(planes[0][5] - seen) < 1e-4)
        #expect(abs(planes[0][6] - Self.greys16[6]) < 1e-6)
    }

    @Test func `a damaged check sum is refused`() throws {
        var bytes = try referenceFile("grey8.png")
        bytes[bytes.count - 12 - 1] ^= 1
        #expect(
            try pictureRefusal("p.png", bytes)
                == "p.png: the PNG data (IDAT: CRC error) is malformed; copy or download the file again")
    }

    @Test func `a file cut anywhere is refused`() throws {
        let bytes = try referenceFile("rgba8.png")
        for count in 8..<bytes.count {
            #expect(try pictureRefusal("p.png", Array(bytes.prefix(count))).contains("truncated: a chunk needs"))
        }
        #expect(
            try pictureRefusal("p.png", Array(bytes.prefix(10)))
                == "p.png: truncated: a chunk needs 12 bytes, 2 are there; copy or download the file again")
    }

    @Test func `sizes that the file cannot hold are refused before memory is taken`() throws {
        func sized(_ width: [UInt8], _ height: [UInt8]) throws -> String {
            var bytes = try referenceFile("grey8.png")
            bytes.replaceSubrange(16..<24, with: width + height)
            return try pictureRefusal("p.png", bytes)
        }
        #expect(
            try sized([0, 0, 0x20, 0], [0, 0, 0x10, 0])
                == "p.png: the size 4096 × 8192 is malformed; a file of 73 bytes holds at most 75336 such pixels")
        #expect(
            try sized([0x7F, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF])
                == "p.png: 2147483647 × 2147483647 pixels are more than the 67108864 that are read; "
                + "make the picture smaller")
        #expect(
            try sized([0, 0, 0, 0], [0, 0, 0, 1])
                == "p.png: the size 1 × 0 is malformed; at least one pixel is expected")
    }
}
