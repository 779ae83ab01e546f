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
    /// - Parameter keepsContents: whether what is written comes after what is there.
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
