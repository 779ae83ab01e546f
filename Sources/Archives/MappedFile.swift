import Glibc

/// A regular file mapped read-only into memory; bytes are fetched from disk when touched.
///
/// The mapping lives as long as this owner. Ranges are checked against the size the file had when it was opened;
/// a file shortened while mapped is not guarded against.
final class MappedFile: Sendable {
    /// The path as given.
    let path: String
    /// Bytes in the file, at least one.
    let count: Int
    /// The mapping: written by nobody, so it may be read from anywhere.
    private nonisolated(unsafe) let start: UnsafeRawPointer

    /// Opens and maps the file.
    ///
    /// - Throws: ``ArchiveError`` for what is missing, no regular file, unreadable or empty.
    init(path: String) throws(ArchiveError) {
        // A path cannot hold a zero byte: C would read another, shorter path.
        guard !path.utf8.contains(0) else { throw .missing(file: path) }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.openFailure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: Self.reason(errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .isDirectory(file: path)
        default: throw .notRegularFile(file: path)
        }
        guard status.st_size > 0 else { throw .empty(file: path) }
        let mapping = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapping, mapping != MAP_FAILED else { throw .unreadable(file: path, reason: Self.reason(errno)) }
        self.path = path
        count = Int(status.st_size)
        start = UnsafeRawPointer(mapping)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: start), count) }

    /// The byte at an offset.
    ///
    /// - Precondition: the offset lies in the file.
    subscript(offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < count, "a byte outside the file")
        return start.load(fromByteOffset: offset, as: UInt8.self)
    }

    /// Lends the bytes of a range.
    ///
    /// - Precondition: the range lies in the file.
    func withBytes<Result, Failure: Error>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range outside the file")
        return try withExtendedLifetime(self) { () throws(Failure) -> Result in
            try body(UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count))
        }
    }

    /// The bytes of a range as UTF-8 text; what is not UTF-8 becomes the replacement character.
    func text(in range: Range<Int>) -> String {
        withBytes(in: range) { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the file begins with these bytes.
    func begins(with bytes: [UInt8]) -> Bool {
        count >= bytes.count && withBytes(in: 0..<bytes.count) { $0.elementsEqual(bytes) }
    }

    /// An unsigned integer of 1 to 8 bytes, lowest byte first.
    func littleEndian(in range: Range<Int>) -> UInt64 {
        withBytes(in: range) { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
    }

    private static func openFailure(_ path: String, _ code: Int32) -> ArchiveError {
        switch code {
        case ENOENT, ENOTDIR: .missing(file: path)
        case ENXIO: .notRegularFile(file: path)
        default: .unreadable(file: path, reason: reason(code))
        }
    }

    /// The system's word for an error code, in lower case as all messages are.
    private static func reason(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
    }
}
