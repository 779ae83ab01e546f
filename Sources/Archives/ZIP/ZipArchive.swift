/// A ZIP archive's directory, read strictly: what it says of its entries must fit together and into the file.
///
/// Entries are neither encrypted nor spread over disks, no two share a name or a byte, and each lies before the
/// directory. Sizes of 64 bits are read. Nothing is unpacked until an entry is asked for.
/// - SeeAlso: PKWARE's "APPNOTE.TXT", sections 4.3 to 4.5.
struct ZipArchive: Sendable {
    /// A file in the archive.
    struct Entry: Hashable, Sendable {
        /// Path in the archive.
        let name: String
        /// How it is packed: 0 stored, 8 deflated; others are not read.
        let method: Int
        /// Bytes when unpacked.
        let size: Int
        /// Bytes in the archive.
        let packedSize: Int
        /// The checksum of its unpacked bytes, as zlib's `crc32` computes it.
        let checksum: UInt32
        /// Where its local header begins.
        let header: Int
        /// Whether it is encrypted.
        let isEncrypted: Bool

        /// Whether the bytes stand in the archive as they are.
        var isStored: Bool { method == 0 }
    }

    /// The archive's file.
    let file: LazyFile
    /// The entries in the directory's order; folders are left out.
    let entries: [Entry]
    /// Where no entry's bytes reach: by the place of its header, that of the next header or of the directory.
    let ends: [Int: Int]

    /// Whether the file begins as an archive does.
    static func recognizes(_ file: LazyFile) -> Bool {
        file.begins(with: Array("PK\u{3}\u{4}".utf8)) || file.begins(with: Array("PK\u{5}\u{6}".utf8))
    }

    /// Reads the directory at the file's end.
    ///
    /// - Complexity: linear in the size of the directory, but for sorting its entries.
    init(_ file: LazyFile) throws(ArchiveError) {
        let directory = try Self.directory(file)
        let bytes = file.withBytes(in: directory.range) { Array($0) }
        var place = 0
        var entries: [Entry] = []
        while place < bytes.count {
            guard let (entry, length) = Self.entry(bytes, at: place) else {
                throw Self.malformed(file, "entry \(entries.count) of the ZIP directory", "a whole entry is expected")
            }
            place += length
            entries.append(entry)
        }
        guard entries.count == directory.count else {
            throw Self.malformed(
                file, "the ZIP directory", "\(directory.count) entries are announced, \(entries.count) are there")
        }
        ends = try Self.ends(of: entries, before: directory.range.lowerBound, file)
        self.file = file
        self.entries = entries.filter { !$0.name.hasSuffix("/") }
    }

    /// The entry of a name.
    subscript(name: String) -> Entry? { entries.first { $0.name == name } }

    static func malformed(_ file: LazyFile, _ place: String, _ expectation: String) -> ArchiveError {
        .malformed(file: file.path, place: place, expectation: expectation)
    }

    /// Where each entry's bytes must end, by its header's place; no two entries share a name or a byte.
    private static func ends(
        of entries: [Entry], before directory: Int, _ file: LazyFile
    ) throws(ArchiveError) -> [Int: Int] {
        var names: Set<String> = []
        for entry in entries where !names.insert(entry.name).inserted {
            throw malformed(
                file, "the ZIP directory", "entry '\(entry.name)' stands there twice, each name once is expected")
        }
        let sorted = entries.sorted { $0.header < $1.header }
        var ends: [Int: Int] = [:]
        for (index, entry) in sorted.enumerated() {
            let end = index + 1 < sorted.count ? min(sorted[index + 1].header, directory) : directory
            // A local header is at least 30 bytes and the name.
            guard entry.header <= end, 30 + entry.name.utf8.count <= end - entry.header,
                entry.packedSize <= end - entry.header - 30 - entry.name.utf8.count
            else {
                throw malformed(
                    file, "ZIP entry '\(entry.name)'", "its bytes overlap what comes next, each entry has its own")
            }
            ends[entry.header] = end
        }
        return ends
    }
}
