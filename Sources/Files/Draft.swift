internal import CLinux
internal import Glibc

/// A file or a folder while it is written, beside its final name as `.NAME.striate-PROCESS`.
///
/// A lock is held on it while its process lives; that tells a draft in use from one left behind, whatever became of the
/// process' number. What has no lock is removed before the next draft is made beside it. Where the file system keeps no
/// locks nothing is removed.
///
/// It owns a place on the disk and is therefore a class: what is not placed is removed, by a signal too.
public final class Draft {
    /// A file or a folder.
    public enum Kind: Sendable {
        case file, folder
    }

    /// Where it lies.
    public let path: String

    /// Whether it was there already: a killed process was at work in it.
    public let isFound: Bool

    private let final: String
    private let descriptor: Int32
    private var isPlaced = false
    /// Whether it stays where the work ends before its end.
    private let isKept: Bool

    /// Makes an empty one; for a folder, those above it too.
    ///
    /// - Throws: ``SystemError``.
    public init(of final: String, as kind: Kind) throws(SystemError) {
        self.final = final
        (isFound, isKept) = (false, false)
        let (folder, name) = Folder.split(final)
        if kind == .folder { try Folder.make(folder) }
        Self.sweep(folder)
        // A name may have 255 bytes.
        let beginning = "\(folder)/.\(name.prefix(48)).striate-\(getpid())"
        var attempt = 0
        while true {
            let path = attempt == 0 ? beginning : "\(beginning)-\(attempt)"
            let claimed = try Unfinished.shield { () throws(SystemError) in
                let claimed = try Self.claim(path, kind)
                if claimed != nil { Unfinished.add(path) }
                return claimed
            }
            if let claimed {
                (self.path, descriptor) = (path, claimed)
                return
            }
            attempt += 1
            guard attempt < 1000 else { throw SystemError(EEXIST) }
        }
    }

    /// Makes a folder that outlives its process, as `.NAME.striate-unfinished`, or goes on in the one that is there.
    ///
    /// - Throws: ``SystemError``; ``SystemError/isHeld`` tells that another process is at work in it.
    public init(keeping final: String) throws(SystemError) {
        self.final = final
        isKept = true
        let (folder, name) = Folder.split(final)
        try Folder.make(folder)
        // A name may have 255 bytes.
        path = "\(folder)/.\(name.prefix(48)).striate-unfinished"
        isFound = FileKind(at: path, followsLink: false) == .folder
        try Folder.make(path)
        descriptor = try withSystemPath(path) { path throws(SystemError) in
            try uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) }
        }
        // Where the file system keeps no locks, none is held.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            close(descriptor)
            throw SystemError(EWOULDBLOCK)
        }
    }

    /// Removes it, with all that is in it.
    public func discard() { try? Folder.remove(path) }

    /// Removes all that is in it.
    ///
    /// - Throws: ``SystemError``.
    public func clear() throws(SystemError) {
        for name in try Folder.names(in: path) { try Folder.remove("\(path)/\(name)") }
    }

    deinit {
        Unfinished.shield {
            if !isPlaced, !isKept { try? Folder.remove(path) }
            Unfinished.remove(path)
        }
        close(descriptor)
    }

    /// Gives it its name, if nothing has that or an empty folder: `rename` looks and moves in one step.
    ///
    /// - Throws: ``SystemError``; ``SystemError/isOccupied`` tells that something has the name.
    public func place() throws(SystemError) {
        try Unfinished.shield { () throws(SystemError) in
            try Self.move(path, to: final)
            isPlaced = true
            Unfinished.remove(path)
        }
    }

    /// Trades places with the folder that has its name, if that then is what is expected, and removes that folder.
    ///
    /// - Parameter isExpected: looks at the folder's new place; if it is not, all stays as it was.
    /// - Returns: whether it was.
    /// - Throws: ``SystemError``.
    public func replace(if isExpected: (String) -> Bool) throws(SystemError) -> Bool {
        try Unfinished.shield { () throws(SystemError) in
            do throws(SystemError) { try Self.exchange(path, final) } catch {
                // Not every file system can (EINVAL), nor every kernel (ENOSYS).
                guard error.code == EINVAL || error.code == ENOSYS else { throw error }
                return try replaceInSteps(if: isExpected)
            }
            guard isExpected(path) else {
                try Self.exchange(path, final)
                return false
            }
            isPlaced = true
            // The draft's place now holds the earlier run; what is left of it, the next draft sweeps.
            try? Folder.remove(path)
            Unfinished.remove(path)
            return true
        }
    }

    /// As ``replace(if:)``, in two steps, between which a killed process leaves the earlier run under the name `…-old`.
    private func replaceInSteps(if isExpected: (String) -> Bool) throws(SystemError) -> Bool {
        guard isExpected(final) else { return false }
        let old = path + "-old"
        try Self.move(final, to: old)
        do throws(SystemError) { try Self.move(path, to: final) } catch {
            try? Self.move(old, to: final)
            throw error
        }
        isPlaced = true
        Unfinished.remove(path)
        try? Folder.remove(old)
        return true
    }

    private static func move(_ path: String, to other: String) throws(SystemError) {
        try withSystemPath(path) { path throws(SystemError) in
            try withSystemPath(other) { other throws(SystemError) in
                guard rename(path, other) == 0 else { throw SystemError() }
            }
        }
    }

    private static func exchange(_ path: String, _ other: String) throws(SystemError) {
        try withSystemPath(path) { path throws(SystemError) in
            try withSystemPath(other) { other throws(SystemError) in
                guard linux_exchange(path, other) == 0 else { throw SystemError() }
            }
        }
    }
}

