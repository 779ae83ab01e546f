import GSL
import Tables
import Testing

@testable import Lessons

@Suite struct QuizTests {
    private func quiz(_ topic: Topic?, _ count: Int, seed: UInt64 = 0, _ say: (Question) -> String?) -> Quiz {
        var generator = MersenneTwister(seed: seed)
        return Quiz(on: topic, count: count, using: &generator) { _, _, question, _ in say(question) }
    }

    @Test func `all right is the full score, nothing said is none`() {
        #expect(quiz(.size, 6) { $0.solution }.score == 6)
        #expect(quiz(.size, 6) { _ in nil }.score == 0)
    }

    @Test func `without a topic all are asked in the lecture's order`() {
        #expect(quiz(nil, 15) { _ in nil }.entries.map(\.topic) == Topic.allCases + [.convolution])
    }

    @Test func `the same seed asks the same, another seed asks else`() {
        func questions(_ seed: UInt64) -> [Question] { quiz(.pool, 5, seed: seed) { _ in nil }.entries.map(\.question) }
        #expect(questions(3) == questions(3) && questions(3) != questions(4))
    }

    @Test func `the table has a row per question with what was said and what is right`() {
        let table = quiz(.flatten, 2) { _ in "1" }.table
        #expect(table.columns.map(\.name) == ["question", "topic", "text", "given", "answer", "mark"])
        #expect(table.rows.count == 2 && table.rows[1][3] == .text("1"))
    }
}
