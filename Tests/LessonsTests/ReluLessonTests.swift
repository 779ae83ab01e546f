import Tables
import Testing

@testable import Lessons

@Suite struct ReluLessonTests {
    @Test func `negative values become 0 and the opposite unit has them`() throws {
        let lesson = try Topic.relu.lesson([.input: "-1.5 2; 0 0.1"])
        #expect(lesson.column("input") == [-1.5, 2, 0, 0.1].map { Cell.number($0) })
        #expect(lesson.column("output") == [0, 2, 0, 0.1].map { Cell.number($0) })
        #expect(lesson.column("opposite") == [1.5, 0, 0, 0].map { Cell.number($0) })
        #expect(lesson.column("slope") == [0, 1, 0, 1].map { Cell.integer($0) })
    }

    @Test func `two differences are one second difference, until a bend comes between`() throws {
        let board = try Topic.relu.lesson().board
        #expect(board.contains { $0.contains("twice is the kernel (1, -2, 1) once") })
        // On paper: 0 3 1 1 4 0 becomes −3 2 0 −3 4, then −5 2 3 −7; of 0 2 0 0 4 it is −2 2 0 −4.
        #expect(board.contains("(1, -1) again             -5   2   3  -7"))
        #expect(board.contains("one kernel, once          -5   2   3  -7"))
        #expect(board.contains("with ReLU between         -2   2   0  -4"))
    }
}
