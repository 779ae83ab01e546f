import Lessons
import Testing

@Suite struct LessonsExampleTests {
    @Test func `AlexNet's first map has 55 rows`() throws {
        let lesson = try Topic.size.lesson([.input: "227", .kernel: "11", .stride: "4", .padding: "0"])
        let answer = lesson.answer  // says 55
        // (227 − 11)/4 + 1.
        #expect(answer.contains("a kernel of 11: 55"))
    }
}
