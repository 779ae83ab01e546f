import Tables
import Testing

@testable import Lessons

@Suite struct LenetLessonTests {
    @Test func `parameters as published, layer by layer`() throws {
        // LeCun, Bottou, Bengio & Haffner (1998): C1 156, C5 48 120, F6 10 164; C3 1516 in part, 60 000 in all.
        let lesson = try Topic.lenet.lesson()
        let parameters = Dictionary(uniqueKeysWithValues: zip(lesson.column("layer"), lesson.column("parameters")))
        #expect(parameters[.text("C1")] == .integer(156) && parameters[.text("C5")] == .integer(48_120))
        #expect(parameters[.text("F6")] == .integer(10_164) && parameters[.text("output")] == .integer(850))
        #expect(lesson.answer.contains("61\u{A0}706 parameters"))
        #expect(lesson.board.contains("all = 156 + 12 + 1516 + 32 + 48120 + 10164 = 60\u{A0}000"))
    }

    @Test func `fields grow from 5 to the whole of 32`() throws {
        let lesson = try Topic.lenet.lesson()
        let fields = Dictionary(uniqueKeysWithValues: zip(lesson.column("layer"), lesson.column("rf_h_px")))
        let expected = [("C1", 5), ("S2", 6), ("C3", 14), ("S4", 16), ("C5", 32)]
        for (layer, size) in expected { #expect(fields[.text(layer)] == .integer(size), "\(layer)") }
        #expect(lesson.board.contains("C5      sees 16 + (5 - 1)·4 = 32      step 4"))
    }
}
