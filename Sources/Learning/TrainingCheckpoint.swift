internal import Planes

extension TrainingOrigin {
    /// What a training run on digits is made from.
    ///
    /// - Parameters:
    ///   - settings: of the learner.
    ///   - digits: a digest of the file of digits.
    ///   - trainingCount: how many are learnt from.
    ///   - validationCount: how many are looked at meanwhile.
    ///   - testCount: how many are tested on at the end.
    public init(
        _ settings: Learner.Settings, digits: String, trainingCount: Int, validationCount: Int, testCount: Int
    ) {
        self.init([
            (.network, settings.architecture.kind.rawValue),
            (.activation, settings.architecture.activation.rawValue),
            (.pooling, settings.architecture.pooling.rawValue), (.optimizer, settings.optimizer.rule.rawValue),
            (.rate, "\(settings.optimizer.rate)"), (.momentum, "\(settings.optimizer.momentum)"),
            (.batch, "\(settings.batch)"), (.epochs, "\(settings.epochs)"), (.seed, "\(settings.seed)"),
            (.count, "\(trainingCount)"), (.held, "\(testCount)"),
            (.validation, "\(validationCount)"), (.digits, digits),
        ])
    }
}

extension Training: CheckpointedTraining {
    /// A loss, and how many digits are read rightly.
    public struct SnapshotRecord: Codable, Sendable {
        let loss: Double?
        let right: Int
    }

    /// Digits.
    public static var kind: String { "a network that learns digits" }

    /// One for each snapshot.
    public var moments: [SnapshotRecord] { snapshots.map { SnapshotRecord(loss: $0.loss, right: $0.accuracy.right) } }

    /// The learner's weights have their own names; beside them are `first/…` and `second/…` for its moments and
    /// `snapshot-N/…` for the weights after N steps.
    public var tensors: Parameters {
        var tensors = learner.state.parameters
        let moments = learner.state.moments
        let places =
            [("first/", moments.first), ("second/", moments.second)]
            + snapshots.map { ("snapshot-\($0.step)/", $0.parameters) }
        for (place, parameters) in places {
            for (name, tensor) in parameters { tensors[place + name] = tensor }
        }
        return tensors
    }

    /// Goes to where a training run of the same origin was.
    public mutating func restore(_ moments: [SnapshotRecord], _ kept: CheckpointTensors) throws(LearningError) {
        guard (1...steps.count).contains(moments.count),
            moments.allSatisfy({ (0...validation.count).contains($0.right) })
        else { throw .damaged(kept.file) }
        let now = learner.state
        var found: [Snapshot] = []
        for (step, moment) in zip(steps, moments) {
            found.append(
                snapshot(
                    step, loss: moment.loss, accuracy: Accuracy(right: moment.right, count: validation.count),
                    try kept.parameters("snapshot-\(step)/", like: now.parameters)))
        }
        let state = Learner.State(
            step: steps[found.count - 1], parameters: try kept.parameters("", like: now.parameters),
            moments: Optimizer.Moments(
                first: try kept.parameters("first/", like: now.moments.first),
                second: try kept.parameters("second/", like: now.moments.second)))
        go(to: state, found)
    }
}

extension CheckpointTensors {
    /// The parameters of a place in a file, of the shapes of others.
    fileprivate func parameters(_ place: String, like model: Parameters) throws(LearningError) -> Parameters {
        var parameters: Parameters = [:]
        for (name, own) in model.sorted(by: { $0.key < $1.key }) {
            parameters[name] = try tensor(place + name, own.shape)
        }
        return parameters
    }
}
