import Planes
import Testing

@testable import Learning

@Suite struct PatchTrainingCheckpointTests {
    private typealias Tests = PatchTrainingTests

    private static func origin(_ settings: PatchSettings) -> TrainingOrigin {
        TrainingOrigin(settings, photographs: "abc")
    }

    @Test(arguments: PatchSettings.Goal.allCases, [1, 3])
    func `a course goes on as if it had not stopped`(goal: PatchSettings.Goal, stop: Int) throws {
        let settings = Tests.settings(goal)
        let whole = try Tests.finished(settings)
        var first = try Tests.training(settings)
        for _ in 0..<stop { try first.advance { _ in } }
        let kept = first.kept(of: Self.origin(settings))
        var second = try Tests.training(settings)
        try second.restore(kept.metadata, kept.tensors, file: "f", origin: Self.origin(settings))
        #expect(second.snapshots == first.snapshots)
        while !second.isFinished { try second.advance { _ in } }
        #expect(second.snapshots == whole.snapshots && second.weights == whole.weights)
        #expect(second.kept(of: Self.origin(settings)) == whole.kept(of: Self.origin(settings)))
    }

    @Test func `another setting and other photographs are named`() throws {
        let settings = Tests.settings(.sparse)
        var training = try Tests.training(settings)
        let kept = training.kept(of: Self.origin(settings))
        let other = Self.origin(Tests.settings(.sparse, seed: 9))
        #expect(throws: LearningError.otherSettings(file: "f", setting: .seed, found: "3", expected: "9")) {
            try training.restore(kept.metadata, kept.tensors, file: "f", origin: other)
        }
        let elsewhere = TrainingOrigin(settings, photographs: "xyz")
        let error = LearningError.otherSettings(
            file: "f", setting: .photographs, found: "abc", expected: "xyz")
        #expect(throws: error) { try training.restore(kept.metadata, kept.tensors, file: "f", origin: elsewhere) }
    }

    @Test func `what is no checkpoint is refused, and the course stays where it is`() throws {
        let settings = Tests.settings(.sparse)
        var training = try Tests.training(settings)
        try training.advance { _ in }
        let (before, kept) = (training.snapshots, training.kept(of: Self.origin(settings)))
        func reason(_ metadata: [String: String], _ tensors: Parameters) -> LearningError? {
            do throws(LearningError) {
                try training.restore(metadata, tensors, file: "f", origin: Self.origin(settings))
            } catch {
                return error
            }
            return nil
        }
        func refusal(_ reason: String) -> LearningError { .notACheckpoint(file: "f", reason: reason) }
        #expect(reason([:], kept.tensors) == refusal("no learner wrote it"))
        #expect(
            reason(kept.metadata.mapValues { String($0.dropLast()) }, kept.tensors) == refusal("its record is damaged"))
        let none = kept.metadata.mapValues { $0.replacing(/"moments":\[.*?\]/, with: #""moments":[]"#) }
        #expect(reason(none, kept.tensors) == refusal("its record is damaged"))
        let other = kept.metadata.mapValues { $0.replacing(PatchTraining.kind, with: Training.kind) }
        #expect(
            reason(other, kept.tensors)
                == refusal("it keeps a network that learns digits, not kernels that learn from photographs"))
        for name in ["weights", "snapshot-0", "snapshot-1"] {
            var tensors = kept.tensors
            tensors[name] = nil
            #expect(reason(kept.metadata, tensors) == refusal("tensor '\(name)' is missing or damaged"))
            tensors[name] = kept.tensors[name]
            tensors[name]?.update { $0[0] = .nan }
            #expect(reason(kept.metadata, tensors) == refusal("tensor '\(name)' is missing or damaged"))
        }
        #expect(training.snapshots == before)
    }
}
