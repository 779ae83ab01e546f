/// A network at one moment of its learning.
public struct Snapshot: Hashable, Sendable {
    /// Steps that were done.
    public let step: Int
    /// Passes over the examples that were done.
    public let epoch: Double
    /// The mean loss of the steps since the snapshot before; `nil` before the first step.
    public let loss: Double?
    /// On the digits that choices may be made by.
    public let accuracy: Accuracy
    /// Weights and biases.
    public let parameters: Parameters

    init(step: Int, epoch: Double, loss: Double?, accuracy: Accuracy, parameters: Parameters) {
        self.step = step
        self.epoch = epoch
        self.loss = loss
        self.accuracy = accuracy
        self.parameters = parameters
    }

    /// The steps after which a snapshot is taken: often while much changes, then once an epoch.
    static func steps(perEpoch: Int, epochs: Int) -> [Int] {
        let early = [8, 4, 2].map { (perEpoch + $0 - 1) / $0 }
        return Set([0] + early + (1...epochs).map { $0 * perEpoch }).sorted()
    }
}
