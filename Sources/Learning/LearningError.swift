public import Planes

/// Why nothing is learnt.
public enum LearningError: Error, Hashable, Sendable {
    /// What is chosen of a training run; a checkpoint keeps these words.
    public enum Quantity: String, CaseIterable, Codable, Sendable {
        /// Of any training run.
        case rate, batch, seed, count, checkpoint
        /// Of a network.
        case network, activation, pooling, optimizer, momentum, epochs, held, validation
        /// Of patches.
        case goal, size, steps, penalty
        /// Of the files that are learnt from.
        case digits = "digits of SHA-256"
        case photographs = "photographs of SHA-256"
    }

    /// A file of tensors that no learner wrote, or one that does not hold together; `reason` is what is wrong.
    case notACheckpoint(file: String, reason: String)
    /// A checkpoint of a learner with another setting.
    case otherSettings(file: String, setting: Quantity, found: String, expected: String)
    /// Weights grew without bound.
    case diverged(step: Int)
    /// A picture in which no patch has room, away from the edges.
    case noPatch(picture: String, size: PixelSize, patch: PixelSize)
    /// A picture of one grey.
    case flat(picture: String)
    /// Patches that vary in fewer directions than there are to be kernels.
    case tooFewDimensions(asked: Int, found: Int)
}

extension LearningError: CustomStringConvertible {
    /// One line: what is wrong, what would be right.
    public var description: String { text { $0.rawValue } }

    /// The same line, with quantities called as whoever set them knows them.
    public func text(naming name: (Quantity) -> String) -> String {
        switch self {
        case .notACheckpoint(let file, let reason):
            "\(file): is no checkpoint to go on from (\(reason)); give another \(name(.checkpoint))"
        case .otherSettings(let file, let setting, let found, let expected):
            "\(file): was made with \(name(setting)) \(found), not \(expected); give the same, or another \(name(.checkpoint))"
        case .noPatch(let picture, let size, let patch):
            "\(picture): is \(size), too small for patches of \(patch) that keep "
                + "\(WhitenedPhotographs.margin) pixels from its edges; give larger pictures, or a smaller \(name(.size))"
        case .flat(let picture): "\(picture): has no contrast to learn from; leave it out"
        case .tooFewDimensions(let asked, let found):
            "\(name(.count)): patches vary in \(found) directions, too few for \(asked) independent kernels; at most \(found)"
        case .diverged(let step): "the weights run away at step \(step); try a smaller \(name(.rate))"
        }
    }

    /// sysexits: 64 for a rate or a count that is too large, 65 for a file.
    public var exitCode: Int32 {
        switch self {
        case .diverged, .tooFewDimensions: 64
        default: 65
        }
    }
}
