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
