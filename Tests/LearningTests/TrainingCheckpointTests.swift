import Planes
import Testing
import Workers

@testable import Learning

@Suite struct TrainingCheckpointTests {
    private static func settings(_ rule: Optimizer.Rule = .adam, seed: UInt64 = 5) -> Learner.Settings {
        Learner.Settings(
            architecture: Architecture(.lenet1989), optimizer: Optimizer(rule, rate: 0.01), batch: 3, epochs: 2,
            seed: seed)
    }

    private static func training(_ settings: Learner.Settings) -> Training {
        Training(settings, training: sample(12), validation: sample(5), workers: Workers(1))
    }

    private static func origin(_ settings: Learner.Settings) -> TrainingOrigin {
        TrainingOrigin(settings, digits: "abc", trainingCount: 12, validationCount: 5, testCount: 3)
    }

    @Test(arguments: Optimizer.Rule.allCases, [1, 2, 4])
    func `a course goes on as if it had not stopped`(rule: Optimizer.Rule, stop: Int) throws {
        let (settings, origin) = (Self.settings(rule), Self.origin(Self.settings(rule)))
        var whole = Self.training(settings)
        while !whole.isFinished { try whole.advance() }
        var first = Self.training(settings)
        for _ in 0..<stop { try first.advance() }
        let kept = first.kept(of: origin)
        var second = Self.training(settings)
        try second.restore(kept.metadata, kept.tensors, file: "f", origin: origin)
        #expect(second.snapshots == first.snapshots)
        while !second.isFinished { try second.advance() }
        #expect(second.snapshots == whole.snapshots && second.learner.state == whole.learner.state)
        #expect(second.kept(of: origin).tensors == whole.kept(of: origin).tensors)
    }

    @Test func `another setting is named`() throws {
        let settings = Self.settings()
        var training = Self.training(settings)
        try training.advance()
        let kept = training.kept(of: Self.origin(settings))
        let other = Self.origin(Self.settings(seed: 6))
        let error = LearningError.otherSettings(file: "f", setting: .seed, found: "5", expected: "6")
        #expect(throws: error) { try training.restore(kept.metadata, kept.tensors, file: "f", origin: other) }
        #expect("\(error)" == "f: was made with seed 5, not 6; give the same, or another checkpoint")
        #expect(
            error.text { "--\($0.rawValue)" }
                == "f: was made with --seed 5, not 6; give the same, or another --checkpoint")
        let digits = TrainingOrigin(settings, digits: "xyz", trainingCount: 12, validationCount: 5, testCount: 3)
        #expect(
            throws: LearningError.otherSettings(
                file: "f", setting: .digits, found: "abc", expected: "xyz")
        ) { try training.restore(kept.metadata, kept.tensors, file: "f", origin: digits) }
    }

    @Test func `what is no checkpoint is refused, and the course stays where it is`() throws {
        let (settings, origin) = (Self.settings(), Self.origin(Self.settings()))
        var training = Self.training(settings)
        try training.advance()
        let before = training.learner.state
        let kept = training.kept(of: origin)
        func reason(_ metadata: [String: String], _ tensors: Parameters) -> String? {
            do throws(LearningError) { try training.restore(metadata, tensors, file: "f", origin: origin) } catch {
                #expect(error.exitCode == 65)
                return "\(error)"
            }
            return nil
        }
        func text(_ reason: String) -> String {
            "f: is no checkpoint to go on from (\(reason)); give another checkpoint"
        }
        #expect(reason([:], kept.tensors) == text("no learner wrote it"))
        #expect(
            reason(kept.metadata.mapValues { String($0.dropLast()) }, kept.tensors) == text("its record is damaged"))
        #expect(
            reason(kept.metadata.mapValues { $0.replacing(#""right":"#, with: #""right":9"#) }, kept.tensors)
                == text("its record is damaged"))
        #expect(
            reason(
                kept.metadata.mapValues { $0.replacing(/"moments":\[.*?\]/, with: #""moments":[]"#) }, kept.tensors)
                == text("its record is damaged"))
        let other = ["striate.course": #"{"kind":"\#(PatchTraining.kind)","moments":[{"loss":1}]}"#]
        #expect(
            reason(other, kept.tensors)
                == text("it keeps kernels that learn from photographs, not a network that learns digits"))
        for name in ["H1.weight", "first/H2.bias", "second/H3.weight", "snapshot-0/output.bias"] {
            var tensors = kept.tensors
            tensors[name] = nil
            #expect(reason(kept.metadata, tensors) == text("tensor '\(name)' is missing or damaged"))
            tensors[name] = Tensor(shape: [1], values: [1])
            #expect(reason(kept.metadata, tensors) == text("tensor '\(name)' is missing or damaged"))
            tensors[name] = kept.tensors[name]
            tensors[name]?.update { $0[0] = .nan }
            #expect(reason(kept.metadata, tensors) == text("tensor '\(name)' is missing or damaged"))
        }
        #expect(training.learner.state == before && training.snapshots.count == 1)
    }
}
