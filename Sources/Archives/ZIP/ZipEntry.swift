extension ZipArchive {
    /// Where an entry's packed bytes lie in the file.
    ///
    /// - Throws: ``ArchiveError`` for an encrypted entry or a local header that contradicts the directory.
    func place(of entry: Entry) throws(ArchiveError) -> Range<Int> {
        let name = "ZIP entry '\(entry.name)'"
        guard !entry.isEncrypted else { throw Self.malformed(file, name, "an entry without a password is expected") }
        let header = file.withBytes(in: entry.header..<entry.header + 30) { Array($0) }
        let start = entry.header + 30 + Self.number(header, 26, 2) + Self.number(header, 28, 2)
        let nameRange = entry.header + 30..<entry.header + 30 + entry.name.utf8.count
        guard Self.number(header, 0, 4) == 0x0403_4B50, Self.number(header, 8, 2) == entry.method,
            Self.number(header, 26, 2) == entry.name.utf8.count, file.text(in: nameRange) == entry.name
        else { throw Self.malformed(file, name, "its local header is that of the directory") }
        let end = ends[entry.header] ?? entry.header
        guard start <= end, entry.packedSize <= end - start, !entry.isStored || entry.size == entry.packedSize else {
            throw Self.malformed(
                file, name, "\(entry.packedSize) packed bytes are announced, \(max(0, end - start)) are there")
        }
        return start..<start + entry.packedSize
    }

    /// The entry's bytes, unpacked: all of them, or the first `limit`.
    ///
    /// - Throws: ``ArchiveError``: packed in another way than deflate, damaged, or announcing more than it can hold.
    func bytes(of entry: Entry, first limit: Int = .max) throws(ArchiveError) -> [UInt8] {
        let place = try place(of: entry)
        let count = min(limit, entry.size)
        if entry.isStored { return file.withBytes(in: place.lowerBound..<place.lowerBound + count) { Array($0) } }
        let name = "ZIP entry '\(entry.name)'"
        guard entry.method == 8 else {
            throw Self.malformed(file, name, "packed by method \(entry.method), stored or deflated is expected")
        }
        guard entry.size <= Self.mostBytes(from: entry.packedSize) else {
            throw Self.malformed(
                file, name,
                "\(entry.size) bytes out of \(entry.packedSize) are announced, at most "
                    + "\(Self.mostBytes(from: entry.packedSize)) are read")
        }
        let unpacked = inflate(place, of: file, first: count)
        let (bytes, checksum) = (unpacked.bytes, unpacked.checksum)
        guard bytes.count == count, count < entry.size || checksum == entry.checksum else {
            throw Self.malformed(
                file, name, "\(count) deflated bytes of the directory's checksum are expected; download the file again")
        }
        return bytes
    }

    /// The most that is unpacked from so many bytes. Deflate shrinks at most 1032 times, and weights not even 64 times,
    /// but for small arrays of zeros.
    private static func mostBytes(from packed: Int) -> Int {
        let bound = packed.multipliedReportingOverflow(by: 64)
        let floor = min(packed.multipliedReportingOverflow(by: 1032).partialValue, 1 << 24)
        return bound.overflow ? .max : max(bound.partialValue, floor)
    }
}
