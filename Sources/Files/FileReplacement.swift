internal import Glibc

extension FileWriter {
    /// Writes a file beside its name, and gives it the name when it is whole and on the disk: whoever is stopped leaves
    /// the old file or the new one, never half of one. A link stays; what it leads to is replaced.
    ///
    /// - Throws: ``SystemError``.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let target = try Folder.resolved(path)
        let earlier = FileStatus(at: target)
        // A device or a pipe is no file to replace.
        if let earlier, earlier.kind != .file { throw SystemError(earlier.kind == .folder ? EISDIR : EINVAL) }
        let draft = try Draft(of: target, as: .file)
        let file = try FileWriter(path: draft.path)
        try file.append(bytes)
        try file.synchronize()
        try file.close()
        if let earlier {
            _ = try? withSystemPath(draft.path) { chmod($0, earlier.permissions) }
        }
        try draft.place()
    }
}
