import ArgumentParser
import Foundation
import Reports
import Runs
import Tables

/// What every command that writes results takes.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Also write report, tables and pictures to this folder.", valueName: "dir"))
    var out: String?

    @Flag(help: "Replace a folder of an earlier run.")
    var force = false

    @Option(help: ArgumentHelp("Print one table as CSV in place of the report; 'list' names them.", valueName: "name"))
    var table: String?

    @Option(help: ArgumentHelp("Seed of all chance.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Pieces of work at once (default: cores).", valueName: "n"))
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "No messages on stderr.")
    var quiet = false

    func validate() throws {
        if jobs < 1 { throw ValidationError("--jobs: \(jobs) is not possible; at least 1") }
    }
}

/// One run of a command: its folder, its messages, its output.
struct Run {
    private let options: RunOptions
    private let folder: RunFolder?
    private let started = Date()
    private(set) var warnings: [String] = []

    /// Checks folder and table before any work is done; `--table list` ends here.
    init(_ options: RunOptions, tables: [String]) throws {
        self.options = options
        if let name = options.table {
            if name == "list" { throw CleanExit.message(tables.joined(separator: "\n")) }
            guard tables.contains(name) else {
                throw ValidationError(
                    "--table: there is no table '\(name)'; there are \(tables.joined(separator: ", "))")
            }
        }
        folder = if let out = options.out { try RunFolder(path: out, force: options.force) } else { nil }
    }

    /// Whether pictures are asked for.
    var drawsFigures: Bool { folder != nil }

    /// A line on stderr, kept for run.json.
    mutating func warn(_ message: String) {
        warnings.append(message)
        if !options.quiet { FileHandle.standardError.write(Data("striate: \(message)\n".utf8)) }
    }

    /// Whether a table goes to the folder or is printed, so that a large one need not be made in vain.
    func writes(_ table: String) -> Bool { folder != nil || options.table == table }

    /// The output of a command that makes it piece by piece.
    func output() throws -> RunOutput { try RunOutput(options, folder: folder) }

    /// What the run was made from and how.
    func record(inputs: [String], resolved: [String: String]) -> RunRecord {
        RunRecord(
            version: Striate.version, commandLine: CommandLine.arguments,
            options: resolved.merging(["jobs": "\(options.jobs)"]) { a, _ in a }, seed: options.seed, inputs: inputs,
            warnings: warnings, started: started)
    }

    /// Writes the folder, then prints the report or the table that was asked for.
    func finish(
        _ contents: RunContents, inputs: [String], resolved: [String: String]
    ) throws {
        try folder?.write(contents, record: record(inputs: inputs, resolved: resolved))
        guard let name = options.table else { return Self.print(contents.report) }
        guard let table = contents.tables.first(where: { $0.name == name }) else {
            preconditionFailure("a command makes the tables that it names")
        }
        Self.print(table.csv)
    }

    static func print(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
