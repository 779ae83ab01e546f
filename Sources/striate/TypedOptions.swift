import Files
import ArgumentParser

/// The command line as it was typed: which options stand on it, and values that begin with a minus sign.
enum TypedOptions {
    /// Whether an option was typed, be it with the value that it has anyway.
    static func contain(_ option: String, in arguments: [String] = ProgramArguments.all) -> Bool {
        arguments.prefix { $0 != "--" }.contains { $0 == option || $0.hasPrefix(option + "=") }
    }

    /// The arguments without some options.
    ///
    /// - Parameter options: their names, and whether a value follows.
    static func without(_ options: [String: Bool], in arguments: [String] = ProgramArguments.all) -> [String] {
        var (kept, isOver, isSkipped) = ([String](), false, false)
        for argument in arguments {
            if isSkipped {
                isSkipped = false
                continue
            }
            isOver = isOver || argument == "--"
            let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard !isOver, argument.hasPrefix("--"), let takesValue = options[String(sides[0].dropFirst(2))] else {
                kept.append(argument)
                continue
            }
            isSkipped = takesValue && sides.count == 1
        }
        return kept
    }

    /// The arguments with each negative number, or list that begins with one, joined to the option before it: the parser takes
    /// what begins with a minus sign for an option.
    static func withNegativesJoined(_ arguments: [String]) -> [String] {
        var joined: [String] = []
        for (place, argument) in arguments.enumerated() {
            guard place > 0, isNegative(argument), isOption(arguments[place - 1]),
                !arguments[..<place].contains("--")
            else {
                joined.append(argument)
                continue
            }
            joined[joined.count - 1] += "=" + argument
        }
        return joined
    }

    private static func isOption(_ argument: String) -> Bool {
        argument.hasPrefix("--") && argument.count > 2 && !argument.contains("=")
    }

    /// `-1`, `-.5,3`, `-90x2`, `-1 2; 3 4`: a number's sign, and what numbers and their lists are made of.
    private static func isNegative(_ argument: String) -> Bool {
        // Quantities end in their unit.
        let unit = ["deg", "px"].first { argument.hasSuffix($0) } ?? ""
        let rest = argument.dropFirst().dropLast(unit.count)
        guard argument.hasPrefix("-"), let first = rest.first(where: { $0 != "." }), first.isNumber || rest == "inf"
        else { return false }
        return rest == "inf" || rest.allSatisfy { "0123456789.,;:xeE+- ".contains($0) }
    }
}

extension ParsableArguments {
    /// Refuses options that were typed and would have no part in what is done.
    ///
    /// - Parameter reason: why, which completes "--count: …".
    func refuseTyped(_ options: [String], _ reason: String) throws {
        if let option = options.first(where: { TypedOptions.contain($0) }) {
            throw ValidationError("\(option): \(reason)")
        }
    }
}
