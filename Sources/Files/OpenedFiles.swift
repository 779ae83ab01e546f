internal import Synchronization

/// Which state of a file was read: what changes when it is written to, or another takes its place.
struct FileStamp: Hashable, Sendable {
    private let device, number: UInt64
    private let size: Int
    private let written, changed: [Int]

    init(_ status: FileStatus) {
        (device, number, size) = (status.device, status.number, status.size)
        (written, changed) = (status.written, status.changed)
    }
}

/// The files that this process has read, each as it was when it was first opened. A digest made later is then known to be
/// of the same bytes, or not.
public enum OpenedFiles {
    /// `nil` for a file that was not always the same.
    private static let stamps = Mutex<[String: FileStamp?]>([:])

    /// Keeps in mind how an open file is.
    public static func note(_ path: String, _ descriptor: Int32) {
        guard let status = FileStatus(of: descriptor) else { return }
        let stamp = FileStamp(status)
        stamps.withLock { stamps in
            if let earlier = stamps[path], earlier != stamp {
                stamps[path] = .some(nil)
            } else {
                stamps[path] = stamp
            }
        }
    }

    /// Keeps no more of a path, so that memory does not grow with the files that are read and done with.
    public static func forget(_ path: String) { stamps.withLock { _ = $0.removeValue(forKey: path) } }

    /// Whether an open file is what was opened by its path before; one that was not is.
    static func isUnchanged(_ path: String, _ status: FileStatus) -> Bool {
        let stamp = FileStamp(status)
        return stamps.withLock { $0[path].map { $0 == stamp } ?? true }
    }
}
