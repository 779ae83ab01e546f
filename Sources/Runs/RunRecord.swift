internal import Files
public import Foundation

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
        let seconds: Double
    }

    /// The record as JSON, and the inputs that changed during the run.
    func document(outputs: [File]) -> (json: [UInt8], changed: [String]) {
        let inputs = inputs.map { File(path: $0, at: $0) ?? File(path: $0, bytes: nil, sha256: nil) }
        let changed = inputs.filter { $0.sha256 == nil }.map(\.path)
        let document = Document(
            version: version, commandLine: commandLine, options: options, seed: seed, inputs: inputs, outputs: outputs,
            warnings: warnings + changed.map(Self.warning(onChanged:)), started: started.ISO8601Format(),
            seconds: Date().timeIntervalSince(started))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(document) else { preconditionFailure("words and numbers can be written") }
        return (Array(json), changed)
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
        self.init(path: path, bytes: file.bytes, sha256: file.sha256)
    }
}
