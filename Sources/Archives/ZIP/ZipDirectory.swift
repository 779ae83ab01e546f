extension ZipArchive {
    /// Where the directory lies, and how many entries it announces.
    typealias Directory = (range: Range<Int>, count: Int)

    /// Finds the directory through the record at the file's end, or its 64-bit form before that.
    static func directory(_ file: LazyFile) throws(ArchiveError) -> Directory {
        // The record is 22 bytes and a comment of at most 65535.
        let start = max(0, file.count - 22 - 65535)
        let tail = file.withBytes(in: start..<file.count) { Array($0) }
        let found = stride(from: tail.count - 22, through: 0, by: -1).first { place in
            number(tail, place, 4) == 0x0605_4B50 && place + 22 + number(tail, place + 20, 2) == tail.count
        }
        guard let found else {
            throw malformed(
                file, "the end", "a ZIP archive ends with its directory; copy or download the file again")
        }
        guard number(tail, found + 4, 2) == 0, number(tail, found + 6, 2) == 0 else {
            throw malformed(file, "the end of the ZIP directory", "an archive in one piece is expected")
        }
        let end = start + found
        var (count, size, offset) = (
            number(tail, found + 10, 2), number(tail, found + 12, 4), number(tail, found + 16, 4)
        )
        var limit = end
        // Some writers put it there even where the short record has room for every number.
        if let (record, place) = try longRecord(before: end, file) {
            (count, size, offset) = (number(record, 32, 8), number(record, 40, 8), number(record, 48, 8))
            limit = place
        }
        guard offset >= 0, size >= 0, offset <= limit, size == limit - offset else {
            throw malformed(file, "the end of the ZIP directory", "the directory stands just before it")
        }
        return (offset..<limit, count)
    }

    /// The 64-bit record and where it begins, if its locator stands before the short one.
    private static func longRecord(
        before end: Int, _ file: LazyFile
    ) throws(ArchiveError) -> (bytes: [UInt8], place: Int)? {
        guard end >= 20 else { return nil }
        let locator = file.withBytes(in: end - 20..<end) { Array($0) }
        guard number(locator, 0, 4) == 0x0706_4B50 else { return nil }
        let place = number(locator, 8, 8)
        guard place >= 0, place <= end - 20 - 56 else {
            throw malformed(file, "the 64-bit ZIP record", "it stands before its locator")
        }
        let record = file.withBytes(in: place..<place + 56) { Array($0) }
        guard number(record, 0, 4) == 0x0606_4B50 else {
            throw malformed(file, "the 64-bit ZIP record", "its signature is expected at byte \(place)")
        }
        return (record, place)
    }

    /// The entry at a place of the directory and its length there; `nil` if it is not whole.
    static func entry(_ bytes: [UInt8], at place: Int) -> (Entry, length: Int)? {
        guard place + 46 <= bytes.count, number(bytes, place, 4) == 0x0201_4B50 else { return nil }
        let lengths = [28, 30, 32].map { number(bytes, place + $0, 2) }
        let length = 46 + lengths.reduce(0, +)
        guard place + length <= bytes.count else { return nil }
        let nameEnd = place + 46 + lengths[0]
        var sizes = [24, 20, 42].map { number(bytes, place + $0, 4) }
        guard widen(&sizes, from: bytes[nameEnd..<nameEnd + lengths[1]]), sizes.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
        let entry = Entry(
            name: String(decoding: bytes[place + 46..<nameEnd], as: UTF8.self),
            method: number(bytes, place + 10, 2), size: sizes[0], packedSize: sizes[1],
            checksum: UInt32(number(bytes, place + 16, 4)), header: sizes[2],
            isEncrypted: bytes[place + 8] & 1 == 1)
        return (entry, length)
    }

    /// Takes sizes that do not fit in 32 bits from the entry's extra field 1; whether all were there.
    private static func widen(_ sizes: inout [Int], from extra: ArraySlice<UInt8>) -> Bool {
        let wide = sizes.indices.filter { sizes[$0] == 0xFFFF_FFFF }
        guard !wide.isEmpty else { return true }
        let bytes = Array(extra)
        var place = 0
        while place + 4 <= bytes.count {
            let (kind, length) = (number(bytes, place, 2), number(bytes, place + 2, 2))
            guard place + 4 + length <= bytes.count else { return false }
            if kind == 1 {
                guard length >= 8 * wide.count else { return false }
                for (index, size) in wide.enumerated() { sizes[size] = number(bytes, place + 4 + 8 * index, 8) }
                return true
            }
            place += 4 + length
        }
        return false
    }

    /// An unsigned integer, lowest byte first; one of 8 bytes beyond 2⁶³ comes out negative.
    static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        Int(truncatingIfNeeded: bytes[place..<place + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}
