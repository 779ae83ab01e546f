import ArgumentParser
import Runs

/// `striate merge`: parts of a run become the run.
struct Merge: RecordedCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Puts the parts of a run, made with --shard, together: the same bytes as of one that was never split.",
        discussion: """
            Example:
              striate merge out/parts/ --out out/photos
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
        let run = try Run(self, tables: ["as of the command that made the parts"])
        let set = try ShardSet(ShardSet.parts(of: shards))
        let arguments = Self.arguments(set.commandLine)
        guard set.work.version == Striate.version else {
            throw ShardError.different(
                path: shards[0], first: "striate", name: "version", own: set.work.version, other: Striate.version)
        }
        switch set.work.command {
        case "activations":
            var command = try Activations.parse(arguments)
            command.part.shard = nil
            command.options.out = options.out
            try command.merge(set, by: run)
        default: throw ShardError.foreign(path: shards[0])
        }
    }

    /// What the parts' command was called with, without its name; a task of Slurm is one no more.
    private static func arguments(_ line: [String]) -> [String] {
        var words = Array(TypedOptions.withNegativesJoined(Array(line.dropFirst(2))))
        if let place = words.firstIndex(of: "--shard"), place + 1 < words.count {
            words.removeSubrange(place...place + 1)
        }
        return words.filter { !$0.hasPrefix("--shard=") }
    }
}

extension ShardError: ModuleError {}
