internal import Planes

extension TrainingOrigin {
    /// What a training run on patches is made from.
    ///
    /// - Parameters:
    ///   - settings: of the training run.
    ///   - photographs: a digest of the files.
    public init(_ settings: PatchSettings, photographs: String) {
        self.init([
            (.goal, settings.goal.rawValue), (.size, "\(settings.side)"), (.count, "\(settings.count)"),
            (.steps, "\(settings.steps)"), (.batch, "\(settings.batch)"), (.penalty, "\(settings.penalty)"),
            (.rate, "\(settings.rate)"), (.seed, "\(settings.seed)"), (.photographs, photographs),
        ])
    }
}

extension PatchTraining: CheckpointedTraining {
    /// A loss.
    public struct SnapshotRecord: Codable, Sendable {
        let loss: Double?
    }

    /// Kernels.
    public static var kind: String { "kernels that learn from photographs" }

    /// One for each snapshot.
    public var moments: [SnapshotRecord] { snapshots.map { SnapshotRecord(loss: $0.loss) } }

    /// `weights`, and `snapshot-N` after N updates.
    public var tensors: Parameters {
        var tensors: Parameters = ["weights": Tensor(shape: [weights.count, weights.length], values: weights.values)]
        for snapshot in snapshots { tensors["snapshot-\(snapshot.step)"] = snapshot.kernels }
        return tensors
    }

    /// Goes to where a training run of the same origin was.
    public mutating func restore(_ moments: [SnapshotRecord], _ kept: CheckpointTensors) throws(LearningError) {
        let steps = settings.snapshotSteps
        guard (1...steps.count).contains(moments.count) else { throw .damaged(kept.file) }
        let shape = snapshots[0].kernels.shape
        var found: [Snapshot] = []
        for (step, moment) in zip(steps, moments) {
            found.append(Snapshot(step: step, loss: moment.loss, kernels: try kept.tensor("snapshot-\(step)", shape)))
        }
        let kernels = try kept.tensor("weights", [weights.count, weights.length])
        go(to: Rows(count: weights.count, length: weights.length, values: kernels.values), found)
    }
}
