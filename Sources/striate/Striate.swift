import ArgumentParser
import Files
import Foundation
import Networks

/// The command line.
@main
struct Striate: ParsableCommand {
    static let version = "0.1.0"

    /// What was asked for cannot be, of sysexits.
    static let usage: Int32 = 64
    /// The most that are open at once beside the standard streams.
    private static let openFiles = 8

    /// Every command says its name: the parser would ask the type for it, which is slow to start.
    static let configuration = CommandConfiguration(
        commandName: "striate",
        abstract: "Looks at a network's first layer as a physiologist looks at primary visual cortex (V1).",
        discussion: """
            Example:
              striate compare data/alexnet/alexnet-features.onnx --out out/alexnet
            """,
        version: version,
        subcommands: [Explore.self, Merge.self, Doctor.self, Install.self],
        groupedSubcommands: [
            CommandGroup(name: "Kernels", subcommands: [Kernels.self, Compare.self, Bank.self, Survey.self]),
            CommandGroup(
                name: "Experiments",
                subcommands: [Tune.self, Score.self, Prefer.self, Localize.self, DrawStimulus.self]),
            CommandGroup(
                name: "Networks",
                subcommands: [ReceptiveField.self, Classify.self, Show.self, Explain.self, Activations.self]),
            CommandGroup(name: "Cortex", subcommands: [Map.self, Saliency.self]),
            CommandGroup(name: "Learning", subcommands: [Learn.self, Teach.self]),
        ])

    /// Runs a command; an error is one line on stderr and an exit code of sysexits.
    static func main() {
        StandardStream.prepare()
        Unfinished.obeySignals()
        // With fewer a library may find no fonts, and pictures would not be the same.
        guard OpenFileLimit.hasRoom(for: openFiles) else {
            stop("\(OpenFileLimit.files) open files at once are too few; allow more (ulimit -n 64)", 69)
        }
        do {
            do {
                let words = TypedOptions.withNegativesJoined(ProgramArguments.all)
                if let list = CellColumnOptions.list(asked: words) { throw CleanExit.message(list) }
                var command = try parseAsRoot(BundledFiles.resolved(words))
                try command.run()
            } catch  where exitCode(for: error) == .success {
                // Help and version are not failures.
                try StandardStream.print(fullMessage(for: error) + "\n")
            }
            // Whoever was to hear of something did not.
            Foundation.exit(StandardStream.isMessageLost ? OutputError.exitCode : 0)
        } catch OutputError.readerLeft {
            StandardStream.endByClosedPipe()
        } catch let error as any ModuleError {
            stop(error.line, error.exitCode)
        } catch {
            stop(
                mistyped(ProgramArguments.all.first)
                    ?? "\(line(for: error)); try \(helpful(ProgramArguments.all)) --help", usage)
        }
    }

    /// The parser's message, which lists many choices on lines of their own, as one line.
    private static func line(for error: any Error) -> String {
        let lines = message(for: error).split(separator: "\n")
        let choices = lines.dropFirst().map { line in line.drop { $0 == " " || $0 == "-" } }
        return (lines.prefix(1) + choices.prefix(1)).joined(separator: " ")
            + choices.dropFirst().map { ", " + $0 }.joined()
    }

    /// The command whose help says what would be right: `striate learn lenet`.
    private static func helpful(_ words: [String]) -> String {
        var (command, path): (any ParsableCommand.Type, [String]) = (Striate.self, [])
        for word in words {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else { break }
            command = next
            path.append(word)
        }
        return (["striate"] + path).joined(separator: " ")
    }

    /// The line for a command that does not exist; `nil` where the first word is one, or an option.
    private static func mistyped(_ word: String?) -> String? {
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        guard let word, !word.hasPrefix("-"), !names.contains(word) else { return nil }
        let guess = word.nearest(among: names).map { "did you mean '\($0)'?" }
        return "there is no command '\(word)'; \(guess ?? "there are " + names.joined(separator: ", "))"
    }

    private static func stop(_ message: String, _ code: Int32) -> Never {
        StandardStream.tell("striate: \(message.visible)\n")
        Foundation.exit(code)
    }
}
