public import Inference
public import Kernels
public import Networks
internal import Planes
public import Workers

/// A learner on its way from snapshot to snapshot.
public struct Training: Sendable {
    /// Who learns.
    public private(set) var learner: Learner
    /// Those taken so far, in order.
    public private(set) var snapshots: [Snapshot] = []

    /// The digits on which each snapshot is marked: choices may be made by them.
    let validation: Digits
    /// After which a snapshot is taken.
    let steps: [Int]
    private let workers: Workers

    /// A training run at its beginning.
    ///
    /// - Precondition: there are digits.
    public init(_ settings: Learner.Settings, training digits: Digits, validation: Digits, workers: Workers) {
        learner = Learner(settings, on: digits, workers: workers)
        steps = Snapshot.steps(perEpoch: learner.stepsPerEpoch, epochs: settings.epochs)
        self.validation = validation
        self.workers = workers
    }

    /// Whether the last snapshot is taken.
    public var isFinished: Bool { snapshots.count == steps.count }

    /// Learns up to the next snapshot and takes it.
    ///
    /// - Parameter finished: hears after each step how many are done.
    /// - Throws: ``LearningError/diverged(step:)``.
    /// - Precondition: it is not finished.
    public mutating func advance(finished: (Int) -> Void = { _ in }) throws(LearningError) {
        let next = steps[snapshots.count]
        do throws(InferenceError) {
            let loss = try learner.learn(upTo: next, finished: finished)
            let accuracy = try Accuracy(of: learner.trainedNetwork, on: validation, workers: workers)
            snapshots.append(snapshot(next, loss: loss, accuracy: accuracy, learner.state.parameters))
        } catch {
            // Nothing else can go wrong with these networks.
            throw .diverged(step: learner.state.step)
        }
    }

    func snapshot(_ step: Int, loss: Double?, accuracy: Accuracy, _ parameters: Parameters) -> Snapshot {
        Snapshot(
            step: step, epoch: Double(step) / Double(learner.stepsPerEpoch), loss: loss, accuracy: accuracy,
            parameters: parameters)
    }

    mutating func go(to state: Learner.State, _ snapshots: [Snapshot]) {
        learner.go(to: state)
        self.snapshots = snapshots
    }

    /// The network as it was at a snapshot.
    public func network(at snapshot: Snapshot) -> Network { learner.trainedNetwork.with(snapshot.parameters) }

    /// The first layer's kernels as they were at a snapshot; `nil` without a convolution.
    public func kernels(at snapshot: Snapshot) -> KernelBank? {
        guard let name = learner.settings.architecture.firstKernels, let weights = snapshot.parameters[name] else {
            return nil
        }
        let (shape, size) = (weights.shape, PixelSize(height: weights.shape[2], width: weights.shape[3]))
        return KernelBank(name: name, outputs: shape[0], inputs: shape[1], size: size, weights: weights.values)
    }

    /// How the network does now on digits that had no part in what it became, as they are and moved by some pixels to each
    /// of four sides.
    ///
    /// - Throws: ``Inference/InferenceError`` as ``Inference/Runner``.
    public func tested(on digits: Digits, movingBy pixels: Int) throws(InferenceError) -> TestResult {
        let network = learner.trainedNetwork
        return TestResult(
            seed: learner.settings.seed, validation: snapshots.last?.accuracy ?? Accuracy(right: 0, count: 0),
            test: try Accuracy(of: network, on: digits, workers: workers),
            moved: try Accuracy.moved(by: pixels, of: network, on: digits, workers: workers))
    }

    /// Weights and biases: how many.
    public var parameterCount: Int { learner.state.parameters.values.reduce(0) { $0 + $1.count } }
}
