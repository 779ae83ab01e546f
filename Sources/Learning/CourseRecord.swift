internal import Foundation
internal import Planes

/// What a course is made from, so that a checkpoint is not gone on from with other settings or digits.
public struct CourseOrigin: Hashable, Codable, Sendable {
    let settings: Learner.Settings
    let digits: String
    let learnt, held: Int

    /// An origin.
    ///
    /// - Parameters:
    ///   - digits: a digest of the file of digits.
    ///   - learnt: how many are learnt from.
    ///   - held: how many are held back.
    public init(_ settings: Learner.Settings, digits: String, learnt: Int, held: Int) {
        self.settings = settings
        self.digits = digits
        self.learnt = learnt
        self.held = held
    }

    /// Each setting as it is given on the command line.
    private var words: [(name: String, value: String)] {
        [
            ("--network", settings.architecture.kind.rawValue),
            ("--activation", settings.architecture.activation.rawValue),
            ("--pooling", settings.architecture.pooling.rawValue), ("--optimizer", settings.descent.rule.rawValue),
            ("--rate", "\(settings.descent.rate)"), ("--momentum", "\(settings.descent.momentum)"),
            ("--batch", "\(settings.batch)"), ("--epochs", "\(settings.epochs)"), ("--seed", "\(settings.seed)"),
            ("--count", "\(learnt)"), ("--held", "\(held)"), ("digits of SHA-256", digits),
        ]
    }

    func check(_ found: CourseOrigin, _ file: String) throws(LearningError) {
        for (own, other) in zip(words, found.words) where own.value != other.value {
            throw .otherSettings(file: file, setting: own.name, found: other.value, expected: own.value)
        }
    }
}

/// A course as words: all but its tensors.
private struct CourseRecord: Codable {
    struct Moment: Codable {
        let loss: Double?
        let right: Int
    }

    let origin: CourseOrigin
    /// Of each snapshot so far; the last is where the learner is.
    let snapshots: [Moment]

    /// Under which the metadata of a file have it.
    static let key = "striate.course"
}

extension Course {
    /// The course as a file of tensors keeps it: where the learner is, and the snapshots.
    ///
    /// The learner's weights have their own names; beside them are `first/…` and `second/…` for its moments and
    /// `snapshot-N/…` for the weights after N steps. All else is JSON in the metadata. Chance needs no memory: each epoch
    /// has a stream of the seed.
    public func kept(of origin: CourseOrigin) -> (metadata: [String: String], tensors: Parameters) {
        let record = CourseRecord(
            origin: origin, snapshots: snapshots.map { .init(loss: $0.loss, right: $0.mark.right) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let words = try? encoder.encode(record) else { preconditionFailure("numbers can be written") }
        var tensors = learner.state.parameters
        let moments = learner.state.moments
        let places =
            [("first/", moments.first), ("second/", moments.second)]
            + snapshots.map { ("snapshot-\($0.step)/", $0.parameters) }
        for (place, parameters) in places {
            for (name, tensor) in parameters { tensors[place + name] = tensor }
        }
        return ([CourseRecord.key: String(decoding: words, as: UTF8.self)], tensors)
    }

    /// Goes back to where a course was that had the same origin.
    ///
    /// - Parameters:
    ///   - metadata: of the file.
    ///   - tensors: of the file.
    ///   - file: for messages.
    /// - Throws: ``LearningError``: no course, one of another origin, or one that does not hold together.
    public mutating func restore(
        _ metadata: [String: String], _ tensors: Parameters, file: String, origin: CourseOrigin
    ) throws(LearningError) {
        guard let words = metadata[CourseRecord.key] else {
            throw .notACheckpoint(file: file, reason: "no learner wrote it")
        }
        guard let record = try? JSONDecoder().decode(CourseRecord.self, from: Data(words.utf8)) else {
            throw .notACheckpoint(file: file, reason: "its record is damaged")
        }
        try origin.check(record.origin, file)
        guard (1...steps.count).contains(record.snapshots.count),
            record.snapshots.allSatisfy({ (0...held.count).contains($0.right) })
        else { throw .notACheckpoint(file: file, reason: "its record is damaged") }
        func parameters(_ place: String, like model: Parameters) throws(LearningError) -> Parameters {
            try Self.parameters(place, of: tensors, like: model, file)
        }
        let now = learner.state
        var found: [Snapshot] = []
        for (step, moment) in zip(steps, record.snapshots) {
            found.append(
                snapshot(
                    step, loss: moment.loss, mark: Mark(right: moment.right, count: held.count),
                    try parameters("snapshot-\(step)/", like: now.parameters)))
        }
        let state = Learner.State(
            step: steps[found.count - 1], parameters: try parameters("", like: now.parameters),
            moments: Descent.Moments(
                first: try parameters("first/", like: now.moments.first),
                second: try parameters("second/", like: now.moments.second)))
        go(to: state, found)
    }

    /// The parameters of a place in a file, of the shapes of others.
    private static func parameters(
        _ place: String, of tensors: Parameters, like model: Parameters, _ file: String
    ) throws(LearningError) -> Parameters {
        var parameters: Parameters = [:]
        for (name, own) in model.sorted(by: { $0.key < $1.key }) {
            guard let tensor = tensors[place + name], tensor.shape == own.shape, tensor.values.allSatisfy(\.isFinite)
            else { throw .notACheckpoint(file: file, reason: "tensor '\(place + name)' is missing or damaged") }
            parameters[name] = tensor
        }
        return parameters
    }
}
