import Foundation

/// Manual pages, made of what the argument parser knows: one for the program and one for each command.
struct ManualPages {
    /// What the program says of its commands, of the parser's `--experimental-dump-help`.
    private struct Tool: Decodable { let command: Command }

    fileprivate struct Command: Decodable {
        let commandName: String
        let abstract, discussion: String?
        let shouldDisplay: Bool?
        let arguments: [Argument]?
        let subcommands: [Command]?

        var shown: [Command] { (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" } }
    }

    fileprivate struct Argument: Decodable {
        struct Name: Decodable { let kind, name: String }

        let kind: String
        let names: [Name]?
        let valueName, abstract, defaultValue: String?
        let shouldDisplay, isOptional, isRepeating: Bool?
        let allValues: [String]?
    }

    private let tool: Command
    private let version: String

    /// - Parameter help: JSON, as the parser dumps it.
    init(help: String, version: String) throws {
        tool = try JSONDecoder().decode(Tool.self, from: Data(help.utf8)).command
        self.version = version
    }

    /// File names, `striate-compare.1`, and pages in the language of man(7).
    var pages: [(name: String, text: String)] { pages(of: tool, above: []) }

    private func pages(of command: Command, above: [String]) -> [(name: String, text: String)] {
        let words = above + [command.commandName]
        return [("\(words.joined(separator: "-")).1", page(command, words))]
            + command.shown.flatMap { pages(of: $0, above: words) }
    }

    private func page(_ command: Command, _ words: [String]) -> String {
        let name = words.joined(separator: "-")
        var lines = [
            ".TH \"\(name.uppercased())\" 1 \"\" \"Striate \(version)\" \"\"", ".SH NAME",
            "\(escaped(name)) \\- \(escaped(command.abstract ?? ""))", ".SH SYNOPSIS",
            ".B \(escaped(words.joined(separator: " ")))",
        ]
        let arguments = (command.arguments ?? []).filter { $0.shouldDisplay != false }
        lines += arguments.map { "\\fR\(escaped($0.usage))" }
        if !command.shown.isEmpty { lines.append("\\fRCOMMAND") }
        if !arguments.isEmpty { lines.append(".SH OPTIONS") }
        for argument in arguments {
            lines += [".TP", ".B \(escaped(argument.label))"]
            lines.append(escaped(argument.words))
        }
        if !command.shown.isEmpty {
            lines.append(".SH COMMANDS")
            for below in command.shown {
                lines += [".TP", ".BR \(escaped("\(name)-\(below.commandName)")) (1)", escaped(below.abstract ?? "")]
            }
        }
        let examples = (command.discussion ?? "").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0 != "Example:" && !$0.isEmpty }
        if !examples.isEmpty { lines += [".SH EXAMPLES", ".nf"] + examples.map(escaped) + [".fi"] }
        if words.count > 1 { lines += [".SH SEE ALSO", ".BR striate (1)"] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text as man(7) takes it: hyphens are to be typed, and a line that begins with a point is no request.
    private func escaped(_ text: String) -> String {
        let text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\n", with: " ")
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&\(text)" : text
    }
}

extension ManualPages.Argument {
    /// As it is typed: `--layer <name>`.
    var label: String {
        let typed = (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }.joined(separator: ", ")
        guard let valueName, kind != "flag" else { return typed }
        return typed.isEmpty ? "<\(valueName)>" : "\(typed) <\(valueName)>"
    }

    fileprivate var usage: String {
        let repeated = isRepeating == true ? "\(label) …" : label
        return isOptional == true || kind == "flag" ? "[\(repeated)]" : repeated
    }

    fileprivate var words: String {
        let values = allValues.map { " (\($0.joined(separator: ", ")))" } ?? ""
        let usual = defaultValue.map { " (default: \($0))" } ?? ""
        return (abstract ?? "") + values + usual
    }
}
