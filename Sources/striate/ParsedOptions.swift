import ArgumentParser
import Foundation

/// The options of a command by the names they are typed with, and their values as text: empty for what was not given.
struct ParsedOptions {
    private(set) var values: [String: String] = [:]

    /// Reads them from the command, after it was parsed, so that none can be forgotten.
    init(_ command: any ParsableArguments) {
        for child in Mirror(reflecting: command).children {
            guard let name = child.label?.dropFirst() else { continue }
            if let group = child.value as? any ParsedGroup {
                values.merge(ParsedOptions(group.group).values) { $1 }
            } else if let option = child.value as? any ParsedValue {
                values[Self.typed(name)] = Self.text(option.parsed)
            }
        }
    }

    /// `bestPhase` as it is typed, `best-phase`.
    private static func typed(_ name: Substring) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
    }

    private static func text(_ value: Any) -> String {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional { return mirror.children.first.map { text($0.value) } ?? "" }
        if let list = value as? [Any] { return list.map(text).joined(separator: " ") }
        if let choice = value as? any RawRepresentable { return "\(choice.rawValue)" }
        return "\(value)"
    }
}

/// What stands for one option, flag or argument of a command.
private protocol ParsedValue {
    var parsed: Any { get }
}

extension Option: ParsedValue { fileprivate var parsed: Any { wrappedValue } }
extension Flag: ParsedValue { fileprivate var parsed: Any { wrappedValue } }
extension Argument: ParsedValue { fileprivate var parsed: Any { wrappedValue } }

/// What stands for options that several commands have.
private protocol ParsedGroup {
    var group: any ParsableArguments { get }
}

extension OptionGroup: ParsedGroup { fileprivate var group: any ParsableArguments { wrappedValue } }
