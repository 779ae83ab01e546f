/// The bytes of a gzipped file, unpacked: one member.
///
/// - Throws: ``ArchiveError`` for another packing, or data that are damaged or cut short.
/// - SeeAlso: Deutsch (1996), RFC 1952.
func gunzip(_ file: LazyFile, first limit: Int) throws(ArchiveError) -> [UInt8] {
    func malformed(_ expectation: String) -> ArchiveError {
        .malformed(file: file.path, place: "the gzip file", expectation: expectation)
    }
    guard file.count >= 18, file.begins(with: [0x1F, 0x8B, 8]) else { throw malformed("deflated bytes are expected") }
    let flags = file[3]
    var start = 10
    if flags & 4 != 0 { start += 2 + Int(file.littleEndian(in: 10..<12)) }
    // A name and a comment, each ended by a zero.
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
        while start < file.count, file[start] != 0 { start += 1 }
        start += 1
    }
    if flags & 2 != 0 { start += 2 }
    guard start <= file.count - 8 else { throw malformed("its header ends before its data") }
    let (bytes, checksum) = inflate(start..<file.count - 8, of: file, first: limit)
    let end = file.count - 8
    guard file.littleEndian(in: end..<end + 4) == UInt64(checksum),
        file.littleEndian(in: end + 4..<file.count) == UInt64(truncatingIfNeeded: bytes.count) & 0xFFFF_FFFF
    else { throw malformed("its data are damaged or cut short; copy or download the file again") }
    return bytes
}
