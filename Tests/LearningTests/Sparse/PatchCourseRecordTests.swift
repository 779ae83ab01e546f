import Planes
import Testing

@testable import Learning

@Suite struct PatchCourseRecordTests {
    private typealias Tests = PatchCourseTests

    private static func origin(_ settings: PatchSettings) -> CourseOrigin {
        CourseOrigin(settings, photographs: "abc")
    }

    @Test(arguments: PatchSettings.Goal.allCases, [1, 3])
    func `a course goes on as if it had not stopped`(goal: PatchSettings.Goal, stop: Int) throws {
        let settings = Tests.settings(goal)
        let whole = try Tests.finished(settings)
        var first = try Tests.course(settings)
        for _ in 0..<stop { try first.goOn { _ in } }
        let kept = first.kept(of: Self.origin(settings))
        var second = try Tests.course(settings)
        try second.restore(kept.metadata, kept.tensors, file: "f", origin: Self.origin(settings))
        #expect(second.snapshots == first.snapshots)
        while !second.isFinished { try second.goOn { _ in } }
        #expect(second.snapshots == whole.snapshots && second.weights == whole.weights)
        #expect(second.kept(of: Self.origin(settings)) == whole.kept(of: Self.origin(settings)))
    }

    @Test func `another setting and other photographs are named`() throws {
        let settings = Tests.settings(.sparse)
        var course = try Tests.course(settings)
        let kept = course.kept(of: Self.origin(settings))
        let other = Self.origin(Tests.settings(.sparse, seed: 9))
        #expect(throws: LearningError.otherSettings(file: "f", setting: .seed, found: "3", expected: "9")) {
            try course.restore(kept.metadata, kept.tensors, file: "f", origin: other)
        }
        let elsewhere = CourseOrigin(settings, photographs: "xyz")
        let error = LearningError.otherSettings(
            file: "f", setting: .photographs, found: "abc", expected: "xyz")
        #expect(throws: error) { try course.restore(kept.metadata, kept.tensors, file: "f", origin: elsewhere) }
    }

    @Test func `what is no checkpoint is refused, and the course stays where it is`() throws {
        let settings = Tests.settings(.sparse)
        var course = try Tests.course(settings)
        try course.goOn { _ in }
        let (before, kept) = (course.snapshots, course.kept(of: Self.origin(settings)))
        func reason(_ metadata: [String: String], _ tensors: Parameters) -> LearningError? {
            do throws(LearningError) {
                try course.restore(metadata, tensors, file: "f", origin: Self.origin(settings))
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
        let other = kept.metadata.mapValues { $0.replacing(PatchCourse.kind, with: Course.kind) }
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
        #expect(course.snapshots == before)
    }
}
