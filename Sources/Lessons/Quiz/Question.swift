internal import Foundation

/// A question with its answer and the way there.
public struct Question: Hashable, Sendable {
    /// What is asked: a sentence, which wraps.
    public let text: String
    /// What the question is about: grids and the like.
    public let lines: [String]
    /// What is right.
    public let answer: Answer
    /// How one gets there.
    public let working: [String]

    init(_ text: String, lines: [String] = [], answer: Answer, working: [String]) {
        self.text = text
        self.lines = lines
        self.answer = answer
        self.working = working
    }

    /// What is right.
    public enum Answer: Hashable, Sendable {
        /// A number, right within half of the last decimal asked for.
        case number(Double, decimals: Int)
        /// Sizes, such as 50x50x10.
        case sizes([Int])
        /// One of some words.
        case word(String, among: [String])
    }

    /// How an answer was.
    public enum Mark: String, Hashable, Sendable {
        /// As it is.
        case right
        /// Something else.
        case wrong
        /// Not of the form that was asked for.
        case unreadable
        /// Nothing was said.
        case missing
    }

    /// The right answer, as one would write it.
    public var solution: String {
        switch answer {
        case .number(let value, let decimals): Numeral.text(value, decimals: decimals)
        case .sizes(let sizes): sizes.map(String.init).joined(separator: "x")
        case .word(let word, _): word
        }
    }

    /// How the answer is to be written.
    public var form: String {
        switch answer {
        case .number(_, let decimals):
            decimals == 0 ? "a whole number" : "a number, \(decimals) decimal\(decimals == 1 ? "" : "s")"
        case .sizes(let sizes): "written as " + (1...sizes.count).map(String.init).joined(separator: "x")
        case .word(_, let words): words.joined(separator: " or ")
        }
    }

    /// The mark of an answer; `nil` is none.
    public func mark(_ given: String?) -> Mark {
        let text = (given ?? "").trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        guard !text.isEmpty else { return .missing }
        switch answer {
        case .number(let value, let decimals):
            guard let number = Self.number(text) else { return .unreadable }
            let slack = decimals == 0 ? 0.0001 : 0.51 * pow(10, -Double(decimals))
            return abs(number - value) <= slack ? .right : .wrong
        case .sizes(let sizes):
            let parts = text.split { "x× ,".contains($0) }.map { Int($0) }
            guard !parts.isEmpty, !parts.contains(nil) else { return .unreadable }
            return parts == sizes ? .right : .wrong
        case .word(let word, let words):
            let meant = words.filter { $0.hasPrefix(text) }
            guard words.contains(text) || meant.count == 1 else { return .unreadable }
            return (words.contains(text) ? text : meant[0]) == word ? .right : .wrong
        }
    }

    /// `2.5`, `-3`, `7/3`.
    private static func number(_ text: String) -> Double? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
            Double($0.trimmingCharacters(in: .whitespaces))
        }
        guard (1...2).contains(parts.count), let over = parts[0] else { return nil }
        guard parts.count == 2 else { return over }
        guard let under = parts[1], under != 0 else { return nil }
        return over / under
    }
}
