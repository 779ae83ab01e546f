public import Lessons

/// A quiz as it was answered: the score, then every question with what was said, what is right, and the way there.
public struct QuizReport: Sendable {
    private let quiz: Quiz

    /// A report on a quiz.
    public init(_ quiz: Quiz) { self.quiz = quiz }

    /// A question as it is put to the reader.
    public static func asked(_ index: Int, of count: Int, _ topic: Topic, _ question: Question) -> String {
        let lines = wrapped("\(index + 1)/\(count) \(topic.rawValue). \(question.text)", indent: "    ")
        let block = question.lines.isEmpty ? [] : [""] + question.lines.map { "     " + $0 } + [""]
        return (lines + block + ["    (\(question.form))"]).joined(separator: "\n") + "\n"
    }

    /// What is said to an answer at once.
    public static func reply(_ given: String?, to question: Question) -> String {
        switch question.mark(given) {
        case .right: "Right.\n"
        case .wrong: "No: \(question.solution).\n"
        case .unreadable: "That is not \(question.form). It is \(question.solution).\n"
        case .missing: "It is \(question.solution).\n"
        }
    }

    /// The marked sheet.
    public var text: String {
        let entries = quiz.entries
        let blocks = entries.enumerated().flatMap { index, entry -> [String] in
            let asked = Self.asked(index, of: entries.count, entry.topic, entry.question)
            let said = entry.given.map { "you: \($0)" } ?? "no answer"
            let verdict = entry.mark == .right ? "right" : "\(entry.mark.rawValue); it is \(entry.question.solution)"
            return ["", asked.trimmingSuffix("\n")] + wrapped("    \(said): \(verdict)", indent: "    ")
                + (entry.mark == .right ? [] : entry.question.working.map { "     " + $0 })
        }
        let lines = ["\(quiz.score) of \(entries.count) right."] + blocks
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    /// Without one ending.
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