extension SystemError {
    /// Whether another process holds the place.
    public var isHeld: Bool { code == EWOULDBLOCK }

    /// Whether something has the name already.
    public var isOccupied: Bool { [EEXIST, ENOTEMPTY, ENOTDIR, EISDIR].contains(code) }
}

extension Draft {
    /// Makes a place and locks it; `nil` where it is there, or was swept before it was locked.
    private static func claim(_ path: String, _ kind: Kind) throws(SystemError) -> Int32? {
        let descriptor: Int32? = try withSystemPath(path) { path throws(SystemError) in
            let isThere = kind == .folder ? mkdir(path, 0o777) != 0 : false
            if isThere, errno == EEXIST { return nil }
            if isThere { throw SystemError() }
            let how = kind == .folder ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT | O_EXCL
            let descriptor = open(path, how | O_CLOEXEC | O_NOFOLLOW, 0o666)
            // A folder is there before it is locked: it may be swept meanwhile.
            if descriptor < 0, errno == EEXIST || kind == .folder && errno == ENOENT { return nil }
            guard descriptor >= 0 else {
                let error = SystemError()
                if kind == .folder { rmdir(path) }
                throw error
            }
            return descriptor
        }
        guard let descriptor else { return nil }
        let isSwept = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
        guard !isSwept, isAt(path, descriptor) else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Whether what was opened is what has the name.
    private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
        guard let own = FileStatus(of: descriptor), let there = FileStatus(at: path, followsLink: false) else {
            return false
        }
        return own.number == there.number && own.device == there.device
    }

    /// Removes our drafts in a folder that no process holds.
    private static func sweep(_ folder: String) {
        for name in (try? Folder.names(in: folder)) ?? [] where isDraft(name) {
            let path = "\(folder)/\(name)"
            let descriptor = try? withSystemPath(path) { open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
            guard let descriptor, descriptor >= 0 else { continue }
            // What belongs to another user could be exchanged while we look into it. While it is removed it is locked, so
            // that whoever made it this moment sees that it goes.
            let isOurs = FileStatus(of: descriptor)?.owner == geteuid()
            // Since it was opened its name may have gone to another.
            if isOurs, flock(descriptor, LOCK_EX | LOCK_NB) == 0, isAt(path, descriptor) { try? Folder.remove(path) }
            close(descriptor)
        }
    }

    /// Whether a file has the name of a draft: `.NAME.striate-12345`, or with `-1` after it.
    private static func isDraft(_ name: String) -> Bool {
        name.wholeMatch(of: /\..+\.striate-[0-9]+(-[0-9]+)?/) != nil
    }
}
