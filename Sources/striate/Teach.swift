import ArgumentParser
import Files
import Foundation
import GSL
import Lessons
import Networks
import Reports
import Runs
import Tables

/// `striate teach`: the lecture's worked examples, with its numbers or the reader's.
struct Teach: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "teach",
        abstract: "Works the lecture's examples with every number typed out, and asks questions.",
        discussion: """
            Topics: \(Topic.allCases.map(\.rawValue).joined(separator: ", ")).

            Example:
              striate teach convolution
              striate teach size --input 7 --kernel 3 --stride 3
              striate teach convolution --input "1 2 0; 0 1 3; 2 2 1" --kernel "1 0; 0 -1"
              striate teach softmax --quiz
            """)

    @Argument(help: ArgumentHelp("What to teach; without it, the list of topics.", valueName: "topic"))
    var topic: String?

    @OptionGroup var own: LessonOptions

    @Flag(help: "Ask questions and mark the answers; from a pipe one answer a line.")
    var quiz = false

    @Option(help: ArgumentHelp("How many questions.", valueName: "n"))
    var questions = 5

    @OptionGroup var options: RunOptions

    func validate() throws {
        if let topic, subject == nil {
            let names = Topic.allCases.map(\.rawValue)
            let guess = topic.nearest(among: names).map { "did you mean '\($0)'?" }
            throw ValidationError(
                "there is no topic '\(topic)'; \(guess ?? "there are " + names.joined(separator: ", "))")
        }
        try expect("--questions", questions, 1...100)
        if quiz, let parameter = own.first {
            throw ValidationError("--\(parameter.rawValue): a quiz has numbers of its own; leave out one of the two")
        }
        if subject == nil, !quiz, let parameter = own.first {
            throw ValidationError(
                "--\(parameter.rawValue): for which topic? striate teach TOPIC --\(parameter.rawValue) …")
        }
    }

    private var subject: Topic? { topic.flatMap { Topic(rawValue: $0.lowercased()) } }

    func run() throws {
        if quiz { return try runQuiz() }
        guard let subject else {
            let run = try Run(self, tables: ["topics"])
            return try run.finish(
                RunContents(
                    report: LessonContents().text, tables: [LessonContents().table], title: "Topics of the lecture",
                    figures: []),
                inputs: [])
        }
        let lesson = try subject.lesson(own.parameters)
        let run = try Run(self, tables: lesson.tables.map(\.name))
        let report = LessonReport(lesson)
        let figures = run.drawsFigures ? report.figures : FigureSet()
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures), tables: lesson.tables,
                title: lesson.title, figures: figures.files),
            inputs: [], settled: ["topic": subject.rawValue])
    }

    /// Asks on a terminal; from a pipe takes a line for each question. The sheet is the report.
    private func runQuiz() throws {
        let run = try Run(self, tables: ["quiz"])
        let asks = isatty(STDIN_FILENO) != 0
        var generator = MersenneTwister(seed: options.seed)
        let quiz = Quiz(on: subject, count: questions, using: &generator, asksAgain: asks) {
            index, topic, question, attempt in
            if asks {
                StandardStream.tell(
                    (attempt == 0 ? QuizReport.asked(index, of: questions, topic, question) : "") + "> ")
            }
            let answer = readLine()
            if asks { StandardStream.tell(QuizReport.reply(answer, to: question) + "\n") }
            return answer
        }
        try run.finish(
            RunContents(
                report: QuizReport(quiz, isAsked: asks).text, tables: [quiz.table], title: "A quiz", figures: []),
            inputs: [], settled: ["topic": subject?.rawValue ?? ""])
    }
}
