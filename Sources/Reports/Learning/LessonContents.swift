import Lessons
public import Tables

/// The topics of the lecture, and what each takes.
public struct LessonContents: Sendable {
    /// The list.
    public init() {}

    /// One line each, and how to go on.
    public var text: String {
        let table = TextTable(
            columns: [("topic", .left), ("", .left)], rows: Topic.allCases.map { [$0.rawValue, $0.summary] })
        let options = Topic.allCases.flatMap { topic in
            topic.takes.map { [topic.rawValue, "--\($0.parameter.rawValue)", $0.form] }
        }
        let takes = TextTable(columns: [("topic", .left), ("takes", .left), ("written as", .left)], rows: options)
        let lines =
            ["\(Topic.allCases.count) topics: striate teach TOPIC, then striate teach TOPIC --quiz.", ""] + table.lines
            + ["", "Your own numbers:", ""] + takes.lines
        return lines.joined(separator: "\n") + "\n"
    }

    /// `topics`: one row per topic.
    public var table: Table {
        TableLayout<(Int, Topic)>(
            name: "topics", title: "One row per topic, in the lecture's order",
            fields: [
                .init(Column("index", .integer, "0-based", key: true)) { .integer($0.0) },
                .init(Column("topic", .string, "Its name")) { .text($0.1.rawValue) },
                .init(Column("summary", .string, "What it shows")) { .text($0.1.summary) },
                .init(Column("takes", .string, "Options for the reader's own numbers, joined by ;")) {
                    Cell($0.1.takes.isEmpty ? nil : $0.1.takes.map(\.parameter.rawValue).joined(separator: ";"))
                },
            ]
        ).table(Topic.allCases.enumerated().map { ($0.offset, $0.element) })
    }
}
