internal import Files

/// The pictures of recorded activations, as their table has them.
public struct RecordedStimuli: Sendable {
    /// SHA-256 of each; empty for one that could not be read.
    public let digests: [String]
    /// As they were given.
    public let paths: [String]
    /// Why a picture could not be shown; empty for one that was.
    public let errors: [String]

    /// Reads the table.
    ///
    /// - Throws: ``ArchiveError``.
    public init(csv path: String) throws(ArchiveError) {
        let table = try CommaSeparated(path: path)
        guard let digests = table["sha256"], let paths = table["path"], let errors = table["error"] else {
            throw .malformed(
                file: path, place: "the first line", expectation: "columns path, sha256 and error are expected")
        }
        (self.digests, self.paths, self.errors) = (digests, paths, errors)
    }

    /// How many there are.
    public var count: Int { digests.count }
    /// Those that could be shown.
    public var shown: [Int] { errors.indices.filter { errors[$0].isEmpty } }
    /// Those that could not.
    public var failures: [(path: String, error: String)] {
        errors.indices.filter { !errors[$0].isEmpty }.map { (paths[$0], errors[$0]) }
    }
}

/// Arrays of responses that a run left in its folder.
public struct RecordedArrays: Sendable {
    /// Names of the layers' files, without ending, and where they are.
    public let layers: [(name: String, path: String)]
    /// The pictures.
    public let stimuli: RecordedStimuli

    /// Looks at a folder.
    ///
    /// - Throws: ``ArchiveError``: it holds none.
    public init(folder: String) throws(ArchiveError) {
        let bare = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let names = (try? Folder.names(in: "\(bare)/responses")) ?? []
        layers = names.filter { $0.hasSuffix(".npy") }.map {
            (String($0.dropLast(4)), "\(bare)/responses/\($0)")
        }
        guard !layers.isEmpty, FileKind(at: "\(bare)/tables/stimuli.csv") == .file else {
            throw .noActivations(folder: folder)
        }
        stimuli = try RecordedStimuli(csv: "\(bare)/tables/stimuli.csv")
    }
}
