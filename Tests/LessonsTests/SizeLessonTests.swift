import Tables
import Testing

@testable import Lessons

@Suite struct SizeLessonTests {
    @Test func `the lecture's six settings`() throws {
        let lesson = try Topic.size.lesson()
        #expect(lesson.answer.hasPrefix("7 pixels under a kernel of 3: 5, 3, 2.33, 7, 4, 3 for the 6 settings below."))
        #expect(lesson.column("padding_px") == [0, 0, 0, 1, 1, 1].map { Cell.integer($0) })
        #expect(lesson.column("floor") == [5, 3, 2, 7, 4, 3].map { Cell.integer($0) })
        #expect(lesson.column("ceil_mode") == [5, 3, 3, 7, 4, 3].map { Cell.integer($0) })
        #expect(lesson.column("is_whole") == [true, true, false, true, true, true].map { Cell.flag($0) })
        #expect(lesson.column("missing_px") == [0, 0, 2, 0, 0, 0].map { Cell.integer($0) })
    }

    @Test func `the reader's own setting`() throws {
        // AlexNet's first layer on 224: (224 + 4 − 11)/4 + 1 = 55.25.
        let lesson = try Topic.size.lesson([.input: "224", .kernel: "11", .stride: "4", .padding: "2"])
        #expect(lesson.column("floor") == [.integer(55)] && lesson.column("formula") == [.number(55.25)])
    }
}
