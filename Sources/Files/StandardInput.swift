internal import Glibc
internal import Synchronization

/// What this process is given at its standard input, as a file that can be opened again and again.
///
/// It is read when it is first opened, into a file without a name.
public enum StandardInput {
    /// What is typed for it in place of a path.
    public static let path = "-"
    /// What it is called.
    public static let name = "standard input"
    /// The most bytes that are read: 1 GiB.
    public static let largest = 1 << 30

    /// A path as messages and records have it.
    public static func named(_ path: String) -> String { path == Self.path ? name : path }

    /// A path that stands in a file, where ``path`` means a file of that name.
    public static func never(_ path: String) -> String { path == Self.path ? "./" + path : path }

    private static let copy = Mutex<Result<Int32, SystemError>?>(nil)

    /// A descriptor of it, at its beginning.
    ///
    /// - Throws: ``SystemError``, of a file too large where there is more than ``largest``.
    static func descriptor() throws(SystemError) -> Int32 {
        let kept = copy.withLock { copy in
            let made = copy ?? Result { () throws(SystemError) in try read() }
            copy = made
            return made
        }
        let file = try kept.get()
        // Opened anew, not duplicated: each reader has a place of its own.
        return try uninterrupted { open("/proc/self/fd/\(file)", O_RDONLY | O_CLOEXEC) }
    }

    /// All of it, in a file that goes with the process.
    private static func read() throws(SystemError) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/striate-XXXXXX".utf8CString)
        let file = try uninterrupted { mkstemp(&template) }
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        do throws(SystemError) {
            try fill(file)
        } catch {
            close(file)
            throw error
        }
        return file
    }

    private static func fill(_ file: Int32) throws(SystemError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var total = 0
        while true {
            let count = try uninterrupted { Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count) }
            guard count > 0 else { return }
            total += count
            guard total <= largest else { throw SystemError(EFBIG) }
            try writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: file)
        }
    }
}
