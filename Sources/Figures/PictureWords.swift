/// What a picture shows, in words within its PNG file: an `iTXt` chunk of the keyword Description.
///
/// - SeeAlso: W3C (2003), Portable Network Graphics, 11.3.4.
enum PictureWords {
    /// The file with words in it; as it is without any.
    ///
    /// - Precondition: a PNG file, whose header is 33 bytes.
    static func adding(_ words: String, to png: [UInt8]) -> [UInt8] {
        let header = 33
        guard !words.isEmpty, png.count > header else { return png }
        // Neither compressed nor in a language that is named.
        let body = Array("iTXtDescription".utf8) + [0, 0, 0, 0, 0] + Array(words.utf8)
        let chunk = bytes(UInt32(body.count - 4)) + body + bytes(check(body))
        return png[..<header] + chunk + png[header...]
    }

    private static func bytes(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }

    /// The cyclic redundancy check of ISO 3309.
    private static func check(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { check, byte in
            (0..<8).reduce(check ^ UInt32(byte)) { check, _ in check & 1 == 1 ? 0xEDB8_8320 ^ check >> 1 : check >> 1 }
        }
    }
}
