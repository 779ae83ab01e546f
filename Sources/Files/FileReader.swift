internal import Glibc

/// A file that is read from its beginning to its end.
///
/// It owns a descriptor and is therefore a class.
public final class FileReader {
    private let descriptor: Int32

    /// Opens a file; a pipe is not waited for.
    ///
    /// - Throws: ``SystemError``.
    public init(path: String) throws(SystemError) { descriptor = try Self.descriptor(path) }

    deinit { close(descriptor) }

    /// Opens a file, or ``StandardInput`` for its path, for who reads it in other ways, and closes it.
    ///
    /// - Throws: ``SystemError``.
    public static func descriptor(_ path: String) throws(SystemError) -> Int32 {
        if path == StandardInput.path { return try StandardInput.descriptor() }
        return try withSystemPath(path) { path throws(SystemError) in
            try uninterrupted { open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        }
    }

    var status: FileStatus? { FileStatus(of: descriptor) }

    /// Lends the bytes a mebibyte at a time.
    ///
    /// - Throws: ``SystemError``.
    public func forEachPiece(_ body: (UnsafeRawBufferPointer) -> Void) throws(SystemError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try uninterrupted { read(descriptor, buffer.baseAddress, buffer.count) }
            guard count > 0 else { return }
            body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// All bytes of a file.
    ///
    /// - Throws: ``SystemError``.
    public static func bytes(of path: String) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        try FileReader(path: path).forEachPiece { bytes += $0 }
        return bytes
    }
}
