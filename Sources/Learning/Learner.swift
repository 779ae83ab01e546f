internal import GSL
public import Inference
public import Networks
internal import Planes
public import Workers

/// A network that learns digits by backpropagation, one batch after another.
///
/// All chance comes from streams of the seed, one for each epoch, so that ``State`` is all there is to know: a learner that
/// goes on from a state does what it would have done without a stop.
public struct Learner: Sendable {
    /// What decides how it goes.
    public struct Settings: Hashable, Codable, Sendable {
        /// The layers.
        public let architecture: Architecture
        /// How derivatives change weights.
        public let optimizer: Optimizer
        /// Examples of a step.
        public let batch: Int
        /// Passes over the examples.
        public let epochs: Int
        /// Of all chance.
        public let seed: UInt64

        /// Settings.
        ///
        /// - Precondition: at least one example and one epoch.
        public init(architecture: Architecture, optimizer: Optimizer, batch: Int, epochs: Int, seed: UInt64) {
            precondition(batch > 0 && epochs > 0, "something is learnt")
            self.architecture = architecture
            self.optimizer = optimizer
            self.batch = batch
            self.epochs = epochs
            self.seed = seed
        }
    }

    /// Where it is.
    public struct State: Hashable, Sendable {
        /// Steps that are done.
        public internal(set) var step: Int
        /// Weights and biases.
        public internal(set) var parameters: Parameters
        /// What of the steps before acts on the next.
        public internal(set) var moments: Optimizer.Moments
    }

    /// What decides how it goes.
    public let settings: Settings
    /// Where it is.
    public private(set) var state: State

    private let digits: Digits
    private let network: Network
    private let workers: Workers
    /// The run before, whose plan serves again.
    private var recording: RecordedRun?

    /// A learner before its first step.
    ///
    /// - Precondition: there are digits.
    public init(_ settings: Settings, on digits: Digits, workers: Workers) {
        precondition(digits.count > 0, "there is something to learn from")
        network = settings.architecture.network(seed: settings.seed)
        self.settings = settings
        self.digits = digits
        self.workers = workers
        let parameters = Self.parameters(of: network)
        state = State(step: 0, parameters: parameters, moments: settings.optimizer.moments(of: parameters))
    }

    /// Weights and biases of a network, as it begins.
    private static func parameters(of network: Network) -> Parameters {
        let names = network.constants.keys.filter { $0.hasSuffix(".weight") || $0.hasSuffix(".bias") }
        return Parameters(
            uniqueKeysWithValues: names.compactMap { name in
                guard let constant = network.constants[name], let values = try? constant.floats() else { return nil }
                return (name, Tensor(shape: constant.shape, values: values))
            })
    }

    /// Is where another learner of the same settings was.
    mutating func go(to state: State) { self.state = state }

    /// Steps of an epoch; the last may be smaller.
    public var stepsPerEpoch: Int { (digits.count + settings.batch - 1) / settings.batch }
    /// Steps in all.
    public var steps: Int { stepsPerEpoch * settings.epochs }
    /// The network with the weights as they are now.
    public var trainedNetwork: Network { network.with(state.parameters) }

    /// Learns up to a step.
    ///
    /// - Returns: the mean loss of the steps; `nil` without any.
    /// - Throws: ``Inference/InferenceError/nonFinite(node:op:tensor:value:)`` where the rate was too large and weights
    ///   run away.
    /// - Complexity: three runs of the network for each example.
    public mutating func learn(upTo end: Int, finished: (Int) -> Void = { _ in }) throws(InferenceError) -> Double? {
        guard state.step < end else { return nil }
        let (start, names) = (state.step, Array(state.parameters.keys))
        var (sum, order, epoch) = (0.0, [Int](), -1)
        while state.step < end {
            let (next, place) = state.step.quotientAndRemainder(dividingBy: stepsPerEpoch)
            if next != epoch {
                epoch = next
                var generator = MersenneTwister(seed: settings.seed, stream: Stream.order(epoch: epoch))
                order = (0..<digits.count).shuffled(using: &generator)
            }
            let indices = order[place * settings.batch..<min((place + 1) * settings.batch, order.count)]
            sum += try step(digits.picked(indices), names)
            finished(state.step)
        }
        return sum / Double(end - start)
    }

    /// One step; its loss.
    private mutating func step(_ batch: Digits, _ names: [String]) throws(InferenceError) -> Double {
        let inputs = state.parameters.merging(["image": batch.images]) { $1 }
        let answer = network.outputs[0]
        let recording =
            if let recording = self.recording { try recording.again(on: inputs) } else {
                try RecordedRun(of: network.opening(names), upTo: [answer], on: inputs, workers: workers)
            }
        let entropy = CrossEntropy(try recording.tensor(answer), labels: batch.labels)
        let gradients = try recording.gradients(of: answer, weighted: entropy.derivative, by: names)
        settings.optimizer.move(
            &state.parameters, &state.moments, along: gradients, step: state.step, of: steps)
        self.recording = recording
        state.step += 1
        return entropy.loss
    }
}
