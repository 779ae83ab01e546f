internal import Planes

extension CourseOrigin {
    /// What a course on digits is made from.
    ///
    /// - Parameters:
    ///   - digits: a digest of the file of digits.
    ///   - learnt: how many are learnt from.
    ///   - held: how many are held back.
    public init(_ settings: Learner.Settings, digits: String, learnt: Int, held: Int) {
        self.init([
            (.network, settings.architecture.kind.rawValue),
            (.activation, settings.architecture.activation.rawValue),
            (.pooling, settings.architecture.pooling.rawValue), (.optimizer, settings.descent.rule.rawValue),
            (.rate, "\(settings.descent.rate)"), (.momentum, "\(settings.descent.momentum)"),
            (.batch, "\(settings.batch)"), (.epochs, "\(settings.epochs)"), (.seed, "\(settings.seed)"),
            (.count, "\(learnt)"), (.held, "\(held)"), (.digits, digits),
        ])
    }
}

extension Course: KeptCourse {
    /// A loss, and how many digits are read rightly.
    public struct Moment: Codable, Sendable {
        let loss: Double?
        let right: Int
    }

    /// Digits.
    public static var kind: String { "a network that learns digits" }

    /// One for each snapshot.
    public var moments: [Moment] { snapshots.map { Moment(loss: $0.loss, right: $0.mark.right) } }

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

    /// As ``KeptCourse``.
    public mutating func restore(_ moments: [Moment], _ kept: KeptTensors) throws(LearningError) {
        guard (1...steps.count).contains(moments.count),
            moments.allSatisfy({ (0...held.count).contains($0.right) })
        else { throw .damaged(kept.file) }
        let now = learner.state
        var found: [Snapshot] = []
        for (step, moment) in zip(steps, moments) {
            found.append(
                snapshot(
                    step, loss: moment.loss, mark: Mark(right: moment.right, count: held.count),
                    try kept.parameters("snapshot-\(step)/", like: now.parameters)))
        }
        let state = Learner.State(
            step: steps[found.count - 1], parameters: try kept.parameters("", like: now.parameters),
            moments: Descent.Moments(
                first: try kept.parameters("first/", like: now.moments.first),
                second: try kept.parameters("second/", like: now.moments.second)))
        go(to: state, found)
    }
}

extension KeptTensors {
    /// The parameters of a place in a file, of the shapes of others.
    fileprivate func parameters(_ place: String, like model: Parameters) throws(LearningError) -> Parameters {
        var parameters: Parameters = [:]
        for (name, own) in model.sorted(by: { $0.key < $1.key }) {
            parameters[name] = try tensor(place + name, own.shape)
        }
        return parameters
    }
}
