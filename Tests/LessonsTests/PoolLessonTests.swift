import Tables
import Testing

@testable import Lessons

@Suite struct PoolLessonTests {
    @Test func `windows of 2 × 2 as worked on paper`() throws {
        let lesson = try Topic.pool.lesson()
        #expect(lesson.column("max") == [6, 8, 3, 4].map { Cell.number($0) })
        #expect(lesson.column("mean") == [3.25, 5.25, 2, 2].map { Cell.number($0) })
        #expect(lesson.board.contains("mean[0,1] = (2+4+7+8)/4 = 5.25"))
    }

    @Test func `windows that overlap, and negative values`() throws {
        let lesson = try Topic.pool.lesson([.input: "-1 -2 -3; -4 -5 -6; -7 -8 -9", .kernel: "2", .stride: "1"])
        #expect(lesson.column("max") == [-1, -2, -4, -5].map { Cell.number($0) })
        #expect(lesson.column("mean") == [-3, -4, -6, -7].map { Cell.number($0) })
    }

    @Test func `windows that do not fit are explained`() throws {
        let lesson = try Topic.pool.lesson([.kernel: "3", .stride: "2"])
        #expect(lesson.board.contains { $0.hasPrefix("1.5 is not a size") })
    }
}
