/// Why a run folder cannot be written.
public enum RunFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Something is there already that is not ours to replace.
    case occupied(path: String)
    /// A folder that holds a file which no run wrote, so that `--force` does not delete it.
    case foreign(path: String, file: String)
    /// No name at all.
    case unnamed
    /// The name belongs to a file.
    case isFile(path: String)
    /// The system refused.
    case failed(path: String, reason: String)

    /// One line: which path, what is wrong, what would be right.
    public var description: String {
        switch self {
        case .occupied(let path): "\(path): the folder is not empty; choose another --out, or --force to replace it"
        case .foreign(let path, let file):
            "\(path): the folder holds '\(file)', which striate did not write, so --force leaves it; choose another --out"
        case .unnamed: "--out: the name is empty; give the path of a folder"
        case .isFile(let path): "\(path): this is a file; --out names a folder"
        case .failed(let path, let reason): "\(path): cannot be written (\(reason)); choose another --out"
        }
    }

    /// sysexits: 73 cannot create, 74 input or output failed.
    public var exitCode: Int32 {
        if case .failed = self { return 74 }
        return 73
    }
}
