/// Why an example cannot be worked. The message names the number, what is wrong, and what would be right.
public enum LessonError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The topic takes no such number; `takes` are those it does.
    case unused(Parameter, topic: Topic, takes: [Parameter])
    /// Not written as it must be, or out of bounds.
    case unreadable(Parameter, value: String, expected: String)
    /// A kernel that is larger than what it slides over, padding included.
    case doesNotFit(kernel: Int, into: Int)

    /// One line: what is wrong, what would be right.
    public var description: String { text { $0.rawValue } }

    /// The same line, with quantities called as whoever set them knows them.
    public func text(naming name: (Parameter) -> String) -> String {
        switch self {
        case .unused(let parameter, let topic, let takes):
            "\(name(parameter)): the topic '\(topic.rawValue)' has no use for it; it takes "
                + (takes.isEmpty ? "no numbers" : takes.map(name).joined(separator: ", "))
        case .unreadable(let parameter, let value, let expected):
            "\(name(parameter)): '\(Self.shown(value))' is not possible; \(expected)"
        case .doesNotFit(let kernel, let room):
            "\(name(.kernel)): \(kernel) pixels do not fit into \(room), padding included; a smaller kernel or more \(name(.padding))"
        }
    }

    /// The beginning of a value, on one line.
    private static func shown(_ value: String) -> String {
        let line = value.split(whereSeparator: \.isNewline).joined(separator: "; ")
        return line.count > 40 ? line.prefix(40) + "…" : line
    }
}
