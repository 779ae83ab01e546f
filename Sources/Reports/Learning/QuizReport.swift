public import Lessons

/// A quiz as it was answered: the score, then every question with what was said, what is right, and the way there.
public struct QuizReport: Sendable {
    private let quiz: Quiz
    private let isAsked: Bool

    /// A report on a quiz.
    ///
    /// - Parameters:
    ///   - quiz: questions and what was answered.
    ///   - isAsked: whether questions and replies were shown one by one: then only the score is left to say.
    public init(_ quiz: Quiz, isAsked: Bool = false) { (self.quiz, self.isAsked) = (quiz, isAsked) }

    /// A question as it is put to the reader.
    public static func asked(_ index: Int, of count: Int, _ topic: Topic, _ question: Question) -> String {
        let lines = wrapped("\(index + 1)/\(count) \(topic.rawValue). \(question.text)", indent: "    ")
        let block = question.lines.isEmpty ? [] : [""] + question.lines.map(onBoard) + [""]
        return (lines + block + ["    (\(question.form))"]).joined(separator: "\n") + "\n"
    }

    /// What is said to an answer at once.
    public static func reply(_ given: String?, to question: Question) -> String {
        switch question.mark(given) {
        case .right: "Right.\n"
        case .wrong: "No: \(question.solution).\n" + working(question)
        case .unreadable: "That is not \(question.form). Once more.\n"
        case .missing: "It is \(question.solution).\n" + working(question)
        }
    }

    private static func working(_ question: Question) -> String {
        question.working.map { onBoard($0) + "\n" }.joined()
    }

    /// The marked sheet.
    public var text: String {
        let entries = quiz.entries
        if isAsked { return "\(quiz.score) of \(entries.count) right.\n" }
        let blocks = entries.enumerated().flatMap { index, entry -> [String] in
            let asked = Self.asked(index, of: entries.count, entry.topic, entry.question)
            return ["", String(asked.dropLast())]
                + wrapped("\u{A0}\u{A0}\u{A0}\u{A0}" + Self.verdict(entry), indent: "    ")
                + (entry.mark == .right ? [] : [""] + entry.question.working.map(onBoard))
        }
        let lines = ["\(quiz.score) of \(entries.count) right."] + blocks
        return lines.joined(separator: "\n") + "\n"
    }

    /// What was said, and how that was.
    private static func verdict(_ entry: Quiz.Entry) -> String {
        let said = (entry.given ?? "").prefix(60)
        let solution = entry.question.solution
        return switch entry.mark {
        case .right: "you: \(said). Right."
        case .wrong: "you: \(said). No: \(solution)."
        case .unreadable: "you: \(said). That is not \(entry.question.form); it is \(solution)."
        case .missing: "no answer. It is \(solution)."
        }
    }
}
