/// Why nothing is learnt.
public enum LearningError: Error, Hashable, Sendable {
    /// A file of tensors that no learner wrote, or one that does not hold together; `reason` is what is wrong.
    case notACheckpoint(file: String, reason: String)
    /// A checkpoint of a learner with another setting.
    case otherSettings(file: String, setting: String, found: String, expected: String)
    /// Weights grew without bound.
    case ranAway(step: Int)
}

extension LearningError: CustomStringConvertible {
    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .notACheckpoint(let file, let reason):
            "\(file): is no checkpoint to go on from (\(reason)); give another --checkpoint"
        case .otherSettings(let file, let setting, let found, let expected):
            "\(file): was made with \(setting) \(found), not \(expected); give the same, or another --checkpoint"
        case .ranAway(let step): "the weights run away at step \(step); try a smaller --rate"
        }
    }

    /// sysexits: 64 for a rate that is too large, 65 for a file.
    public var exitCode: Int32 {
        if case .ranAway = self { 64 } else { 65 }
    }
}
