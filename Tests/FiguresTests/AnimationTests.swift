import Figures
import Planes
import Testing

@Suite struct AnimationTests {
    private static func frame(_ color: Color, side: Int = 5) throws -> [UInt8] {
        try Canvas(size: PixelSize(side: side), background: color).png()
    }

    /// Types and data, each checksum checked bit by bit.
    private static func chunks(_ file: [UInt8]) -> [(type: String, data: [UInt8])] {
        var (found, place) = ([(type: String, data: [UInt8])](), 8)
        while place < file.count {
            let length = number(file[place..<place + 4])
            let body = Array(file[place + 4..<place + 8 + length])
            var sum = UInt32.max
            for byte in body {
                sum ^= UInt32(byte)
                for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
            }
            #expect(number(file[place + 8 + length..<place + 12 + length]) == Int(~sum))
            found.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
            place += 12 + length
        }
        return found
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    @Test func `an animated PNG counts its frames, times and numbers them, and begins as the first picture`() throws {
        let pictures = [try Self.frame(.white), try Self.frame(.slate), try Self.frame(.white)]
        let chunks = Self.chunks(try Animation(pictures).png(seconds: 0.3, showing: ""))
        #expect(chunks.map(\.type) == ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"])
        #expect(chunks[1].data == [0, 0, 0, 3, 0, 0, 0, 0])
        let plain = pictures.map { picture in Self.chunks(picture).first { $0.type == "IDAT" }?.data }
        #expect(chunks[3].data == plain[0] && Array(chunks[5].data.dropFirst(4)) == plain[1])
        let numbers = [2, 4, 5, 6, 7].map { Self.number(chunks[$0].data.prefix(4)) }
        #expect(numbers == [0, 1, 2, 3, 4])
        // 5 × 5 at (0, 0) for 100/1000 s.
        #expect(
            Array(chunks[2].data.dropFirst(4))
                == [0, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 3, 232, 0, 0])
    }

    @Test func `frames that are no pictures of one size are refused`() throws {
        let picture = try Self.frame(.white)
        #expect(throws: FigureError.self) { try Animation([picture, try Self.frame(.white, side: 6)]) }
        #expect(throws: FigureError.self) { try Animation([picture, [1, 2, 3]]) }
        #expect(throws: FigureError.self) { try Animation([Array(picture.dropLast(3))]) }
    }
}
