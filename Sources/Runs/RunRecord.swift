public import Files
public import Foundation

/// Where a run was made from: the only place for times and paths.
public struct RunRecord: Sendable {
    /// The tool's version.
    public let version: String
    /// As typed.
    public let commandLine: [String]
    /// The same without what changes nothing in what comes out.
    public let command: [String]
    /// Every option with the value it had.
    public let options: [String: String]
    /// Names of options that change nothing in what comes out.
    public let incidental: Set<String>
    /// Of all chance.
    public let seed: UInt64
    /// Files read.
    public let inputs: [String]
    /// What is known of some of them, which are not looked at again; `nil` of those that changed while they were read.
    public let known: [String: DigestedFile?]
    /// As shown on stderr.
    public let warnings: [String]
    /// When the command began.
    public let started: Date
    /// What was to be done, item by item; `nil` of a run that is not kept.
    public let work: RunWork?

    /// A record of a run.
    public init(
        version: String, commandLine: [String], command: [String]? = nil, options: [String: String],
        incidental: Set<String> = [], seed: UInt64, inputs: [String], known: [String: DigestedFile?] = [:],
        warnings: [String], started: Date, work: RunWork? = nil
    ) {
        self.version = version
        self.commandLine = commandLine
        self.command = command ?? commandLine
        self.options = options
        self.incidental = incidental
        self.seed = seed
        self.inputs = inputs
        self.known = known
        self.warnings = warnings
        self.started = started
        self.work = work
    }

    struct File: Encodable {
        let path: String
        /// Both `nil` for a file that changed during the run: what was read is no longer there.
        let bytes: Int?
        let sha256: String?
    }

    private struct Document: Encodable {
        let version: String
        let commandLine: [String]
        let options: [String: String]
        let seed: UInt64
        let inputs, outputs: [File]
        let warnings: [String]
        let started: String
        let work: RunWork?
        let seconds: Double
    }

    /// The inputs with sizes and digests, and those that changed during the run.
    func read() -> (files: [File], changed: [String]) {
        let read = inputs.map { ($0, known[$0.writable] ?? DigestedFile(path: $0)) }
        return (
            read.map { File(path: StandardInput.named($0).writable, bytes: $1?.bytes, sha256: $1?.sha256) },
            read.filter { $1 == nil }.map { StandardInput.named($0.0) }
        )
    }

    /// The record as JSON.
    func document(inputs: [File], changed: [String], outputs: [File]) -> [UInt8] {
        let document = Document(
            version: version, commandLine: commandLine.map(\.writable), options: options.mapValues(\.writable),
            seed: seed, inputs: inputs, outputs: outputs,
            warnings: (warnings + changed.map(Self.warning(onChanged:))).map(\.writable),
            started: started.ISO8601Format(), work: work,
            seconds: Date().timeIntervalSince(started))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(document) else { preconditionFailure("words and numbers can be written") }
        return Array(json)
    }

    /// What there is to say of an input that changed.
    public static func warning(onChanged input: String) -> String {
        "\(input): changed during the run, so the record has no digest of it; run again to be sure of what was read"
    }
}

extension RunRecord.File {
    /// With its size and digest; `nil` where it cannot be read, or is not what was read.
    init?(path: String, at place: String) {
        guard let file = DigestedFile(path: place) else { return nil }
        self.init(path: path.writable, bytes: file.bytes, sha256: file.sha256)
    }
}
