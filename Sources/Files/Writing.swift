internal import Glibc

/// Writes all bytes to an open file, pipe or terminal, and waits where it takes no more for now.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(SystemError) {
    var done = 0
    while done < bytes.count {
        let taken = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if taken < 0 {
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&place, 1, -1)
            default: throw SystemError()
            }
            continue
        }
        // Nothing taken of something is no answer that a file gives; it would be asked for ever.
        guard taken > 0 else { throw SystemError(EIO) }
        done += taken
    }
}

/// A file that is written from its beginning.
///
/// It owns a descriptor and is therefore a class.
public final class FileWriter {
    private var descriptor: Int32

    /// Makes the file, or empties the one that is there.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - keepsContents: whether what is written comes after what is there.
    /// - Throws: ``SystemError``.
    public init(path: String, keepsContents: Bool = false) throws(SystemError) {
        descriptor = try withSystemPath(path) { path throws(SystemError) in
            let how = O_WRONLY | O_CREAT | O_CLOEXEC | (keepsContents ? O_APPEND : O_TRUNC)
            return try uninterrupted { open(path, how, 0o666) }
        }
    }

    /// Writes a whole file, or more of one.
    ///
    /// - Throws: ``SystemError``.
    public static func write(_ bytes: [UInt8], to path: String, keepsContents: Bool = false) throws(SystemError) {
        let file = try FileWriter(path: path, keepsContents: keepsContents)
        try file.append(bytes)
        try file.close()
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

    /// Writes bytes after those that are there.
    ///
    /// - Throws: ``SystemError``.
    public func append(_ bytes: [UInt8]) throws(SystemError) {
        // A closure that rethrows loses the type of its error.
        let failure: SystemError? = bytes.withUnsafeBytes { bytes in
            do throws(SystemError) { try writeAll(bytes, to: descriptor) } catch { return error }
            return nil
        }
        if let failure { throw failure }
    }

    /// Waits until the bytes are on the disk.
    ///
    /// - Throws: ``SystemError``.
    public func synchronize() throws(SystemError) { _ = try uninterrupted { fsync(descriptor) } }

    /// Ends the file; some systems say only now that it did not fit.
    ///
    /// - Throws: ``SystemError``.
    public func close() throws(SystemError) {
        guard descriptor >= 0 else { return }
        let ended = Glibc.close(descriptor)
        descriptor = -1
        // Linux closes the file even where a signal came in between.
        if ended != 0, errno != EINTR { throw SystemError() }
    }
}

/// A file that is written at any place, and keeps what it has.
///
/// It owns a descriptor and is therefore a class.
public final class PlacedWriter: Sendable {
    private let descriptor: Int32

    /// Opens the file, or makes an empty one.
    ///
    /// - Throws: ``SystemError``.
    public init(path: String) throws(SystemError) {
        descriptor = try withSystemPath(path) { path throws(SystemError) in
            try uninterrupted { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
        }
    }

    /// Opens a file to be read only.
    ///
    /// - Throws: ``SystemError``.
    public init(reading path: String) throws(SystemError) { descriptor = try FileReader.descriptor(path) }

    deinit { close(descriptor) }

    /// Bytes of the file.
    public var count: Int { FileStatus(of: descriptor)?.size ?? 0 }

    /// Takes room on the disk for so many bytes from the beginning, so that a lack of it shows before the work.
    ///
    /// - Throws: ``SystemError``.
    public func reserve(_ count: Int) throws(SystemError) {
        let code = posix_fallocate(descriptor, 0, off_t(count))
        // Where the system knows no such thing, the room is taken as the file grows.
        guard code == 0 || code == EOPNOTSUPP || code == EINVAL else { throw SystemError(code) }
    }

    /// Writes bytes at a place.
    ///
    /// - Throws: ``SystemError``.
    public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let taken = try uninterrupted {
                pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            }
            guard taken > 0 else { throw SystemError(EIO) }
            done += taken
        }
    }

    /// Fills a buffer from a place.
    ///
    /// - Throws: ``SystemError``; an input or output error where the file ends before.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError) {
        var done = 0
        while done < buffer.count {
            let got = try uninterrupted {
                pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            }
            guard got > 0 else { throw SystemError(EIO) }
            done += got
        }
    }

    /// Cuts the file to a length.
    ///
    /// - Throws: ``SystemError``.
    public func cut(to count: Int) throws(SystemError) {
        _ = try uninterrupted { ftruncate(descriptor, off_t(count)) }
    }

    /// Waits until the bytes are on the disk.
    ///
    /// - Throws: ``SystemError``.
    public func synchronize() throws(SystemError) { _ = try uninterrupted { fsync(descriptor) } }
}
