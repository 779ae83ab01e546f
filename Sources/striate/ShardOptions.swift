import ArgumentParser
import Foundation
import Runs

/// A part of a command's items, for several processes or machines.
struct ShardOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Do only every N-th item, from the I-th on (0/4 to 3/4), or that of a Slurm array job's task; 'striate merge' puts the parts together.",
            valueName: "I/N|slurm"),
        transform: { try ShardOptions.parsed($0, ProcessInfo.processInfo.environment) })
    var shard: Shard?

    /// What is typed.
    static func parsed(_ text: String, _ environment: [String: String]) throws -> Shard {
        if text.lowercased() == "slurm" {
            do throws(SlurmTaskError) { return try Shard(slurm: environment) } catch {
                throw ValidationError("\(error)")
            }
        }
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let index = numbers[0], let count = numbers[1], let shard = Shard(index, of: count)
        else { throw ValidationError("two numbers as 0/4 to 3/4, or slurm, are expected") }
        return shard
    }

    /// Parts are folders, to be put together.
    func validate(_ options: RunOptions) throws {
        guard shard != nil else { return }
        if options.out == nil { throw ValidationError("--shard: a part is a folder; name it with --out") }
        if options.table != nil { throw ValidationError("--shard: a part prints no table; leave out --table") }
    }
}
