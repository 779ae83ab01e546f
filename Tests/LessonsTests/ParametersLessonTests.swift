import Tables
import Testing

@testable import Lessons

@Suite struct ParametersLessonTests {
    @Test func `ten filters of 5 × 5 × 3 on 50 × 50 × 3 have 760 parameters`() throws {
        let lesson = try Topic.parameters.lesson()
        #expect(lesson.answer.contains("gives 50 × 50 × 10 with 760 parameters"))
        #expect(lesson.column("layer") == ["connected", "convolution", "local"].map { Cell.text($0) })
        #expect(lesson.column("parameters") == [187_525_000, 760, 1_900_000].map { Cell.integer($0) })
        #expect(lesson.column("macs") == [187_500_000, 1_875_000, 1_875_000].map { Cell.integer($0) })
    }

    @Test func `AlexNet's first layer, 23 296 parameters on 55 × 55`() throws {
        let lesson = try Topic.parameters.lesson([
            .input: "224x224x3", .kernel: "11", .filters: "64", .stride: "4", .padding: "2",
        ])
        #expect(lesson.column("parameters")[1] == .integer(23_296) && lesson.column("output_h")[1] == .integer(55))
        #expect(lesson.board.contains { $0.hasPrefix("55.25 is not a size") })
    }

    @Test func `an oblong kernel on an oblong image`() throws {
        let lesson = try Topic.parameters.lesson([.input: "10x20", .kernel: "3x5", .padding: "0", .filters: "2"])
        #expect(lesson.column("output_h")[1] == .integer(8) && lesson.column("output_w")[1] == .integer(16))
        #expect(lesson.column("parameters")[1] == .integer(2 * (15 + 1)))
    }
}
