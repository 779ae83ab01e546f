import Testing

@testable import Figures
import Planes

@Suite struct PictureWordsTests {
    @Test func `words stand behind the header, with the check that PNG asks for`() {
        // The signature and IHDR; zlib's crc32 of b"iTXtDescription\0\0\0\0\0A \xe2\x80\xb2" is 0xDD3C1932.
        let header = [UInt8](repeating: 7, count: 33)
        let found = PictureWords.adding("A ′", to: header + [1, 2])
        #expect(found.prefix(33) == header[...] && found.suffix(2) == [1, 2])
        let chunk = Array(found[33..<found.count - 2])
        #expect(Array(chunk[0..<4]) == [0, 0, 0, 21])
        #expect(String(decoding: chunk[4..<19], as: UTF8.self) == "iTXtDescription")
        #expect(Array(chunk.suffix(4)) == [0xDD, 0x3C, 0x19, 0x32])
        #expect(PictureWords.adding("", to: header + [1]) == header + [1])
    }

    @Test func `a montage says what it shows`() throws {
        let tile = Montage.Tile(pictures: [Picture(size: PixelSize(side: 4)) { _, _ in .black }], caption: "")
        let png = try Montage(
            title: "Kernels", sections: [.init(heading: "All", tiles: [tile])], note: ""
        ).png()
        #expect(String(decoding: png[33..<90], as: UTF8.self).contains("Kernels. All."))
    }
}
