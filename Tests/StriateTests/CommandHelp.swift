import Foundation

/// What the program says of its own commands.
struct CommandHelp: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind, name: String
        }

        let kind: String
        let valueName: String?
        let names: [Name]?

        /// As it is typed; of what stands without a name, what it is called.
        var key: String { names?.first { $0.kind == "long" }?.name ?? valueName ?? "" }
    }

    let commandName: String
    let discussion: String?
    let arguments: [Argument]?
    let subcommands: [CommandHelp]?

    private struct Tool: Decodable { let command: CommandHelp }

    /// The tool, its commands below it.
    static let tool = Result {
        let json = try Striate(["--experimental-dump-help"]).output
        return try JSONDecoder().decode(Tool.self, from: Data(json.utf8)).command
    }

    /// Every command with the words that call it.
    static func all() throws -> [(words: [String], help: CommandHelp)] { try tool.get().below([]) }

    private func below(_ words: [String]) -> [(words: [String], help: CommandHelp)] {
        [(words, self)] + (subcommands ?? []).flatMap { $0.below(words + [$0.commandName]) }
    }

    /// The commands that help shows as examples, each a line of the shell.
    var examples: [String] {
        (discussion ?? "").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasPrefix("striate ") }
    }
}
