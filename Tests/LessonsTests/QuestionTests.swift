import GSL
import Testing

@testable import Lessons

@Suite struct QuestionTests {
    private func question(_ answer: Question.Answer) -> Question {
        Question("?", answer: answer, working: [])
    }

    @Test(arguments: [
        ("4", Question.Mark.right), (" 4 ", .right), ("4.0", .right), ("8/2", .right), ("5", .wrong), ("4.01", .wrong),
        ("four", .unreadable), ("1/0", .unreadable), ("1/2/3", .unreadable), ("", .missing), ("  ", .missing),
        ("nan", .wrong), ("inf", .wrong),
    ])
    func `a whole number is marked`(given: String, mark: Question.Mark) {
        #expect(question(.number(4, decimals: 0)).mark(given) == mark)
    }

    @Test(arguments: [("2.33", Question.Mark.right), ("7/3", .right), ("2.34", .wrong), ("2.3", .wrong)])
    func `a rounded number is right within half of its last decimal`(given: String, mark: Question.Mark) {
        #expect(question(.number(7.0 / 3, decimals: 2)).mark(given) == mark)
    }

    @Test(arguments: [
        ("50x50x10", Question.Mark.right), ("50 × 50 × 10", .right), ("50, 50, 10", .right), ("50x50", .wrong),
        ("10x50x50", .wrong), ("large", .unreadable), ("x", .unreadable),
    ])
    func `sizes are marked`(given: String, mark: Question.Mark) {
        #expect(question(.sizes([50, 50, 10])).mark(given) == mark)
    }

    @Test(arguments: [("left", Question.Mark.right), ("L", .right), ("right", .wrong), ("up", .unreadable)])
    func `a word or its beginning is marked`(given: String, mark: Question.Mark) {
        #expect(question(.word("left", among: ["left", "right"])).mark(given) == mark)
    }

    @Test func `nothing said is missing`() {
        #expect(question(.sizes([1])).mark(nil) == .missing)
    }

    @Test(arguments: Topic.allCases)
    func `every question's own solution is right, and its working ends there`(topic: Topic) {
        var generator = MersenneTwister(seed: 7)
        var texts: Set<String> = []
        for _ in 0..<60 {
            let question = topic.question(using: &generator)
            #expect(question.mark(question.solution) == .right, "\(question)")
            #expect(!question.working.isEmpty && !question.text.isEmpty)
            #expect((question.lines + question.working).allSatisfy { $0.count <= Grid.widest + 3 }, "\(question)")
            texts.insert(question.text + question.lines.joined())
        }
        #expect(texts.count >= 8, "numbers vary")
    }
}
