import ArgumentParser
import Files
import Foundation
import Runs

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

    /// Options that change nothing in what comes out, and whether a value follows them.
    static let incidental = ["out": true, "table": true, "jobs": true, "force": false, "quiet": false]

    func validate() throws { try expect("--jobs", jobs, 1...) }

    /// A line on stderr, unless quiet.
    func tell(_ message: String) {
        if !quiet { StandardStream.tell("striate: \(message.visible)\n") }
    }

    /// Says which inputs changed during the run.
    func tellChanged(_ inputs: [String]) { inputs.map(RunRecord.warning(onChanged:)).forEach(tell) }
}

/// A command that writes results.
protocol RecordedCommand: ParsableCommand {
    var options: RunOptions { get }
}

/// A command whose items may be dealt out to several processes.
protocol SplitCommand: RecordedCommand {
    var options: RunOptions { get set }
    var part: ShardOptions { get set }

    /// Does the work, or takes it from the parts of a run that was split.
    func run(from parts: MergedParts?) throws
}

extension SplitCommand {
    func run() throws { try run(from: nil) }
}

/// The parts of a run, as they were given.
struct MergedParts {
    let set: ShardSet
    let shards: [String]
    /// The command that made them, without what changes nothing in what comes out.
    let arguments: [String]
}
