internal import Glibc

/// How many files a process may have open at once.
public enum OpenFileLimit {
    /// The system's limit; its default is 1024.
    public static var files: Int {
        var limit = rlimit()
        guard getrlimit(Int32(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        return Int(clamping: limit.rlim_cur)
    }

    /// Whether so many can be opened beside those that are open.
    public static func hasRoom(for count: Int) -> Bool {
        var opened: [Int32] = []
        defer { opened.forEach { close($0) } }
        while opened.count < count {
            let descriptor = dup(STDERR_FILENO)
            guard descriptor >= 0 else { return false }
            opened.append(descriptor)
        }
        return true
    }
}
