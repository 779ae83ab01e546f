import Tables
import Testing

@testable import Lessons

@Suite struct SoftmaxLessonTests {
    @Test func `probabilities as SciPy gives them`() {
        // scipy.special.softmax([2, 1, 0.1]).
        let expected = [0.6590011388859679, 0.24243297070471392, 0.09856589040931818]
        for (a, b) in zip(SoftmaxLesson.softmax([2, 1, 0.1]), expected) { #expect(abs(a - b) < 1e-15) }
    }

    @Test(arguments: [[2.0, 1, 0.1], [0, 0], [-5, 3, 700], [1000, 1001, 1002], [-1000, -1000]])
    func `they are together 1, and a shift of all scores changes none`(scores: [Double]) {
        let probabilities = SoftmaxLesson.softmax(scores)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-15)
        let moved = SoftmaxLesson.softmax(scores.map { $0 - 512 })
        for (a, b) in zip(probabilities, moved) { #expect(abs(a - b) < 1e-12) }
    }

    @Test func `the formula as it stands overflows where the stable one does not`() {
        let (naive, stable) = (SoftmaxLesson.naive([1000, 1001]), SoftmaxLesson.softmax([1000, 1001]))
        #expect(!naive.contains { !$0.isNaN })
        #expect(!stable.contains { !$0.isFinite })
        for (a, b) in zip(SoftmaxLesson.naive([2, 1, 0.1]), SoftmaxLesson.softmax([2, 1, 0.1])) {
            #expect(abs(a - b) < 1e-15)
        }
    }

    @Test func `what overflows is absent from the table`() throws {
        let lesson = try Topic.softmax.lesson([.input: "1000, -1000"])
        #expect(lesson.column("power") == [.absent, .number(0)])
        #expect(lesson.column("probability") == [.number(1), .number(0)])
        #expect(lesson.column("surprise")[1] == .absent)
        #expect(lesson.board.contains { $0.hasPrefix("The machine's largest number") })
    }
}
