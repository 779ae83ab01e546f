public import Planes
internal import Files

/// Pictures in the order in which they are shown: files, all pictures below folders, and the rows of a list with what it
/// says of each.
///
/// None is opened before it is asked for, but those in folders, whose first bytes tell what is a picture: thousands may
/// wait, and one that cannot be read is found where its turn comes.
public struct StimulusList: Sendable {
    /// One picture.
    public struct Stimulus: Sendable {
        /// As it was given, or below a folder that was.
        public let path: String
        /// Of each column that the list carries along; empty for a picture of no list.
        public let carried: [String]
        fileprivate let file: String
    }

    /// In the order of showing.
    public let stimuli: [Stimulus]
    /// Columns of the list besides the path.
    public let columns: [String]
    /// Files in the folders that are no pictures.
    public let passedOver: Int

    /// A sentence on those; `nil` where there are none.
    public var warning: String? { PictureList.warning(passedOver: passedOver) }

    /// Of how many arrays (`.npy`), and the first one's shape; of those that can be read.
    ///
    /// - Complexity: a look at the first bytes of each file.
    public var arrays: (count: Int, shape: [Int]?) {
        let shapes = stimuli.compactMap(\.arrayShape)
        return (shapes.count, shapes.first)
    }

    /// SHA-256 of paths and what is carried along, in order.
    public var digest: String {
        func line(_ fields: [String]) -> [UInt8] { fields.flatMap { Array($0.utf8) + [0] } + [1] }
        return FileDigest.sha256 { take in
            take(line(columns))
            for stimulus in stimuli { take(line([stimulus.path] + stimulus.carried)) }
        }
    }

    /// Looks for pictures.
    ///
    /// - Parameters:
    ///   - paths: files, and folders, which are looked through to the bottom in the order of their names; hidden files
    ///     and linked folders are left.
    ///   - list: a table (CSV) with a column `path`; paths are taken from the current folder, or if the first is not there,
    ///     from the list's.
    /// - Throws: ``ArchiveError``: nothing at a path, a folder without pictures, a list that is none.
    public init(_ paths: [String], list: String? = nil) throws(ArchiveError) {
        var found: [Stimulus] = []
        var passedOver = 0
        let table = try list.map { (path) throws(ArchiveError) in try Rows(path) }
        columns = table?.columns ?? []
        let none = columns.map { _ in "" }
        for path in paths {
            switch FileKind(at: path) {
            case nil where path != StandardInput.path: throw .missing(file: path)
            case .folder:
                let before = found.count
                try Self.lookThrough(path) { file in
                    if ModelFile.isPicture(file) {
                        found.append(Stimulus(path: file, carried: none, file: file))
                    } else {
                        passedOver += 1
                    }
                }
                if found.count == before { throw .noPicture(folder: path) }
            default: found.append(Stimulus(path: StandardInput.named(path), carried: none, file: path))
            }
        }
        stimuli = found + (table?.stimuli ?? [])
        self.passedOver = passedOver
    }

    private static func lookThrough(_ folder: String, _ body: (String) -> Void) throws(ArchiveError) {
        let names: [String]
        do throws(SystemError) { names = try Folder.names(in: folder) } catch {
            throw .unreadable(file: folder, reason: error.reason)
        }
        for name in names where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            switch FileKind(at: path, followsLink: false) {
            case .folder: try lookThrough(path, body)
            case .link where FileKind(at: path) == .folder: continue
            default: body(path)
            }
        }
    }
}

extension StimulusList {
    /// The rows of a list.
    private struct Rows {
        let columns: [String]
        let stimuli: [Stimulus]

        init(_ path: String) throws(ArchiveError) {
            func refused(_ place: String, _ expectation: String) -> ArchiveError {
                .malformed(file: path, place: place, expectation: expectation)
            }
            let folder = Folder.split(path).folder
            var (columns, stimuli): ([String], [Stimulus]) = ([], [])
            var (column, isBeside) = (0, false)
            try CommaSeparated.read(LazyFile(path: path)) { (header) throws(ArchiveError) in
                guard let place = header.firstIndex(of: "path") else {
                    throw refused("the first line", "a column 'path' is expected")
                }
                guard Set(header).count == header.count, !header.contains("") else {
                    throw refused("the first line", "every column has a name, no two the same")
                }
                (column, columns) = (place, header)
                columns.remove(at: place)
            } row: { (line, fields) throws(ArchiveError) in
                var carried = fields
                let path = carried.remove(at: column)
                if path.isEmpty { throw refused("line \(line)", "a path is expected") }
                if stimuli.isEmpty { isBeside = FileKind(at: path) == nil }
                stimuli.append(
                    Stimulus(
                        path: path, carried: carried,
                        file: isBeside && !path.hasPrefix("/") ? "\(folder)/\(path)" : StandardInput.never(path)))
            }
            (self.columns, self.stimuli) = (columns, stimuli)
        }
    }
}

extension StimulusList.Stimulus {
    /// A picture that was read, and what of.
    public struct Reading: Sendable {
        /// The picture, or an array.
        public let shown: NetworkPicture
        /// Rows and columns.
        public let size: PixelSize
        /// Of the file.
        public let sha256: String
    }

    /// The shape of an array; `nil` of a picture, and of what cannot be read.
    fileprivate var arrayShape: [Int]? {
        do throws(ArchiveError) {
            let opened = try LazyFile(path: file)
            defer { OpenedFiles.forget(file) }
            return try ArrayPicture.recognizes(opened) ? ArrayPicture.header(opened).arrayShape : nil
        } catch {
            return nil
        }
    }

    /// Reads the picture.
    ///
    /// - Throws: ``ArchiveError`` as ``ImageFile``, and where the file changed meanwhile.
    public func read() throws(ArchiveError) -> Reading {
        defer { OpenedFiles.forget(file) }
        let picture = try ImageFile(path: file)
        let shown = try picture.shown()
        guard let sha256 = FileDigest.sha256(fileAt: file) else { throw .changed(file: file) }
        return Reading(shown: shown, size: picture.header.size, sha256: sha256)
    }
}

extension ModelFile {
    /// Whether a file begins as a picture that is read does; a file that may not be read counts, to be told of.
    static func isPicture(_ path: String) -> Bool {
        do throws(ArchiveError) {
            let file = try LazyFile(path: path)
            defer { OpenedFiles.forget(path) }
            _ = try recognizePicture(file)
            return true
        } catch {
            if case .unreadable = error { return true }
            return false
        }
    }
}
