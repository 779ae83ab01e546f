import CZlib

/// Pictures of one size that are shown one after the other, again and again, as one animated PNG (APNG): what does not know
/// of animation shows the first.
///
/// Each frame is the data of an ordinary PNG behind a chunk `fcTL` that says how long it stays; `acTL` says how many there
/// are (PNG, third edition, W3C 2025, sections 11.3.2 and 11.3.3).
public struct Animation: Sendable {
    private let frames: [[Chunk]]

    /// An animation of some PNG files.
    ///
    /// - Throws: ``FigureError/drawing(reason:)`` where they are no PNG files, or differ in size or kind.
    /// - Precondition: at least one.
    public init(_ pictures: [[UInt8]]) throws(FigureError) {
        precondition(!pictures.isEmpty, "an animation shows something")
        var frames: [[Chunk]] = []
        for picture in pictures { frames.append(try Chunk.all(of: picture)) }
        guard let header = frames[0].first, header.type == "IHDR", header.data.count == 13,
            frames.allSatisfy({ $0.first?.data == header.data })
        else { throw .drawing(reason: "the frames of an animation are of one size and kind") }
        self.frames = frames
    }

    /// The file.
    ///
    /// - Parameters:
    ///   - seconds: that the whole of it takes.
    ///   - words: what it shows, for those who do not see it: kept in the file.
    /// - Precondition: `seconds` is above 0.
    public func png(seconds: Double, showing words: String) -> [UInt8] {
        precondition(seconds > 0, "an animation takes time")
        let header = frames[0][0]
        var bytes = Chunk.signature + header.bytes
        // As often as it is looked at.
        bytes += Chunk(type: "acTL", data: big(UInt32(frames.count)) + big(UInt32(0))).bytes
        var sequence = UInt32(0)
        func number() -> [UInt8] {
            defer { sequence += 1 }
            return big(sequence)
        }
        let milliseconds = UInt16(min(max(1000 * seconds / Double(frames.count), 1), 65535))
        for (index, frame) in frames.enumerated() {
            // Width and height, at (0, 0); the time it stays; nothing left of the frame before.
            let control =
                number() + header.data.prefix(8) + big(UInt32(0)) + big(UInt32(0)) + big(milliseconds)
                + big(UInt16(1000)) + [0, 0]
            bytes += Chunk(type: "fcTL", data: control).bytes
            for chunk in frame where chunk.type == "IDAT" {
                bytes += index == 0 ? chunk.bytes : Chunk(type: "fdAT", data: number() + chunk.data).bytes
            }
        }
        return PictureWords.adding(words, to: bytes + Chunk(type: "IEND", data: []).bytes)
    }
}

/// Most significant byte first.
private func big(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}

/// A part of a PNG file.
private struct Chunk: Sendable {
    let type: String
    let data: [UInt8]

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The parts of a file.
    static func all(of file: [UInt8]) throws(FigureError) -> [Chunk] {
        guard file.starts(with: signature) else { throw .drawing(reason: "a frame of an animation is no PNG") }
        var (chunks, place) = ([Chunk](), signature.count)
        while place + 12 <= file.count {
            let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard place + 12 + length <= file.count else { break }
            chunks.append(
                Chunk(
                    type: String(decoding: file[place + 4..<place + 8], as: UTF8.self),
                    data: Array(file[place + 8..<place + 8 + length])))
            place += 12 + length
        }
        guard place == file.count else { throw .drawing(reason: "a frame of an animation ends early") }
        return chunks
    }

    /// Length, type, data and checksum.
    var bytes: [UInt8] {
        let body = Array(type.utf8) + data
        return big(UInt32(data.count)) + body + big(UInt32(crc32(0, body, UInt32(body.count))))
    }
}
