import Inference
import Networks
import Planes
import Testing
import Workers

@testable import Learning

@Suite struct LearnerTests {
    private func settings(
        _ kind: Architecture.Kind = .lenet5, _ rule: Optimizer.Rule = .adam, pooling: Architecture.Pooling = .max,
        activation: Architecture.Activation = .relu
    ) -> Learner.Settings {
        Learner.Settings(
            architecture: Architecture(kind, activation: activation, pooling: pooling),
            optimizer: Optimizer(rule, rate: rule == .adam ? 0.002 : 0.02), batch: 4, epochs: 2, seed: 5)
    }

    /// Weights and biases of LeNet-5 as in the article, but for C3, which here reads all of S2: 6·26 + 16·151 + 120·401 +
    /// 84·121 + 10·85.
    @Test func `the layers have as many weights as they should`() {
        func count(_ kind: Architecture.Kind) -> Int {
            Training(settings(kind), training: sample(4), validation: sample(1), workers: Workers(1)).parameterCount
        }
        #expect(count(.lenet5) == 156 + 2416 + 48120 + 10164 + 850)
        #expect(count(.lenet1989) == 12 * 26 + 12 * 301 + 30 * 589 + 10 * 31)
        #expect(count(.dense) == 120 * 785 + 10164 + 850)
    }

    @Test(
        arguments: [
            (Architecture.Kind.lenet5, Architecture.Activation.relu, Architecture.Pooling.max),
            (.lenet5, .tanh, .average), (.lenet1989, .tanh, .max), (.dense, .relu, .max),
        ])
    func `weights' derivatives are the limits of differences`(
        kind: Architecture.Kind, activation: Architecture.Activation, pooling: Architecture.Pooling
    ) throws {
        let network = Architecture(kind, activation: activation, pooling: pooling).network(seed: 1)
        let digits = sample(3)
        let names = network.constants.keys.filter { $0.hasSuffix(".weight") || $0.hasSuffix(".bias") }.sorted()
        var inputs = try Dictionary(
            uniqueKeysWithValues: names.map { name in
                let constant = try #require(network.constants[name])
                return (name, Tensor(shape: constant.shape, values: try constant.floats()))
            })
        inputs["image"] = digits.images
        let recording = try RecordedRun(
            of: network.opening(names), upTo: ["output"], on: inputs, workers: Workers(1))
        func loss(_ inputs: [String: Tensor<Float>]) throws -> CrossEntropy {
            CrossEntropy(try recording.again(on: inputs).tensor("output"), labels: digits.labels)
        }
        let gradients = try recording.gradients(of: "output", weighted: loss(inputs).derivative, by: names)
        for name in names {
            let gradient = try #require(gradients[name])
            // Where the derivative is largest, and at a place in the middle.
            let steepest = gradient.values.indices.max { abs(gradient.values[$0]) < abs(gradient.values[$1]) }
            for place in [try #require(steepest), gradient.count / 2] {
                let step: Float = 4e-4
                let sides = try [step, -step].map { step in
                    var moved = inputs
                    moved[name]?.update { $0[place] += step }
                    return try loss(moved).loss
                }
                // A maximum or a ReLU that turns within the step does so on one side of where it stands.
                let (here, step64) = (try loss(inputs).loss, Double(step))
                let differences = [
                    (sides[0] - sides[1]) / (2 * step64), (sides[0] - here) / step64, (here - sides[1]) / step64,
                ]
                let found = Double(gradient.values[place])
                #expect(
                    differences.contains { abs(found - $0) < 2e-3 + 0.02 * abs($0) },
                    "\(name) \(place): \(found), \(differences)")
            }
        }
    }

    @Test(arguments: Optimizer.Rule.allCases) func `digits seen often enough are known`(rule: Optimizer.Rule) throws {
        let digits = sample(10)
        let settings = Learner.Settings(
            architecture: Architecture(.lenet1989), optimizer: Optimizer(rule, rate: rule == .adam ? 0.003 : 0.01),
            batch: 5, epochs: 60, seed: 1)
        var training = Training(settings, training: digits, validation: digits, workers: Workers(2))
        while !training.isFinished { try training.advance() }
        let losses = training.snapshots.compactMap(\.loss)
        #expect(try #require(losses.last) < 0.3 * losses[0])
        #expect(try #require(training.snapshots.last).accuracy == Accuracy(right: 10, count: 10))
    }

    @Test func `the seed decides, workers do not`() throws {
        func state(_ seed: UInt64, _ workers: Int) throws -> Learner.State {
            let settings = Learner.Settings(
                architecture: Architecture(.lenet5), optimizer: Optimizer(.adam, rate: 0.002), batch: 20, epochs: 1,
                seed: seed)
            var learner = Learner(settings, on: sample(40), workers: Workers(workers))
            _ = try learner.learn(upTo: 2)
            return learner.state
        }
        #expect(try state(1, 1) == state(1, 3))
        #expect(try state(1, 1) != state(2, 1))
    }

    @Test func `a rate that is too large is named`() throws {
        let settings = Learner.Settings(
            architecture: Architecture(.dense), optimizer: Optimizer(.sgd, rate: 1e30), batch: 2, epochs: 2, seed: 0)
        var training = Training(settings, training: sample(10), validation: sample(2), workers: Workers(1))
        let error = #expect(throws: LearningError.self) { while !training.isFinished { try training.advance() } }
        guard case .diverged(let step) = try #require(error) else {
            Issue.record("\(error as Any)")
            return
        }
        #expect("\(LearningError.diverged(step: step))" == "the weights run away at step \(step); try a smaller rate")
        #expect(LearningError.diverged(step: step).exitCode == 64)
    }
}
