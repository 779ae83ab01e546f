/// Why a run folder cannot be written.
public enum RunFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is chosen of a folder.
    public enum Quantity: String, CaseIterable, Sendable {
        /// Its path.
        case out
        /// Whether it may take the place of an earlier run's.
        case force
    }

    /// Something is there already that is not ours to replace.
    case occupied(path: String)
    /// A folder that holds a file which no run wrote, so that force does not delete it.
    case foreign(path: String, file: String)
    /// No name at all.
    case unnamed
    /// The name belongs to a file.
    case isFile(path: String)
    /// Another run gave its folder the name during the work.
    case overtaken(path: String)
    /// Another process is at work in the place.
    case held(path: String)
    /// A killed run of other work lies beside the place: `name` was `earlier` and is `now`.
    case otherWork(path: String, name: String, earlier: String, now: String)
    /// The system refused.
    case failed(path: String, reason: String)

    /// One line: which path, what is wrong, what would be right.
    public var description: String { text { $0.rawValue } }

    /// The same line, with quantities called as whoever set them knows them.
    public func text(naming name: (Quantity) -> String) -> String {
        switch self {
        case .occupied(let path):
            "\(path): the folder is not empty; choose another \(name(.out)), or \(name(.force)) to replace it"
        case .foreign(let path, let file):
            "\(path): the folder holds '\(file)', which striate did not write, so \(name(.force)) leaves it; choose another \(name(.out))"
        case .unnamed: "\(name(.out)): the name is empty; give the path of a folder"
        case .isFile(let path): "\(path): this is a file; \(name(.out)) names a folder"
        case .overtaken(let path):
            "\(path): another run took this place meanwhile; choose another \(name(.out)), or run again"
        case .held(let path):
            "\(path): another process is writing this run; wait until it ends, or choose another \(name(.out))"
        case .otherWork(let path, let what, let earlier, let now):
            "\(path): an unfinished run lies beside it, of \(what) '\(shown(earlier))' and not '\(shown(now))'; give the same to go on, or \(name(.force)) to begin anew"
        case .failed(let path, let reason): "\(path): cannot be written (\(reason)); choose another \(name(.out))"
        }
    }

    private func shown(_ text: String) -> String { text.count > 60 ? text.prefix(57) + "..." : text }

    /// sysexits: 73 cannot create, 74 input or output failed.
    public var exitCode: Int32 {
        if case .failed = self { return 74 }
        return 73
    }
}
