internal import Files

/// The pictures of recorded activations, as their table has them.
///
/// Of pictures that were shown nothing is kept but how many there are: the table may have a million rows.
public struct RecordedStimuli: Sendable {
    /// How many there are.
    public let count: Int
    /// Those that could not be shown, and why, in their order.
    public let failures: [Failure]
    private let file: String

    /// A picture that could not be shown.
    public struct Failure: Hashable, Sendable {
        /// Its row.
        public let row: Int
        /// As it was given, and why.
        public let path, error: String
    }

    /// Columns of the table that are read again.
    public enum Column: String, Sendable {
        /// SHA-256 of each; empty for one that could not be read.
        case sha256
        /// As they were given.
        case path
        /// Why a picture could not be shown; empty for one that was.
        case error
    }

    /// Reads the table.
    ///
    /// - Throws: ``ArchiveError``.
    public init(csv path: String) throws(ArchiveError) {
        var (count, failures): (Int, [Failure]) = (0, [])
        try Self.read(path, [.path, .error, .sha256]) { values in
            if !values[1].isEmpty { failures.append(Failure(row: count, path: values[0], error: values[1])) }
            count += 1
        }
        (file, self.count, self.failures) = (path, count, failures)
    }

    /// What a column has of each picture.
    ///
    /// - Throws: ``ArchiveError``.
    public func values(of column: Column) throws(ArchiveError) -> [String] {
        var values: [String] = []
        try Self.read(file, [column]) { values.append($0[0]) }
        return values
    }

    /// Hands on the fields of some columns, picture by picture.
    private static func read(
        _ path: String, _ columns: [Column], _ take: ([String]) -> Void
    ) throws(ArchiveError) {
        var places: [Int] = []
        try CommaSeparated.read(LazyFile(path: path)) { (header) throws(ArchiveError) in
            places = columns.compactMap { header.firstIndex(of: $0.rawValue) }
            guard places.count == columns.count else {
                throw .malformed(
                    file: path, place: "the first line", expectation: "columns path, sha256 and error are expected")
            }
        } row: { (_, fields) throws(ArchiveError) in
            take(places.map { fields[$0] })
        }
    }

    /// Whether a picture could be shown, row by row.
    public var isShown: [Bool] {
        var isShown = [Bool](repeating: true, count: count)
        for failure in failures { isShown[failure.row] = false }
        return isShown
    }

    /// Those that could be shown.
    public var shown: [Int] {
        let isShown = isShown
        return isShown.indices.filter { isShown[$0] }
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
