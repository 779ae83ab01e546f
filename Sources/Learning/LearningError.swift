public import Planes

/// Why nothing is learnt.
public enum LearningError: Error, Hashable, Sendable {
    /// A file of tensors that no learner wrote, or one that does not hold together; `reason` is what is wrong.
    case notACheckpoint(file: String, reason: String)
    /// A checkpoint of a learner with another setting.
    case otherSettings(file: String, setting: String, found: String, expected: String)
    /// Weights grew without bound.
    case ranAway(step: Int)
    /// A picture in which no patch has room, away from the edges.
    case noPatch(picture: String, size: PixelSize, patch: PixelSize)
    /// A picture of one grey.
    case flat(picture: String)
    /// Patches that vary in fewer directions than there are to be kernels.
    case tooFewDimensions(asked: Int, found: Int)
}

extension LearningError: CustomStringConvertible {
    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .notACheckpoint(let file, let reason):
            "\(file): is no checkpoint to go on from (\(reason)); give another --checkpoint"
        case .otherSettings(let file, let setting, let found, let expected):
            "\(file): was made with \(setting) \(found), not \(expected); give the same, or another --checkpoint"
        case .noPatch(let picture, let size, let patch):
            "\(picture): is \(size), too small for patches of \(patch) that keep "
                + "\(WhitenedPhotographs.margin) pixels from its edges; give larger pictures, or a smaller --size"
        case .flat(let picture): "\(picture): has no contrast to learn from; leave it out"
        case .tooFewDimensions(let asked, let found):
            "--count: patches vary in \(found) directions, too few for \(asked) independent kernels; at most \(found)"
        case .ranAway(let step): "the weights run away at step \(step); try a smaller --rate"
        }
    }

    /// sysexits: 64 for a rate or a count that is too large, 65 for a file.
    public var exitCode: Int32 {
        switch self {
        case .ranAway, .tooFewDimensions: 64
        default: 65
        }
    }
}
