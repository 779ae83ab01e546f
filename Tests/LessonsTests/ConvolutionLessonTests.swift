import Tables
import Testing

@testable import Lessons

@Suite struct ConvolutionLessonTests {
    /// Worked on paper: the lecture's map.
    private let map = [4.0, 3, 4, 2, 4, 3, 2, 3, 4].map { Cell.number($0) }

    @Test func `the lecture's image and kernel give the lecture's map`() throws {
        let lesson = try Topic.convolution.lesson()
        #expect(lesson.column("correlation") == map)
        #expect(lesson.column("convolution") == map, "the kernel is its own half turn")
        #expect(lesson.board.contains("map[0,1] = 1·1 + 1·0 + 0·1 + 1·0 + 1·1 + 1·0 + 0·1 + 1·0 + 1·1 = 3"))
        #expect(lesson.tables[1].rows.count == 9 * 9)
    }

    @Test func `a kernel that is not its own half turn gives two maps`() throws {
        let lesson = try Topic.convolution.lesson([.input: "1 2 3; 4 5 6; 7 8 9", .kernel: "1 0; 0 -1"])
        #expect(lesson.column("correlation") == [Cell](repeating: .number(-4), count: 4))
        #expect(lesson.column("convolution") == [Cell](repeating: .number(4), count: 4))
        #expect(lesson.board.contains { $0.hasPrefix("The two maps differ.") })
    }

    @Test func `the Sobel kernel stays away where it does not fit`() throws {
        let lesson = try Topic.convolution.lesson([.input: "1 2; 3 4", .kernel: "1"])
        #expect(!lesson.board.contains { $0.contains("Sobel") })
        #expect(try Topic.convolution.lesson().board.contains { $0.contains("Sobel") })
    }

    @Test func `a stride that does not fit is explained`() throws {
        let lesson = try Topic.convolution.lesson([.stride: "3"])
        #expect(lesson.board.contains { $0.hasPrefix("1.67 is not a size") })
    }

    @Test func `places begin in the padding`() throws {
        let lesson = try Topic.convolution.lesson([.padding: "1", .stride: "2"])
        #expect(lesson.column("x_px") == [-1, 1, 3, -1, 1, 3, -1, 1, 3].map { Cell.integer($0) })
    }
}
