public import Foundation
public import Tables

/// What a command has to say, before it is written anywhere.
public struct RunContents: Sendable {
    /// The text report, 80 columns.
    public let report: String
    /// In the order in which the report names them.
    public let tables: [Table]
    /// Title of the data package.
    public let title: String
    /// File names and bytes.
    public let figures: [(name: String, data: [UInt8])]

    /// A command's result.
    public init(report: String, tables: [Table], title: String, figures: [(name: String, data: [UInt8])]) {
        self.report = report
        self.tables = tables
        self.title = title
        self.figures = figures
    }
}

/// Where a run was made from: the only place for times and paths.
public struct RunRecord: Sendable {
    /// The tool's version.
    public let version: String
    /// As typed.
    public let commandLine: [String]
    /// Every option with the value it had.
    public let options: [String: String]
    /// Of all chance.
    public let seed: UInt64
    /// Files read.
    public let inputs: [String]
    /// As shown on stderr.
    public let warnings: [String]
    /// When the command began.
    public let started: Date

    /// A record of a run.
    public init(
        version: String, commandLine: [String], options: [String: String], seed: UInt64, inputs: [String],
        warnings: [String], started: Date
    ) {
        self.version = version
        self.commandLine = commandLine
        self.options = options
        self.seed = seed
        self.inputs = inputs
        self.warnings = warnings
        self.started = started
    }

    struct File: Encodable {
        let path: String
        let bytes: Int
        let sha256: String
    }

    struct Document: Encodable {
        let version: String
        let commandLine: [String]
        let options: [String: String]
        let seed: UInt64
        let inputs, outputs: [File]
        let warnings: [String]
        let started: String
        let seconds: Double
    }

    func document(outputs: [File]) -> Document {
        Document(
            version: version, commandLine: commandLine, options: options, seed: seed,
            inputs: inputs.compactMap { path in
                let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
                guard let size, let digest = FileDigest.sha256(fileAt: path) else { return nil }
                return File(path: path, bytes: size, sha256: digest)
            }, outputs: outputs, warnings: warnings, started: started.ISO8601Format(),
            seconds: Date().timeIntervalSince(started))
    }
}

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

/// The folder of a run: written beside its final name and renamed when complete.
public struct RunFolder: Sendable {
    /// Its final name.
    public let path: String

    private let force: Bool
    /// As it was given, for messages.
    private let given: String

    /// Checks that the name is free, before any work is done.
    ///
    /// - Throws: ``RunFolderError`` for a file, a folder that is not empty, or with `force` one that is not a run's.
    public init(path: String, force: Bool) throws(RunFolderError) {
        guard !path.isEmpty else { throw .unnamed }
        self.path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        self.force = force
        given = path
        try check()
    }

    /// Looks at the place once more.
    func check() throws(RunFolderError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else { throw .isFile(path: given) }
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard !contents.isEmpty else { return }
        guard force else { throw .occupied(path: given) }
        if let file = Self.foreignFile(in: path) { throw .foreign(path: given, file: file) }
    }

    /// The first file, by name, that the folder's run.json does not list.
    private static func foreignFile(in path: String) -> String? {
        struct Listing: Decodable {
            struct Output: Decodable { let path: String }
            let outputs: [Output]
        }
        let record = try? Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent("run.json"))
        let outputs = record.flatMap { try? JSONDecoder().decode(Listing.self, from: $0) }?.outputs.map(\.path)
        let listed = outputs.map { Set($0 + ["run.json"]) } ?? []
        let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return files.sorted().first { file in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(path)/\(file)", isDirectory: &isFolder)
            return !isFolder.boolValue && !listed.contains(file)
        }
    }

    /// Writes everything, then gives it its name.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)``, or the refusal of what came to the place during the work; nothing
    ///   is left behind then.
    public func write(_ contents: RunContents, record: RunRecord) throws(RunFolderError) {
        try check()
        let draft = try RunDraft(self)
        for table in contents.tables { try draft.append(table) }
        for figure in contents.figures { try draft.write("figures/\(figure.name)", figure.data) }
        try draft.finish(report: contents.report, title: contents.title, record: record)
    }
}
