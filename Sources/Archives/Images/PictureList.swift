import Files

/// Pictures of some files, and of those in some folders, each with a name of its own.
public struct PictureList: Sendable {
    /// One picture, its header checked.
    public struct Picture: Sendable {
        /// The file.
        public let file: ImageFile
        /// As tables call it: its file's name, or where two have the same, its path.
        public let name: String
        /// As files made from it begin: the name without ending, or where two have the same, with it.
        public let stem: String
    }

    /// In the order of their names.
    public let pictures: [Picture]
    /// Files in the folders that are no pictures.
    public let passedOver: Int

    /// A sentence on those; `nil` where there are none.
    public var warning: String? { Self.warning(passedOver: passedOver) }

    /// SHA-256 of names and paths, in order.
    public var digest: String {
        FileDigest.sha256(pictures.flatMap { Array($0.name.utf8) + [0] + Array($0.file.path.utf8) + [1] })
    }

    static func warning(passedOver: Int) -> String? {
        switch passedOver {
        case 0: nil
        case 1: "1 file is passed over, as it is no picture that is read"
        default: "\(passedOver) files are passed over, as they are no pictures that are read"
        }
    }

    /// Looks at every file; in a folder (not in the folders in it) only pictures that are read are taken.
    ///
    /// - Throws: ``ArchiveError`` for a file that cannot be read, and for a damaged one, wherever it lies.
    public init(_ paths: [String]) throws(ArchiveError) {
        var files: [ImageFile] = []
        var passedOver = 0
        for path in paths {
            guard let members = try Self.members(of: path) else {
                files.append(try ImageFile(path: path))
                continue
            }
            let before = files.count
            for member in members {
                do throws(ArchiveError) {
                    files.append(try ImageFile(path: member))
                } catch {
                    switch error {
                    case .otherPicture, .unknownPicture, .empty, .notRegularFile, .otherArray: passedOver += 1
                    case .isDirectory: break
                    default: throw error
                    }
                }
            }
            if files.count == before { throw ArchiveError.noPicture(folder: path) }
        }
        self.passedOver = passedOver
        pictures = Self.named(files)
    }

    /// The files of a folder by name; `nil` for what is no folder.
    private static func members(of path: String) throws(ArchiveError) -> [String]? {
        guard FileKind(at: path) == .folder else { return nil }
        do throws(SystemError) {
            return try Folder.names(in: path).filter { !$0.hasPrefix(".") }
                .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
        } catch {
            throw .unreadable(file: path, reason: error.reason)
        }
    }

    private static func named(_ files: [ImageFile]) -> [Picture] {
        let names = DistinctNames(of: files.map(\.path))
        return files.indices.map { Picture(file: files[$0], name: names.names[$0], stem: names.stems[$0]) }
            .sorted { ($0.name, $0.file.path) < ($1.name, $1.file.path) }
    }
}
