/// A learner, and beside it a baseline, on several splits of the digits: the spread between splits says how far one result
/// can be trusted.
public struct SplitStudy: Sendable {
    /// The digits of one split: no digit is in two parts.
    public struct Parts: Sendable {
        /// To learn from, to choose by, and to be tested on once.
        public let training, validation, test: Digits
        /// Where the last stand in their file.
        public let testRows: [Int]

        /// The parts of a split.
        public init(training: Digits, validation: Digits, test: Digits, testRows: [Int]) {
            (self.training, self.validation, self.test) = (training, validation, test)
            self.testRows = testRows
        }
    }

    /// Who learnt: the first split's training run, and a result for each split.
    public struct Outcome: Sendable {
        /// On the first split.
        public let training: Training
        /// In the order of the splits.
        public fileprivate(set) var results: [TestResult]
    }

    /// Of the learner.
    public private(set) var learner: Outcome
    /// Of the baseline; `nil` where there is none.
    public private(set) var baseline: Outcome?
    /// Of the first split, in the file of digits.
    public let testRows: [Int]

    /// Learns on splits by the learner's seed and by those that follow it.
    ///
    /// - Parameters:
    ///   - settings: of the learner.
    ///   - baseline: settings of what learns beside it, if anything does.
    ///   - splits: how many.
    ///   - pixels: by which test digits are moved.
    ///   - parts: the digits of the split by a seed.
    ///   - learn: gives a finished training run; hears whether it is the learner's first, which is worth keeping.
    /// - Throws: what `parts` and `learn` throw, and ``Inference/InferenceError`` of the tests.
    /// - Precondition: at least one split.
    public init(
        _ settings: Learner.Settings, beside baseline: Learner.Settings?, splits: Int, movingBy pixels: Int,
        parts: (UInt64) throws -> Parts, learn: (Learner.Settings, Parts, _ isFirst: Bool) throws -> Training
    ) throws {
        precondition(splits >= 1, "at least one split")
        func outcome(_ settings: Learner.Settings, _ parts: Parts, isFirst: Bool) throws -> Outcome {
            let training = try learn(settings, parts, isFirst)
            return Outcome(training: training, results: [try training.tested(on: parts.test, movingBy: pixels)])
        }
        let first = try parts(settings.seed)
        testRows = first.testRows
        learner = try outcome(settings, first, isFirst: true)
        self.baseline = try baseline.map { try outcome($0, first, isFirst: false) }
        for split in 1..<UInt64(splits) {
            let seed = settings.seed &+ split
            let next = try parts(seed)
            learner.results += try outcome(settings.with(seed: seed), next, isFirst: false).results
            if let baseline {
                self.baseline?.results += try outcome(baseline.with(seed: seed), next, isFirst: false).results
            }
        }
    }
}

extension Learner.Settings {
    /// The same with other chance.
    func with(seed: UInt64) -> Learner.Settings {
        Learner.Settings(architecture: architecture, optimizer: optimizer, batch: batch, epochs: epochs, seed: seed)
    }
}
