import ArgumentParser
import Runs

/// `striate merge`: parts of a run become the run.
struct Merge: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract:
            "Puts the parts of a run, made with --shard, together: the same bytes as of one that was never split.",
        discussion: """
            Example:
              striate merge out/parts/ --out out/photos
            The model and the pictures lie where they lay when the parts were made, or as the parts' folder says.
            """)

    @Argument(help: "Folders of all parts, in any order; or one folder that holds them.")
    var shards: [String]

    @OptionGroup var options: RunOptions

    func validate() throws {
        if options.out == nil, options.table != "list" {
            throw ValidationError("--out: name the folder of the whole run")
        }
        if options.table != nil, options.table != "list" {
            throw ValidationError("--table: tables are in the folder; leave out --table")
        }
    }

    func run() throws {
        _ = try Run(self, tables: ["as of the command that made the parts"])
        let set = try ShardSet(ShardSet.parts(of: shards))
        guard set.work.version == Striate.version else {
            throw ShardError.different(
                path: shards[0], first: "striate", name: "version", own: set.work.version, other: Striate.version)
        }
        let typed = TypedOptions.without(["shard": true], in: Array(set.commandLine.dropFirst()))
        let parsed = try Striate.parseAsRoot(BundledFiles.resolved(TypedOptions.withNegativesJoined(typed)))
        guard var command = parsed as? any SplitCommand else { throw ShardError.foreign(path: shards[0]) }
        (command.options.out, command.options.force) = (options.out, options.force)
        (command.options.jobs, command.options.quiet) = (options.jobs, options.quiet)
        try command.run(
            from: MergedParts(
                set: set, shards: shards, arguments: TypedOptions.without(RunOptions.incidental, in: typed)))
    }
}

extension ShardError: ModuleError {}
