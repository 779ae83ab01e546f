import Files
import Glibc
import Synchronization

/// A regular file held open for reading; bytes are fetched from disk when they are asked for.
///
/// It is read, not mapped into memory: touching a mapping of a file that another program cuts short ends the process.
/// Here what is no longer there reads as zeros and the file counts as changed, so that ``ModelFile`` drops the result.
/// Ranges are checked against the size the file had when it was opened.
final class LazyFile: Sendable {
    /// The path as given.
    let path: String
    /// Bytes in the file, at least one.
    let count: Int

    /// The file that this is a part of, and the part's first byte in it.
    private let whole: LazyFile?
    private let base: Int
    private let descriptor: Int32
    private let opened: Stamp
    /// The bytes around the last place that was asked for.
    private let window = Mutex(Window())

    /// Opens the file.
    ///
    /// - Throws: ``ArchiveError`` for what is missing, no regular file, unreadable or empty.
    init(path: String) throws(ArchiveError) {
        let descriptor: Int32
        do throws(SystemError) { descriptor = try FileReader.descriptor(path) } catch {
            throw Self.openFailure(path, error)
        }
        do throws(ArchiveError) {
            opened = try Self.stamp(descriptor, path)
        } catch {
            close(descriptor)
            throw error
        }
        (whole, base) = (nil, 0)
        self.path = path
        self.descriptor = descriptor
        count = opened.size
        OpenedFiles.note(path, descriptor)
    }

    /// A part of a file as a file of its own, as an archive in an archive is.
    ///
    /// - Precondition: the part lies in the file and is not empty.
    init(_ part: Range<Int>, of whole: LazyFile) {
        precondition(part.lowerBound >= 0 && part.upperBound <= whole.count && !part.isEmpty, "a part outside the file")
        (self.whole, base, count) = (whole, whole.base + part.lowerBound, part.count)
        (path, descriptor, opened) = (whole.path, whole.descriptor, whole.opened)
    }

    deinit { if whole == nil { close(descriptor) } }

    /// Whether the file is still as it was opened: no byte was missing, and neither size nor time of writing changed.
    var isUnchanged: Bool {
        let now = try? Self.stamp(descriptor, path)
        return now == opened && window.withLock { !$0.isShort }
    }

    /// The most elements of a tensor that no byte of the file stands for: a million, or as many as the file has bytes, and
    /// never more than 2^24.
    var mostFilled: Int { min(max(1 << 20, count), 1 << 24) }

    /// Lends the open file to what reads it by itself, and does not close or write it.
    func withDescriptor<Result>(_ body: (Int32) -> Result) -> Result { body(descriptor) }

    /// The byte at an offset.
    ///
    /// - Precondition: the offset lies in the file.
    subscript(offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < count, "a byte outside the file")
        return window.withLock { window in
            if !window.holds(offset..<offset + 1) { window.move(to: offset, descriptor, base, count) }
            return window.bytes[offset - window.start]
        }
    }

    /// Lends a copy of the bytes of a range.
    ///
    /// - Precondition: the range lies in the file.
    func withBytes<Result, Failure: Error>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range outside the file")
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 16)
        defer { copy.deallocate() }
        window.withLock { $0.copy(range, descriptor, base, count, to: copy) }
        return try body(UnsafeRawBufferPointer(copy))
    }

    /// Lends a range piece by piece, each a multiple of `unit` bytes but perhaps the last.
    ///
    /// - Precondition: the range lies in the file.
    func forEachPiece(of range: Range<Int>, unit: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        let length = max(1, (1 << 20) / unit) * unit
        for start in stride(from: range.lowerBound, to: range.upperBound, by: length) {
            withBytes(in: start..<min(start + length, range.upperBound), body)
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
}

/// A piece of a file in memory.
private struct Window: ~Copyable {
    static let size = 1 << 14

    var start = 0
    var bytes: [UInt8] = []
    /// Whether bytes were missing that the file had when it was opened.
    var isShort = false

    func holds(_ range: Range<Int>) -> Bool {
        range.lowerBound >= start && range.upperBound <= start + bytes.count
    }

    /// - Parameter base: where in the opened file the bytes begin that are counted from 0.
    mutating func move(to offset: Int, _ descriptor: Int32, _ base: Int, _ count: Int) {
        start = offset
        bytes = [UInt8](repeating: 0, count: min(Self.size, count - offset))
        let isWhole = bytes.withUnsafeMutableBytes { read(descriptor, base + offset, into: $0) }
        if !isWhole { isShort = true }
    }

    mutating func copy(
        _ range: Range<Int>, _ descriptor: Int32, _ base: Int, _ count: Int, to copy: UnsafeMutableRawBufferPointer
    ) {
        guard range.count < Self.size else {
            if !read(descriptor, base + range.lowerBound, into: copy) { isShort = true }
            return
        }
        if !holds(range) { move(to: range.lowerBound, descriptor, base, count) }
        copy.copyBytes(from: bytes[range.lowerBound - start..<range.upperBound - start])
    }
}

/// Fills the buffer from the file, with zeros where it ends early; whether it did not.
private func read(_ descriptor: Int32, _ offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    var done = 0
    while done < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
        let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
            rest.initializeMemory(as: UInt8.self, repeating: 0)
            return false
        }
        done += got
    }
    return true
}

/// What of a file changes when it is written to.
private struct Stamp: Equatable {
    let size, seconds, nanoseconds: Int
}

extension LazyFile {
    /// The size and time of writing of an open regular file that is not empty.
    private static func stamp(_ descriptor: Int32, _ path: String) throws(ArchiveError) -> Stamp {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: SystemError().reason) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR where OtherFrameworks.isSavedModel(folder: path):
            throw .otherFormat(file: path, kind: OtherFrameworks.savedModel)
        case S_IFDIR: throw .isDirectory(file: path)
        default: throw .notRegularFile(file: path)
        }
        guard status.st_size > 0 else { throw .empty(file: path) }
        return Stamp(size: status.st_size, seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }

    private static func openFailure(_ path: String, _ error: SystemError) -> ArchiveError {
        switch error.code {
        case ENOENT, ENOTDIR: .missing(file: path)
        case ENXIO: .notRegularFile(file: path)
        default: .unreadable(file: path, reason: error.reason)
        }
    }
}
