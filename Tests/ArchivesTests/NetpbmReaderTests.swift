import Archives
import Planes
import Testing

@Suite struct NetpbmReaderTests {
    private func values(_ text: String, _ data: [UInt8] = []) throws -> [[Float]] {
        try picture(Array(text.utf8) + data).image.planes.map(\.values)
    }

    @Test func `plain grey, with comments and loose spaces`() throws {
        #expect(try values("P2 # made by hand\n2 # columns\n\t1\n4\n1 # first\n4") == [[0.25, 1]])
    }

    @Test func `plain colour has red, green and blue side by side`() throws {
        #expect(try values("P3\n1 2\n1\n1 0 0\n0 1 1\n") == [[1, 0], [0, 1], [0, 1]])
    }

    @Test func `raw grey of 8 bits begins one space after the maximum`() throws {
        #expect(try values("P5 3 1 255\n", [10, 32, 255]) == [[10 / 255, 32 / 255, 1]])
    }

    @Test func `raw values above 255 have two bytes, the highest first`() throws {
        #expect(try values("P5 1 1 1000\n", [1, 244]) == [[0.5]])
        #expect(try values("P6\n1 1\n65535\n", [255, 255, 0, 0, 128, 0]) == [[1], [0], [32768 / 65535]])
        #expect(try picture(Array("P5 1 1 1000\n".utf8) + [1, 244]).header.bitDepth == 10)
    }

    @Test(arguments: [
        (
            "P5 2 2 255\nabc",
            "truncated: the picture needs 4 bytes, 3 are there; copy or download the file again"
        ),
        ("P5 2 1 255\nabc", "the end is malformed; the picture has 2 bytes, 3 are there"),
        ("P5 2 1 97\nab", "the value 98 is malformed; at most the maximum, 97"),
        ("P2 2 1 97\n97 98", "the value 98 is malformed; at most the maximum, 97"),
        ("P2 2 1 9\n9 x", "value 1 at byte 11 is malformed; a whole number and a space"),
        ("P2 2 1 70000\n9 9", "the maximum 70000 is malformed; from 1 to 65535"),
        ("P2 2 1 0\n0 0", "the maximum 0 is malformed; from 1 to 65535"),
        ("P2 0 1 9\n", "the size 1 × 0 is malformed; at least one pixel is expected"),
        ("P2 -1 1 9\n", "the width at byte 3 is malformed; a whole number and a space"),
        ("P2 9999999999 1 9\n", "the width at byte 3 is malformed; a whole number and a space"),
        (
            "P6 999999999 999999999 255\n",
            "999999999 × 999999999 pixels are more than the 67108864 that are read; make the picture smaller"
        ),
        ("P2 4000 4000 9\n9", "the size 4000 × 4000 is malformed; a file of 16 bytes holds at most 1 such pixels"),
    ])
    func `what the numbers contradict is refused`(text: String, message: String) throws {
        #expect(try pictureRefusal("p.pgm", Array(text.utf8)) == "p.pgm: \(message)")
    }
}
