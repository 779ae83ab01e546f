internal import Glibc

/// Folders, as the system lists them.
public enum Folder {
    /// The names in a folder, sorted.
    ///
    /// - Throws: ``SystemError``: not there, no folder, or not ours to read.
    public static func names(in path: String) throws(SystemError) -> [String] {
        let folder: OpaquePointer = try withSystemPath(path) { path throws(SystemError) in
            guard let folder = opendir(path) else { throw SystemError() }
            return folder
        }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                if errno != 0 { throw SystemError() }
                return names.sorted()
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { systemName($0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// Makes a folder and those above it; one that is there will do.
    ///
    /// - Throws: ``SystemError``.
    public static func make(_ path: String) throws(SystemError) {
        if FileKind(at: path) == .folder { return }
        let above = split(path).folder
        if above != path, above != "." { try make(above) }
        try withSystemPath(path) { path throws(SystemError) in
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw SystemError() }
        }
    }

    /// Removes a file, or a folder with all that is in it; links are removed and not followed.
    static func remove(_ path: String) throws(SystemError) {
        if FileKind(at: path, followsLink: false) == .folder {
            for name in try names(in: path) { try remove("\(path)/\(name)") }
            try withSystemPath(path) { path throws(SystemError) in _ = try uninterrupted { rmdir(path) } }
        } else {
            try withSystemPath(path) { path throws(SystemError) in _ = try uninterrupted { unlink(path) } }
        }
    }

    /// Removes an empty folder.
    ///
    /// - Throws: ``SystemError``.
    public static func removeEmpty(_ path: String) throws(SystemError) {
        try withSystemPath(path) { path throws(SystemError) in _ = try uninterrupted { rmdir(path) } }
    }

    /// Removes a file.
    ///
    /// - Throws: ``SystemError``.
    public static func removeFile(_ path: String) throws(SystemError) {
        try withSystemPath(path) { path throws(SystemError) in _ = try uninterrupted { unlink(path) } }
    }

    /// Where a path leads in the end, through links, be it there or not; absolute if it is there.
    ///
    /// - Throws: ``SystemError``.
    public static func resolved(_ path: String) throws(SystemError) -> String {
        let real = try withSystemPath(path) { path throws(SystemError) -> String? in
            guard let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            return systemName(real)
        }
        if let real { return real }
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        // As many links as the system follows.
        for _ in 0..<40 where FileKind(at: path, followsLink: false) == .link {
            let target = try withSystemPath(path) { path throws(SystemError) in
                var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
                guard readlink(path, &buffer, Int(PATH_MAX)) > 0 else { throw SystemError() }
                return systemName(buffer)
            }
            path = target.hasPrefix("/") ? target : "\(split(path).folder)/\(target)"
        }
        guard FileKind(at: path, followsLink: false) != .link else { throw SystemError(ELOOP) }
        return path
    }

    /// Whether what a path leads to through links lies below a folder; so does what is not there.
    public static func isInside(_ path: String, folder: String) -> Bool {
        guard let place = try? resolved(path), let root = try? resolved(folder) else { return false }
        // What is not there has no absolute path, and is found missing when it is opened.
        return FileKind(at: path) == nil || place.hasPrefix(root.hasSuffix("/") ? root : root + "/")
    }

    /// The folder that a path lies in, and its name there.
    public static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = String(path[..<slash])
        return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
    }
}

/// What lies at a path.
public enum FileKind: Hashable, Sendable {
    /// A regular file, a folder, a link that is not followed, or a pipe, a socket or a device.
    case file, folder, link, other

    /// `nil` where nothing is, or where we may not look.
    public init?(at path: String, followsLink: Bool = true) {
        guard let status = FileStatus(at: path, followsLink: followsLink) else { return nil }
        self = status.kind
    }
}

/// Which file or folder of the machine something is, in which state, whatever it is called.
public struct FileIdentity: Hashable, Sendable {
    private let device, number: UInt64
    /// A number is given again when what had it is gone.
    private let written: [Int]

    /// `nil` where nothing is.
    public init?(at path: String) {
        guard let status = FileStatus(at: path) else { return nil }
        (device, number, written) = (status.device, status.number, status.written)
    }
}

/// What the system knows of a file.
struct FileStatus {
    let kind: FileKind
    /// Which file of the machine it is.
    let device, number: UInt64
    let size: Int
    let permissions, owner: UInt32
    let written, changed: [Int]

    init?(at path: String, followsLink: Bool = true) {
        var status = stat()
        let answer = try? withSystemPath(path) { followsLink ? stat($0, &status) : lstat($0, &status) }
        guard answer == 0 else { return nil }
        self.init(status)
    }

    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        (device, number, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int(status.st_size))
        (permissions, owner) = (status.st_mode & 0o777, status.st_uid)
        written = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}
