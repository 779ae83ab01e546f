import Tables
import Testing

@testable import Lessons

@Suite struct FlattenLessonTests {
    @Test func `the lecture's two sizes`() throws {
        let lesson = try Topic.flatten.lesson()
        #expect(lesson.answer.hasPrefix("28 × 28 becomes 784; 64 × 64 × 3 becomes 12\u{A0}288."))
        #expect(lesson.tables[0].rows.count == 12_288)
    }

    @Test func `both orders hold every number once`() throws {
        let lesson = try Topic.flatten.lesson([.input: "3x4x2"])
        let first = lesson.column("index"), last = lesson.column("index_channels_last")
        #expect(first == (0..<24).map { Cell.integer($0) } && Set(last) == Set(first))
        // Row 1, column 2, channel 1: (1·3 + 1)·4 + 2 and (1·4 + 2)·2 + 1.
        #expect(lesson.tables[0].rows[18] == [18, 1, 2, 1, 13].map { Cell.integer($0) })
    }
}
