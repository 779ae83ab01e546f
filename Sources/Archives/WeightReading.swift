/// How a file's weights were read: a whole sentence for the report.
public struct WeightReading: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringInterpolation {
    /// What the file leaves open, and whoever opens it may decide.
    public enum Choice: String, CaseIterable, Sendable {
        /// Which axis is which.
        case layout
        /// Which channel is which colour.
        case colors = "order of channels"
    }

    /// What was taken, and why.
    public let sentence: String
    /// What could have been taken otherwise; `nil` where nothing is to be decided.
    public let choice: Choice?

    init(_ sentence: String, choice: Choice? = nil) {
        (self.sentence, self.choice) = (sentence, choice)
    }

    /// Nothing is to be decided.
    public init(stringLiteral sentence: String) { self.init(sentence) }

    /// The sentence, and that another choice decides otherwise.
    public var description: String { text { "Another \($0.rawValue)" } }

    /// The same, with choices called as whoever makes them knows them.
    public func text(naming name: (Choice) -> String) -> String {
        choice.map { "\(sentence) \(name($0)) decides otherwise." } ?? sentence
    }
}
