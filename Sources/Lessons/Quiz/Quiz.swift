public import Tables

/// Questions on one topic, or on all in turn, and the answers that were given.
public struct Quiz: Sendable {
    /// A question and what was said.
    public struct Entry: Sendable {
        /// What it is about.
        public let topic: Topic
        /// What was asked.
        public let question: Question
        /// What was said; `nil` where nothing was.
        public let given: String?
        /// How that was.
        public var mark: Question.Mark { question.mark(given) }
    }

    /// In the order in which they were asked.
    public let entries: [Entry]

    /// Questions with numbers drawn from a generator, each asked in its turn.
    ///
    /// - Parameters:
    ///   - topic: `nil` for all, in the lecture's order.
    ///   - count: how many questions.
    ///   - generator: of the numbers.
    ///   - asksAgain: whether what is not of the form asked for is asked again.
    ///   - ask: shows a question, or at a second attempt that it is still open, and gives the answer; `nil` where there
    ///     is none.
    public init(
        on topic: Topic?, count: Int, using generator: inout some RandomNumberGenerator,
        asksAgain: Bool = false, ask: (_ index: Int, _ topic: Topic, _ question: Question, _ attempt: Int) -> String?
    ) {
        let topics = topic.map { [$0] } ?? Topic.allCases
        var entries: [Entry] = []
        for index in 0..<count {
            let topic = topics[index % topics.count]
            let question = topic.question(using: &generator)
            var (given, attempt) = (ask(index, topic, question, 0), 0)
            while asksAgain, question.mark(given) == .unreadable {
                attempt += 1
                given = ask(index, topic, question, attempt)
            }
            entries.append(Entry(topic: topic, question: question, given: given))
        }
        self.entries = entries
    }

    /// How many were right.
    public var score: Int { entries.count { $0.mark == .right } }

    /// `quiz`: one row per question.
    public var table: Table {
        TableLayout<(Int, Entry)>(
            name: "quiz", title: "One row per question, with what was said and what is right",
            fields: [
                .init(Column("question", .integer, "In the order asked, 0-based", key: true)) { .integer($0.0) },
                .init(Column("topic", .string, "What it is about")) { .text($0.1.topic.rawValue) },
                .init(Column("text", .string, "What was asked; lines joined by /")) {
                    .text(([$0.1.question.text] + $0.1.question.lines).joined(separator: " / "))
                },
                .init(Column("given", .string, "What was said; empty where nothing was")) { Cell($0.1.given) },
                .init(Column("answer", .string, "What is right")) { .text($0.1.question.solution) },
                .init(Column("mark", .string, "right, wrong, unreadable or missing")) { .text($0.1.mark.rawValue) },
            ]
        ).table(entries.enumerated().map { ($0.offset, $0.element) })
    }
}
