/// What a report needs of one picture of many.
public struct PictureFinding<Summary: Codable & Sendable>: Codable, Sendable {
    /// What is told of it.
    public let summary: Summary
    /// How filters were applied to it, line by line, where that was asked.
    public let explanation: [String]
    /// A line for each figure that could not be drawn.
    public let leftOut: [String]

    /// A finding.
    public init(_ summary: Summary, explanation: [String] = [], leftOut: [String]) {
        (self.summary, self.explanation, self.leftOut) = (summary, explanation, leftOut)
    }
}
