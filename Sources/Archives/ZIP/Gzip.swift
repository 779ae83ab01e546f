/// The bytes of a gzipped file, unpacked: all of its members one after the other. Zeros behind the last are padding.
///
/// - Throws: ``ArchiveError`` for another packing, data that are damaged or cut short, what is no member behind one, and
///   more than `limit` bytes.
/// - SeeAlso: Deutsch (1996), RFC 1952.
func gunzip(_ file: LazyFile, atMost limit: Int) throws(ArchiveError) -> [UInt8] {
    var bytes: [UInt8] = []
    var start = 0
    repeat {
        let member = try GzipMember(file, from: start)
        let part = inflate(member.data..<file.count, of: file, first: limit - bytes.count + 1)
        guard part.bytes.count <= limit - bytes.count else {
            throw .malformed(
                file: file.path, place: "the gzip file", expectation: "at most \(limit) unpacked bytes are read")
        }
        start = try member.end(after: part, of: file)
        bytes += part.bytes
    } while try GzipMember.isThere(file, from: start)
    return bytes
}

/// A header of a gzipped file, and what it is the header of.
private struct GzipMember {
    /// Where its deflated bytes begin.
    let data: Int

    /// Reads a header.
    init(_ file: LazyFile, from start: Int) throws(ArchiveError) {
        // A header has ten bytes, and a checksum and a length follow the data.
        guard start + 18 <= file.count, Self.sign.indices.allSatisfy({ file[start + $0] == Self.sign[$0] })
        else { throw Self.malformed(file, "deflated bytes are expected") }
        let flags = file[start + 3]
        guard flags & 0xE0 == 0 else { throw Self.malformed(file, "flags of RFC 1952 are expected") }
        var place = start + 10
        if flags & 4 != 0, place + 2 <= file.count { place += 2 + Int(file.littleEndian(in: place..<place + 2)) }
        // A name and a comment, each ended by a zero.
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            while place < file.count, file[place] != 0 { place += 1 }
            place += 1
        }
        if flags & 2 != 0 { place += 2 }
        guard place <= file.count - 8 else { throw Self.malformed(file, "its header ends before its data") }
        data = place
    }

    /// Checks the data against what follows them, and gives where that ends.
    func end(after part: Inflated, of file: LazyFile) throws(ArchiveError) -> Int {
        let place = part.end
        guard part.isWhole, place + 8 <= file.count,
            file.littleEndian(in: place..<place + 4) == UInt64(part.checksum),
            file.littleEndian(in: place + 4..<place + 8) == UInt64(truncatingIfNeeded: part.bytes.count) & 0xFFFF_FFFF
        else { throw Self.malformed(file, "its data are damaged or cut short; copy or download the file again") }
        return place + 8
    }

    /// Whether another member begins at a place: nothing does at the end of the file, nor where only zeros follow.
    static func isThere(_ file: LazyFile, from start: Int) throws(ArchiveError) -> Bool {
        guard start < file.count else { return false }
        if file[start] == sign[0], start + 1 < file.count, file[start + 1] == sign[1] { return true }
        var isPadding = true
        file.forEachPiece(of: start..<file.count, unit: 1) { piece in
            isPadding = isPadding && piece.allSatisfy { $0 == 0 }
        }
        guard isPadding else {
            throw malformed(
                file,
                "\(file.count - start) bytes follow its data that are no gzip; cut them off, or copy the file again")
        }
        return false
    }

    private static let sign: [UInt8] = [0x1F, 0x8B, 8]

    private static func malformed(_ file: LazyFile, _ expectation: String) -> ArchiveError {
        .malformed(file: file.path, place: "the gzip file", expectation: expectation)
    }
}
