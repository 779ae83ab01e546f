import Archives
import ArgumentParser
import Files
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

    /// What the run's bytes depend on.
    ///
    /// - Parameters:
    ///   - files: what is read before the first item, by what it is.
    ///   - digests: of what else is known before.
    /// - Throws: ``ArchiveError/changed(file:)``.
    func work(
        _ command: any RecordedCommand, _ run: Run, settled: [String: String], files: [String: String?] = [:],
        digests: [String: String] = [:], items: Int, arrays: [String] = []
    ) throws -> RunWork {
        var digests = digests
        // Without a folder there is nothing to compare with.
        for case (let name, let path?) in files where run.isKept {
            guard let digest = FileDigest.sha256(fileAt: path) else { throw ArchiveError.changed(file: path) }
            digests[name] = digest
        }
        return RunWork(
            command: type(of: command)._commandName,
            version: Striate.version, options: run.work(settled: settled), digests: digests, items: items, shard: shard,
            arrays: arrays)
    }

    /// Parts are folders, to be put together.
    func validate(_ options: RunOptions) throws {
        guard shard != nil else { return }
        if options.out == nil { throw ValidationError("--shard: a part is a folder; name it with --out") }
        if options.table != nil { throw ValidationError("--shard: a part prints no table; leave out --table") }
    }
}
