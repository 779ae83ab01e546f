internal import Foundation
import Planes
import Tables

/// Two inputs, two hidden units with ReLU, two outputs: how the error goes back through the layers to every weight.
struct BackpropagationLesson: LessonPlan {
    static let summary = "the chain rule through two layers of 2 × 2, every number"
    static let takes: [(parameter: Parameter, form: String)] = [(.input, "two inputs, '1, 2'")]

    static let first = [[0.5, 0.25], [-1.0, 0.25]]
    static let second = [[1.0, 2.0], [-0.5, 1.0]]
    static let target = [0.0, 1.0]

    let input: [Double]

    init(_ parameters: Parameters) throws(LessonError) {
        let row = try parameters.matrix(.input, or: Plane(rows: [[1, 2]]))
        guard row.size.height == 1, row.size.width == 2 else {
            throw .unreadable(.input, value: parameters[.input] ?? "", expected: "two numbers, such as '1, 2'")
        }
        input = row.values.map(\.typed)
    }

    /// All that is computed, forwards and back.
    struct Pass: Sendable {
        let drives, hidden, outputs, errors: [Double]
        let loss: Double
        /// Of the loss by the second layer's weights, the hidden units, their drives, and the first layer's weights.
        let second: [[Double]]
        let hiddenSlopes, driveSlopes: [Double]
        let first: [[Double]]

        init(_ input: [Double], first weights: [[Double]], second other: [[Double]], target: [Double]) {
            func under(_ weights: [[Double]], _ values: [Double]) -> [Double] {
                weights.map { zip($0, values).reduce(0) { $0 + $1.0 * $1.1 } }
            }
            let drives = under(weights, input)
            let hidden = drives.map { max(0, $0) }
            let outputs = under(other, hidden)
            let errors = zip(outputs, target).map { $0 - $1 }
            (self.drives, self.hidden, self.outputs, self.errors) = (drives, hidden, outputs, errors)
            loss = errors.reduce(0) { $0 + $1 * $1 / 2 }
            second = errors.map { error in hidden.map { error * $0 } }
            let back = (0..<2).map { unit in (0..<2).reduce(0) { $0 + other[$1][unit] * errors[$1] } }
            let through = zip(back, drives).map { $1 > 0 ? $0 : 0 }
            (hiddenSlopes, driveSlopes) = (back, through)
            first = through.map { slope in input.map { slope * $0 } }
        }
    }

    var pass: Pass { Pass(input, first: Self.first, second: Self.second, target: Self.target) }

    var lesson: Lesson {
        let pass = pass
        return Lesson(
            title: "Backpropagation",
            answer:
                "One pass forward gives the loss, \(Numeral.text(pass.loss)); one pass back, layer by layer, gives its slope by all eight weights at once.",
            steps: [given, forward(pass), last(pass), back(pass), rectified(pass), early(pass), check(pass), cost],
            tables: [table(pass)],
            pictures: [
                Lesson.Drawing(
                    "backpropagation",
                    NumberGrid(
                        title: "Weights, and the slope of the loss by each",
                        panels: [
                            ("W (first layer)", Self.first), ("dL/dW", pass.first), ("V (second layer)", Self.second),
                            ("dL/dV", pass.second),
                        ].map { NumberGrid.Panel($0.0, GradientDescentLesson.plane($0.1)) },
                        note:
                            "Rows are units, columns their inputs. Red above 0, blue below; each by its own largest value."
                    ))
            ])
    }

    private func factor(_ value: Double) -> String { value < 0 ? "(\(Numeral.text(value)))" : Numeral.text(value) }

    /// `0.5·1 + 0.25·2 = 1`.
    private func sum(_ a: [Double], _ b: [Double]) -> String {
        let value = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        return zip(a, b).map { "\(factor($0))·\(factor($1))" }.joined(separator: " + ") + " \(Numeral.equals(value))"
    }

    private func each(_ line: (Int, Int) -> String) -> [String] {
        (0..<2).flatMap { row in (0..<2).map { line(row, $0) } }
    }

    private var given: Lesson.Step {
        func column(_ values: [Double]) -> Grid { Grid(GradientDescentLesson.plane(values.map { [$0] })) }
        return Lesson.Step(
            "Two layers: a = W·x, h = max(0, a), y = V·h, and the loss L = ½·Σ(y - t)².",
            [
                .lines(
                    Grid.beside([
                        ("x", column(input)), ("W", Grid(GradientDescentLesson.plane(Self.first))),
                        ("V", Grid(GradientDescentLesson.plane(Self.second))), ("t", column(Self.target)),
                    ]))
            ])
    }

    private func forward(_ pass: Pass) -> Lesson.Step {
        Lesson.Step(
            "Forward, and keep every number.",
            [
                .lines(
                    (0..<2).map { "a\($0) = \(sum(Self.first[$0], input))" }
                        + (0..<2).map {
                            "h\($0) = max(0, \(Numeral.text(pass.drives[$0]))) = \(Numeral.text(pass.hidden[$0]))"
                        } + (0..<2).map { "y\($0) = \(sum(Self.second[$0], pass.hidden))" }
                        + (0..<2).map {
                            "e\($0) = \(Numeral.text(pass.outputs[$0])) - \(Numeral.text(Self.target[$0])) \(Numeral.equals(pass.errors[$0]))"
                        }
                        + [
                            "L = ½·(\(pass.errors.map { "\(factor($0))²" }.joined(separator: " + "))) \(Numeral.equals(pass.loss))"
                        ])
            ])
    }

