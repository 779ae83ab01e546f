import ArgumentParser
import Files
import Foundation
import Runs
import Tables

/// One run of a command: its folder, its messages, its output.
struct Run {
    private let options: RunOptions
    private let parsed: ParsedOptions
    private let folder: RunFolder?
    /// The parts that are put together, where that is done.
    private let merged: MergedParts?
    private let started = Date()
    private(set) var warnings: [String] = []

    /// Checks folder and table before any work is done; `--table list` ends here.
    ///
    /// - Parameters:
    ///   - replaces: whether the folder of an earlier run is to be replaced, asked or not.
    ///   - parts: of a run that was split.
    init(
        _ command: some RecordedCommand, tables: [String], replaces: Bool = false, from parts: MergedParts? = nil
    ) throws {
        merged = parts
        options = command.options
        parsed = ParsedOptions(command)
        if let name = options.table {
            if name == "list" { throw CleanExit.message(tables.joined(separator: "\n")) }
            guard tables.contains(name) else {
                throw ValidationError(
                    "--table: there is no table '\(name)'; there are \(tables.joined(separator: ", "))")
            }
        }
        folder = if let out = options.out { try RunFolder(path: out, force: options.force || replaces) } else { nil }
    }

    /// Whether pictures are asked for.
    var drawsFigures: Bool { folder != nil }

    /// A line on stderr, kept for run.json.
    mutating func warn(_ message: String) {
        warnings.append(message)
        // Whoever made the parts has heard it.
        if merged == nil { options.tell(message) }
    }

    /// Whether a folder is written.
    var isKept: Bool { folder != nil }

    /// Whether a table goes to the folder or is printed, so that a large one need not be made in vain.
    func writes(_ table: String) -> Bool { folder != nil || options.table == table }

    /// Whether a table is printed in place of the report.
    func prints(_ table: String) -> Bool { options.table == table }

    /// The output of a command that makes it piece by piece.
    func output() throws -> RunOutput { try RunOutput(options, folder: folder) }

    /// Options that the bytes of what is written depend on, as they were taken.
    func work(settled: [String: String]) -> [String: String] {
        let others: Set = ["out", "force", "table", "quiet", "jobs", "shard"]
        return parsed.values.merging(settled) { $1 }.filter { !others.contains($0.key) }
    }

    /// The folder of a run of items; without one to be written, one that goes away.
    ///
    /// - Parameter goesOn: whether a killed run leaves it, to go on there.
    private func draft(of work: RunWork, goesOn: Bool) throws -> RunDraft {
        if let folder { return try goesOn ? RunDraft(folder, keeping: work) : RunDraft(folder) }
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("striate-\(work.command)").path
        return try RunDraft(RunFolder(path: "\(place)-\(ProcessInfo.processInfo.processIdentifier)", force: false))
    }

    /// The items of a run, with what is already found of those that are done.
    ///
    /// - Parameters:
    ///   - finding: what is found of one.
    ///   - noun: what they are, many.
    ///   - goesOn: whether a killed run goes on after the last that is done, as parts of a run do in any case.
    func items<Finding: Codable>(
        of work: RunWork, as finding: Finding.Type, _ noun: String, goesOn: Bool = false
    ) throws -> RunItems<Finding> {
        let items = try RunItems<Finding>(
            draft(of: work, goesOn: goesOn || work.shard != nil), work, from: merged?.set)
        let done = items.findings.count
        if done > 0, merged == nil { options.tell("goes on after \(done) of \(work.own.count) \(noun) that are done") }
        return items
    }

    /// Ends a part of a run, which `striate merge` puts together with the others.
    func finishPart(
        _ items: RunItems<some Codable>, _ noun: String, inputs: [String], settled: [String: String],
        unused: [any ParsableArguments] = []
    ) throws {
        let work = items.work
        try finish(
            items.draft,
            report: "Part \(work.shard?.description ?? "") of \(work.items) \(noun): \(work.own.count) are done.\n"
                + "striate merge PART… --out DIR puts the parts together.\n",
            title: "A part of a run", inputs: inputs, settled: settled, unused: unused)
    }

    /// Gives a draft its name, then prints the report, or the table that was asked for.
    func finish(
        _ draft: RunDraft, report: String, title: String, inputs: [String], settled: [String: String] = [:],
        unused: [any ParsableArguments] = []
    ) throws {
        var text = report
        if let name = options.table { text = try draft.csv(of: name) }
        if folder != nil {
            let record = record(inputs: inputs, settled: settled, unused: unused)
            options.tellChanged(try draft.finish(report: report, title: title, record: record))
        }
        try StandardStream.print(options.table == nil ? text.visibleLines : text)
    }

    /// Writes what is told of all items, and gives the draft its name.
    func finish(
        _ draft: RunDraft, _ contents: RunContents, inputs: [String], settled: [String: String],
        unused: [any ParsableArguments] = []
    ) throws {
        for table in contents.tables where writes(table.name) { try draft.append(table) }
        for figure in contents.figures { try draft.write("figures/\(figure.name)", figure.data) }
        try finish(
            draft, report: contents.report, title: contents.title, inputs: inputs, settled: settled, unused: unused)
    }

    /// What the run was made from and how.
    ///
    /// - Parameters:
    ///   - settled: options that were left open, or open in part, as they were in the end.
    ///   - unused: options that had no part in this run; their defaults are not recorded.
    func record(
        inputs: [String], settled: [String: String] = [:], unused: [any ParsableArguments] = []
    ) -> RunRecord {
        precondition(settled.keys.allSatisfy { parsed.values[$0] != nil }, "what is settled is an option")
        var values = parsed.values
        for name in unused.flatMap({ ParsedOptions($0).values.keys }) { values[name] = "" }
        if let merged { values["shards"] = merged.shards.joined(separator: " ") }
        return RunRecord(
            version: Striate.version, commandLine: CommandLine.arguments.prefix(1) + ProgramArguments.all,
            command: ["striate"] + (merged?.arguments ?? TypedOptions.without(RunOptions.incidental)),
            options: values.merging(settled) { $1 },
            incidental: Set(RunOptions.incidental.keys).union(["shards"]), seed: options.seed, inputs: inputs,
            known: merged?.set.inputs ?? [:], warnings: warnings, started: started, work: merged?.set.work)
    }

    /// Writes the folder, then prints the report or the table that was asked for.
    func finish(
        _ contents: RunContents, inputs: [String], settled: [String: String] = [:],
        unused: [any ParsableArguments] = []
    ) throws {
        let changed = try folder?.write(contents, record: record(inputs: inputs, settled: settled, unused: unused))
        options.tellChanged(changed ?? [])
        guard let name = options.table else { return try StandardStream.print(contents.report.visibleLines) }
        guard let table = contents.tables.first(where: { $0.name == name }) else {
            preconditionFailure("a command makes the tables that it names")
        }
        try StandardStream.print(table.csv)
    }
}
