internal import Foundation
import Figures
import Planes
import Tables

/// Scores as probabilities, and why the largest score is taken away first.
struct SoftmaxLesson: LessonPlan {
    static let summary = "scores as probabilities, without overflow"
    static let takes: [(parameter: Parameter, form: String)] = [(.input, "scores, '2, 1, 0.1'")]

    let scores: [Double]

    init(_ parameters: Parameters) throws(LessonError) {
        let row = try parameters.matrix(.input, or: Plane(rows: [[2, 1, 0.1]]))
        guard row.size.height == 1 else {
            throw .unreadable(
                .input, value: parameters[.input] ?? "", expected: "one row of scores, such as '2, 1, 0.1'")
        }
        // As typed: 0.1, and not the nearest number of 32 bits.
        scores = row.values.map { Double($0.description) ?? Double($0) }
    }

    /// e^(z − max) over their sum: the same probabilities, and nothing overflows.
    static func softmax(_ scores: [Double]) -> [Double] {
        let largest = scores.max() ?? 0
        let powers = scores.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// As the formula stands.
    static func naive(_ scores: [Double]) -> [Double] {
        let powers = scores.map { exp($0) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    var lesson: Lesson {
        let best = Self.softmax(scores)
        return Lesson(
            title: "Softmax",
            answer: "Scores \(Self.row(scores)) become probabilities \(Self.row(best)): positive, and together 1.",
            steps: [powers, shares, shifted, large, loss], tables: [table],
            pictures: [
                Lesson.Drawing(
                    "softmax",
                    NumberGrid(
                        title: "Softmax",
                        panels: [
                            ("scores", scores), ("scores less the largest", shiftedScores), ("probabilities", best),
                        ]
                        .map { NumberGrid.Panel($0.0, Plane(rows: [$0.1.map(Float.init)])) },
                        note: "Red above 0, blue below, white 0; each row by its own largest value."))
            ])
    }

    private var shiftedScores: [Double] {
        let largest = scores.max() ?? 0
        return scores.map { $0 - largest }
    }

    private static func row(_ values: [Double]) -> String {
        values.map { Numeral.text($0) }.joined(separator: ", ")
    }

    /// A power, or a share of powers, is never 0, even where the machine has nothing smaller.
    private static func positive(_ value: Double) -> String { value == 0 ? "≈ 0" : Numeral.equals(value) }

    private var powers: Lesson.Step {
        let powers = scores.map { exp($0) }
        let sum = powers.reduce(0, +)
        return Lesson.Step(
            "Raise e to each score: all become positive, and the order stays.",
            [
                .lines(zip(scores, powers).map { "e^\(Self.exponent($0)) \(Self.positive($1))" }),
                .lines(Sum.lines("sum", powers.map { Numeral.text($0) }, Numeral.equals(sum))),
            ])
    }

    private static func exponent(_ score: Double) -> String {
        score < 0 ? "(\(Numeral.text(score)))" : Numeral.text(score)
    }

    private var shares: Lesson.Step {
        let powers = scores.map { exp($0) }
        let sum = powers.reduce(0, +)
        let naive = Self.naive(scores)
        let failed = naive.contains { !$0.isFinite }
        return Lesson.Step(
            "Divide each by the sum.",
            [
                .lines(
                    zip(powers, naive).map {
                        "\(Numeral.text($0))/\(Numeral.text(sum)) \(Numeral.equals($1))"
                    })
            ]
                + (failed
                    ? [
                        .text(
                            "The machine's largest number is about e^\(Numeral.text(log(Double.greatestFiniteMagnitude), decimals: 1)): beyond it there is only infinity."
                        )
                    ]
                    : []))
    }

    private var shifted: Lesson.Step {
        let largest = scores.max() ?? 0
        let moved = scores.map { $0 - largest }
        return Lesson.Step(
            "Take the largest score, \(Numeral.text(largest)), away from all first. Every power is divided by e^\(Self.exponent(largest)), the sum too, and the probabilities stay; and no power is above 1.",
            [
                .lines(
                    zip(scores, moved).map { score, less in
                        "e^(\(Numeral.text(score)) - \(Self.exponent(largest))) = e^\(Self.exponent(less)) \(Self.positive(exp(less)))"
                    }),
                .lines(
                    zip(scores, Self.softmax(scores)).map { "p(\(Numeral.text($0))) \(Self.positive($1))" }),
            ])
    }

    /// The same three scores a thousand higher.
    private var large: Lesson.Step {
        let high = [1000.0, 1001, 1002]
        let table = TextTable(
            columns: [
                ("score", .right), ("e^score", .right), ("as it stands", .right), ("largest taken away", .right),
            ],
            rows: high.indices.map {
                [
                    Numeral.text(high[$0]), Numeral.text(exp(high[$0])), Numeral.text(Self.naive(high)[$0]),
                    Numeral.fixed(Self.softmax(high)[$0], 4),
                ]
            })
        return Lesson.Step(
            "It matters. Scores of 1000, 1001 and 1002 are the same question as 0, 1 and 2:", [.lines(table.lines)])
    }

    private var loss: Lesson.Step {
        let probabilities = Self.softmax(scores)
        return Lesson.Step(
            "Learning asks how surprised the network is by the truth: -ln p of the right class. Were each in turn the right one:",
            [
                .lines(
                    zip(scores, probabilities).map {
                        "score \(Numeral.text($0)):  -ln \(Numeral.text($1)) \(Numeral.equals(-log($1), decimals: 3))"
                    })
            ])
    }

    private struct Score: Sendable {
        let index: Int
        let score, shifted, probability: Double
    }

    private var table: Table {
        let largest = scores.max() ?? 0
        let probabilities = Self.softmax(scores)
        return TableLayout<Score>(
            name: "softmax", title: "One row per score",
            fields: [
                .init(Column("index", .integer, "As given, 0-based", key: true)) { .integer($0.index) },
                .init(Column("score", .number, "Before")) { .number($0.score) },
                .init(Column("power", .number, "e^score; empty where it overflows")) { Cell(exp($0.score)) },
                .init(Column("shifted", .number, "Score less the largest")) { .number($0.shifted) },
                .init(Column("shifted_power", .number, "e^shifted")) { Cell(exp($0.shifted)) },
                .init(Column("probability", .number, "shifted_power over its sum")) { Cell($0.probability) },
                .init(Column("surprise", .number, "-ln probability; empty where it is 0")) {
                    Cell(-log($0.probability))
                },
            ]
        ).table(
            scores.indices.map {
                Score(
                    index: $0, score: scores[$0], shifted: scores[$0] - largest, probability: probabilities[$0])
            })
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let scores = (0..<3).map { _ in Double(Int.random(in: -2...4, using: &generator)) }
        let offset: Double = Bool.random(using: &generator) ? 0 : 1000
        let raised = scores.map { $0 + offset }
        let probability = softmax(raised)[0]
        let largest = raised.max() ?? 0
        let powers = raised.map { "e^\(exponent($0 - largest))" }
        return Question(
            "Softmax of \(row(raised)): what is the probability of the first? (e is about 2.718.)",
            answer: .number(probability, decimals: 2),
            working: ["\(powers[0])/(\(powers.joined(separator: " + "))) \(Numeral.equals(probability))"])
    }
}