    private func last(_ pass: Pass) -> Lesson.Step {
        Lesson.Step(
            "Back into V: an output's error times the hidden unit that the weight listens to.",
            [
                .lines(
                    each { row, column in
                        "dL/dV[\(row),\(column)] = e\(row)·h\(column) = \(factor(pass.errors[row]))·\(factor(pass.hidden[column])) \(Numeral.equals(pass.second[row][column]))"
                    })
            ])
    }

    private func back(_ pass: Pass) -> Lesson.Step {
        Lesson.Step(
            "Back to the hidden units: each hears all outputs' errors through the weights it sent its value with. It is V turned over, Vᵀ·e.",
            [.lines((0..<2).map { unit in "dL/dh\(unit) = \(sum(Self.second.map { $0[unit] }, pass.errors))" })])
    }

    private func rectified(_ pass: Pass) -> Lesson.Step {
        Lesson.Step(
            "Through the ReLU: what was below 0 passed nothing on, and passes nothing back.",
            [
                .lines(
                    (0..<2).map { unit in
                        let isOpen = pass.drives[unit] > 0
                        return
                            "dL/da\(unit) = \(factor(pass.hiddenSlopes[unit]))·\(isOpen ? 1 : 0) \(Numeral.equals(pass.driveSlopes[unit]))    (a\(unit) = \(Numeral.text(pass.drives[unit])) is \(isOpen ? "above" : "not above") 0)"
                    })
            ])
    }

    private func early(_ pass: Pass) -> Lesson.Step {
        Lesson.Step(
            "Back into W, as before: the slope of the unit times its input.",
            [
                .lines(
                    each { row, column in
                        "dL/dW[\(row),\(column)] = \(factor(pass.driveSlopes[row]))·\(factor(input[column])) \(Numeral.equals(pass.first[row][column]))"
                    })
            ])
    }

    /// W[0,0] a little larger and a little smaller, by experiment.
    private func check(_ pass: Pass) -> Lesson.Step {
        let nudge = 0.001
        func loss(_ change: Double) -> Double {
            var weights = Self.first
            weights[0][0] += change
            return Pass(input, first: weights, second: Self.second, target: Self.target).loss
        }
        let (up, down) = (loss(nudge), loss(-nudge))
        return Lesson.Step(
            "Believe it by experiment: make W[0,0] larger and smaller by \(nudge), and look at the loss.",
            [
                .lines([
                    "(\(Numeral.text(up, decimals: 8)) - \(Numeral.text(down, decimals: 8)))/\(Numeral.text(2 * nudge)) \(Numeral.equals((up - down) / (2 * nudge)))    (above: \(Numeral.text(pass.first[0][0])))"
                ])
            ])
    }

    private var cost: Lesson.Step {
        Lesson.Step(
            "The experiment needs two passes for every weight; going back needs one for all of them. With 61 million weights, as AlexNet has, that is the difference between learning and not."
        )
    }

    private func table(_ pass: Pass) -> Table {
        let rows = [("W", Self.first, pass.first), ("V", Self.second, pass.second)].flatMap { name, weights, slopes in
            (0..<2).flatMap { row in
                (0..<2).map { (name: name, row: row, column: $0, weight: weights[row][$0], slope: slopes[row][$0]) }
            }
        }
        return TableLayout<(name: String, row: Int, column: Int, weight: Double, slope: Double)>(
            name: "backpropagation", title: "One row per weight",
            fields: [
                .init(Column("layer", .string, "W the first, V the second", key: true)) { .text($0.name) },
                .init(Column("row", .integer, "The unit, 0-based", key: true)) { .integer($0.row) },
                .init(Column("column", .integer, "Its input, 0-based", key: true)) { .integer($0.column) },
                .init(Column("weight", .number, "Its value")) { .number($0.weight) },
                .init(Column("slope", .number, "Of the loss by it")) { .number($0.slope) },
            ]
        ).table(rows)
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let errors = (0..<2).map { _ in Int.random(in: -3...3, using: &generator) }
        let weights = (0..<2).map { _ in Int.random(in: -3...3, using: &generator) }
        let drive = Bool.random(using: &generator) ? 2 : -2
        let slope = drive > 0 ? errors[0] * weights[0] + errors[1] * weights[1] : 0
        return Question(
            "A hidden unit with ReLU has the drive \(drive) and sends its value to two outputs with weights \(weights[0]) and \(weights[1]); their errors are \(errors[0]) and \(errors[1]). What is the slope of half the squared error by the drive?",
            answer: .number(Double(slope), decimals: 0),
            working: [
                drive > 0
                    ? "\(weights[0])·\(errors[0]) + \(weights[1])·\(errors[1]) = \(slope)"
                    : "the drive is below 0: nothing passes, 0"
            ])
    }
}
