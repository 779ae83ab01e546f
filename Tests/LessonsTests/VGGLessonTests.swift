import Tables
import Testing

@testable import Lessons

@Suite struct VGGLessonTests {
    @Test func `parameters and multiply-adds as published`() throws {
        // torchvision's vgg16: 138 357 544 parameters, 15.47 G multiply-adds.
        let lesson = try Topic.vgg.lesson()
        #expect(
            lesson.answer.contains("138\u{A0}357\u{A0}544 parameters and 15\u{A0}470\u{A0}264\u{A0}320 multiply-adds"))
    }

    @Test func `fields as in Distill's table`() throws {
        // Araujo, Norris & Sim (2019): VGG-16 sees 212 pixels at pool5, its stride is 32.
        let lesson = try Topic.vgg.lesson()
        let layers = lesson.column("layer")
        let pool = try #require(layers.firstIndex(of: .text("pool5")))
        #expect(lesson.column("rf_h_px")[pool] == .integer(212) && lesson.column("stride_px")[pool] == .number(32))
        #expect(lesson.column("output_h")[pool] == .integer(7))
    }
}
