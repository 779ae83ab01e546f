import GSL
import Lessons
import Reports
import Testing

@Suite struct QuizReportTests {
    private func sheet(_ topic: Topic, say: (Question) -> String?) -> String {
        var generator = MersenneTwister(seed: 1)
        return QuizReport(Quiz(on: topic, count: 2, using: &generator) { _, _, question, _ in say(question) }).text
    }

    @Test func `the score leads, a right answer needs no working`() {
        let sheet = sheet(.flatten) { $0.solution }
        #expect(sheet.hasPrefix("2 of 2 right.\n") && sheet.contains("Right.") && !sheet.contains(" = "))
    }

    @Test func `a wrong answer, one of another kind, and none are told apart and worked`() {
        #expect(sheet(.flatten) { _ in "-1" }.contains("you: -1. No: "))
        #expect(sheet(.flatten) { _ in "many" }.contains("you: many. That is not a whole number; it is "))
        let silent = sheet(.flatten) { _ in nil }
        #expect(silent.hasPrefix("0 of 2 right.\n") && silent.contains("no answer. It is ") && silent.contains(" = "))
    }

    @Test(arguments: Topic.allCases)
    func `a sheet is at most 80 columns wide`(topic: Topic) {
        for answer in ["1", String(repeating: "long ", count: 50)] {
            for line in sheet(topic, say: { _ in answer }).split(separator: "\n") {
                #expect(line.count <= 80 && !line.hasSuffix(" "), "\(line)")
            }
        }
    }
}
