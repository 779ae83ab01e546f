import Networks

/// Where the bytes of an array lie.
enum ByteSource: Sendable {
    /// A range of the file.
    case range(Range<Int>)
    /// An entry of the file as a ZIP archive.
    case entry(ZipArchive.Entry, ZipArchive)

    /// Bytes there, as announced.
    var count: Int {
        switch self {
        case .range(let range): range.count
        case .entry(let entry, _): entry.size
        }
    }

    /// The elements in a range of the bytes.
    ///
    /// - Precondition: the range lies in the bytes and holds a whole number of elements.
    func numbers(
        _ type: ElementType, in range: Range<Int>, of file: LazyFile, bigEndian: Bool
    ) throws(ArchiveError) -> Numbers {
        switch self {
        case .range(let all): return type.numbers(in: range.moved(by: all.lowerBound), of: file, bigEndian: bigEndian)
        case .entry(let entry, let archive):
            if entry.isStored {
                let start = try archive.place(of: entry).lowerBound
                return type.numbers(in: range.moved(by: start), of: file, bigEndian: bigEndian)
            }
            let bytes = try archive.bytes(of: entry, first: range.upperBound)
            return bytes.withUnsafeBytes { bytes in
                type.numbers(UnsafeRawBufferPointer(rebasing: bytes[range]), bigEndian: bigEndian)
            }
        }
    }
}

extension Range<Int> {
    fileprivate func moved(by start: Int) -> Range<Int> { lowerBound + start..<upperBound + start }
}
