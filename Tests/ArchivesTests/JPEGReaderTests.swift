import Archives
import Planes
import Testing

@Suite struct JPEGReaderTests {
    @Test func `grey is what Pillow decodes`() throws {
        let (header, image) = try picture(referenceFile("jpegGrey.jpg"))
        #expect(header.size == PixelSize(height: 8, width: 16) && header.bitDepth == 8 && !header.isTurned)
        let plane = Plane(size: header.size) { row, column in Float(12 * column + 5 * row + 20) / 255 }
        #expect(image == Image(grey: plane, encoding: .sRGB))
    }

    /// The four colours are those that Pillow 13.0 decodes.
    @Test func `colour, progressive, is what Pillow decodes`() throws {
        let image = try picture(referenceFile("jpegColor.jpg")).image
        let expected = [
            (0, 0, [19, 235, 90]), (0, 15, [200, 54, 90]), (7, 15, [235, 20, 90]), (3, 7, [119, 136, 91]),
        ]
        for (row, column, color) in expected {
            #expect(image.planes.map { Int(($0[row, column] * 255).rounded()) } == color)
        }
    }

    @Test func `a printer's colours are refused by name`() throws {
        #expect(
            try pictureRefusal("p.jpg", referenceFile("jpegCMYK.jpg"))
                == "p.jpg: this is a JPEG picture in a printer's colours (CMYK); "
                + "PNG, JPEG, TIFF, WebP, BMP, PGM/PPM in grey or RGB, and .npy, are read")
    }

    /// An EXIF segment with the one tag, after the start of the file.
    private func turned(_ orientation: Int, bigEndian: Bool) throws -> [UInt8] {
        let tiff: [UInt8] =
            bigEndian
            ? [
                0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0, 0, 0, 0,
                0,
            ]
            : [
                0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0,
                0,
            ]
        let segment = [0xFF, 0xE1, 0, UInt8(tiff.count + 8)] + Array("Exif\0\0".utf8) + tiff
        var bytes = try referenceFile("jpegGrey.jpg")
        bytes.insert(contentsOf: segment, at: 2)
        return bytes
    }

    /// Where EXIF 2.3 says that the stored first row and first column are: the value of the stored corner (0, 0) is 20,
    /// of (0, 15) 200, of (7, 0) 55, of (7, 15) 235.
    @Test(arguments: [
        (1, [20, 200, 55, 235]), (2, [200, 20, 235, 55]), (3, [235, 55, 200, 20]), (4, [55, 235, 20, 200]),
        (5, [20, 55, 200, 235]), (6, [55, 20, 235, 200]), (7, [235, 200, 55, 20]), (8, [200, 235, 20, 55]),
    ])
    func `a camera's turn is undone`(orientation: Int, corners: [Int]) throws {
        for bigEndian in [false, true] {
            let (header, image) = try picture(turned(orientation, bigEndian: bigEndian))
            let size =
                orientation < 5 ? PixelSize(height: 8, width: 16) : PixelSize(height: 16, width: 8)
            #expect(header.size == size && header.isTurned == (orientation != 1))
            let (row, column) = (size.height - 1, size.width - 1)
            let found = [(0, 0), (0, column), (row, 0), (row, column)].map {
                Int((image.planes[0][$0.0, $0.1] * 255).rounded())
            }
            #expect(found == corners)
        }
    }

    @Test func `a turn that EXIF does not know is none`() throws {
        #expect(try picture(turned(9, bigEndian: true)).header.isTurned == false)
    }

    @Test func `a file cut anywhere is refused`() throws {
        let bytes = try referenceFile("jpegColor.jpg")
        for count in stride(from: 4, to: bytes.count - 2, by: 7) {
            let message = try pictureRefusal("p.jpg", Array(bytes.prefix(count)))
            #expect(message.hasPrefix("p.jpg: the JPEG data (") && message.hasSuffix("download the file again"))
        }
    }

    @Test func `a size that the file cannot hold is refused before memory is taken`() throws {
        var bytes = try referenceFile("jpegGrey.jpg")
        let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
        bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x10, 0, 0x10, 0])
        #expect(
            try pictureRefusal("p.jpg", bytes)
                == "p.jpg: the size 4096 × 4096 is malformed; a file of 183 bytes holds at most 93696 such pixels")
        bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
        #expect(try pictureRefusal("p.jpg", bytes).contains("65500 × 65500 pixels are more than the 67108864"))
    }
}
