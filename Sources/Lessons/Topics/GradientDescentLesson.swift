import Planes
import Tables

/// Two inputs, two outputs and four weights that learn by steps against the slope of the error.
struct GradientDescentLesson: LessonPlan {
    static let summary = "four weights that learn, every slope and every step"
    static let takes: [(parameter: Parameter, form: String)] = [
        (.input, "two inputs, '1, 2'"), (.kernel, "the weights to begin with, '0.5 -0.5; 0 1'"),
    ]

    /// What the outputs ought to be.
    static let target = [1.0, 0.0]
    /// The part of a slope that a weight is moved by.
    static let rate = 0.1
    /// Steps that are typed out.
    private static let shown = 2
    /// Steps that are made.
    private static let steps = 8

    let input: [Double]
    let start: [[Double]]

    init(_ parameters: Parameters) throws(LessonError) {
        let row = try parameters.matrix(.input, or: Plane(rows: [[1, 2]]))
        guard row.size.height == 1, row.size.width == 2 else {
            throw .unreadable(.input, value: parameters[.input] ?? "", expected: "two numbers, such as '1, 2'")
        }
        let weights = try parameters.matrix(.kernel, or: Plane(rows: [[0.5, -0.5], [0, 1]]))
        guard weights.size == PixelSize(side: 2) else {
            throw .unreadable(
                .kernel, value: parameters[.kernel] ?? "", expected: "2 × 2 weights, such as '0.5 -0.5; 0 1'")
        }
        input = row.values.map(\.typed)
        start = (0..<2).map { row in (0..<2).map { weights[row, $0].typed } }
    }

    /// The weights of one moment, and what follows from them.
    struct Moment: Sendable {
        let step: Int
        let weights: [[Double]]
        let outputs, errors: [Double]
        let loss: Double
        let slopes: [[Double]]
    }

    /// y = Wx, the error y − t, half of its square, and the slope of that by each weight: error times input.
    func moment(_ step: Int, _ weights: [[Double]]) -> Moment {
        let outputs = weights.map { $0[0] * input[0] + $0[1] * input[1] }
        let errors = zip(outputs, Self.target).map { $0 - $1 }
        return Moment(
            step: step, weights: weights, outputs: outputs, errors: errors,
            loss: errors.reduce(0) { $0 + $1 * $1 / 2 }, slopes: errors.map { error in input.map { error * $0 } })
    }

    /// From the first weights on.
    var moments: [Moment] {
        var all = [moment(0, start)]
        for step in 1...Self.steps {
            let last = all[step - 1]
            all.append(
                moment(
                    step,
                    zip(last.weights, last.slopes).map { weights, slopes in
                        zip(weights, slopes).map { $0 - Self.rate * $1 }
                    }))
        }
        return all
    }

    var lesson: Lesson {
        let moments = moments
        let (first, last) = (moments[0], moments[Self.steps])
        return Lesson(
            title: "Gradient descent",
            answer:
                "Each weight moves against its slope, \(Self.rate) of it at a time: after \(Self.steps) steps the loss is \(Numeral.text(last.loss)) instead of \(Numeral.text(first.loss)).",
            steps: [given] + moments.prefix(Self.shown).flatMap { [forward($0), slopes($0), step($0)] }
                + [course(moments), tooFar],
            tables: [table(moments)],
            pictures: [
                Lesson.Drawing(
                    "gradient-descent",
                    NumberGrid(
                        title: "Weights as they learn",
                        panels: moments.prefix(5).map { NumberGrid.Panel("step \($0.step)", Self.plane($0.weights)) },
                        note:
                            "Rows are outputs, columns inputs. Red above 0, blue below; each by its own largest value.")
                )
            ])
    }

    static func plane(_ rows: [[Double]]) -> Plane { Plane(rows: rows.map { $0.map(Float.init) }) }

    private var given: Lesson.Step {
        Lesson.Step(
            "Two inputs x, two outputs y = W·x, and what they ought to be, t. The loss is half the squared error: L = ½·Σ(y - t)².",
            [
                .lines(
                    Grid.beside([
                        ("x", Grid(Self.plane([[input[0]], [input[1]]]))), ("W", Grid(Self.plane(start))),
                        ("t", Grid(Self.plane([[Self.target[0]], [Self.target[1]]]))),
                    ]))
            ])
    }

    private func forward(_ now: Moment) -> Lesson.Step {
        let outputs = (0..<2).map { row in
            "y\(row) = \(Numeral.text(now.weights[row][0]))·\(factor(input[0])) + \(factor(now.weights[row][1]))·\(factor(input[1])) \(Numeral.equals(now.outputs[row]))"
        }
        let squares = now.errors.map { "\(factor($0))²" }.joined(separator: " + ")
        return Lesson.Step(
            "Step \(now.step + 1), forward: outputs, errors, loss.",
            [
                .lines(
                    outputs
                        + (0..<2).map { row in
                            "e\(row) = y\(row) - t\(row) = \(Numeral.text(now.outputs[row])) - \(Numeral.text(Self.target[row])) \(Numeral.equals(now.errors[row]))"
                        } + ["L = ½·(\(squares)) \(Numeral.equals(now.loss))"])
            ])
    }

    private func slopes(_ now: Moment) -> Lesson.Step {
        Lesson.Step(
            now.step == 0
                ? "The slope of L by a weight is how much L grows if that weight does: the error of its output times its input."
                : "The slopes again.",
            [
                .lines(
                    each { row, column in
                        "dL/dW[\(row),\(column)] = e\(row)·x\(column) = \(factor(now.errors[row]))·\(factor(input[column])) \(Numeral.equals(now.slopes[row][column]))"
                    })
            ])
    }

    private func step(_ now: Moment) -> Lesson.Step {
        Lesson.Step(
            "Move each weight against its slope, by \(Self.rate) of it.",
            [
                .lines(
                    each { row, column in
                        let (weight, slope) = (now.weights[row][column], now.slopes[row][column])
                        return
                            "W[\(row),\(column)] = \(Numeral.text(weight)) - \(Self.rate)·\(factor(slope)) \(Numeral.equals(weight - Self.rate * slope))"
                    })
            ])
    }

    private func each(_ line: (Int, Int) -> String) -> [String] {
        (0..<2).flatMap { row in (0..<2).map { line(row, $0) } }
    }

    private func factor(_ value: Double) -> String { value < 0 ? "(\(Numeral.text(value)))" : Numeral.text(value) }

    private func course(_ moments: [Moment]) -> Lesson.Step {
        let table = TextTable(
            columns: [("after step", .right), ("loss", .right), ("of the one before", .right)],
            rows: moments.enumerated().map { index, moment in
                let before = index > 0 ? moments[index - 1].loss : 0
                return [
                    "\(moment.step)", Numeral.text(moment.loss),
                    before > 0 ? Numeral.text(moment.loss / before) : "-",
                ]
            })
        let square = input[0] * input[0] + input[1] * input[1]
        let part = 1 - Self.rate * square
        return Lesson.Step(
            "And so on. Each step multiplies the errors by 1 - \(Self.rate)·(\(factor(input[0]))² + \(factor(input[1]))²) \(Numeral.equals(part)), and the loss by its square, \(Numeral.text(part * part)).",
            [.lines(table.lines)])
    }

    private var tooFar: Lesson.Step {
        let square = input[0] * input[0] + input[1] * input[1]
        return Lesson.Step(
            square > 0
                ? "A step that is too long makes it worse: with a rate above 2/\(Numeral.text(square)) \(Numeral.equals(2 / square)) the errors change sign and grow."
                : "Without an input there is no slope, and nothing is learnt.")
    }

    private func table(_ moments: [Moment]) -> Table {
        let rows = moments.flatMap { moment in
            (0..<2).flatMap { row in (0..<2).map { (moment: moment, row: row, column: $0) } }
        }
        return TableLayout<(moment: Moment, row: Int, column: Int)>(
            name: "gradient_descent", title: "One row per step and weight",
            fields: [
                .init(Column("step", .integer, "Steps made before, from 0", key: true)) { .integer($0.moment.step) },
                .init(Column("output", .integer, "Row of the weight, 0-based", key: true)) { .integer($0.row) },
                .init(Column("input", .integer, "Column of the weight, 0-based", key: true)) { .integer($0.column) },
                .init(Column("weight", .number, "Before the step")) { .number($0.moment.weights[$0.row][$0.column]) },
                .init(Column("slope", .number, "Of the loss by the weight")) {
                    .number($0.moment.slopes[$0.row][$0.column])
                },
                .init(Column("value", .number, "Of the output")) { .number($0.moment.outputs[$0.row]) },
                .init(Column("loss", .number, "Half the squared error")) { .number($0.moment.loss) },
            ]
        ).table(rows)
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let (weight, error) = (Int.random(in: -3...3, using: &generator), Int.random(in: 1...4, using: &generator))
        let input = Int.random(in: 1...4, using: &generator)
        let moved = Double(weight) - 0.1 * Double(error * input)
        return Question(
            "An output is \(error) too high; one of its weights is \(weight), with an input of \(input). What is the weight after a step with rate 0.1, the loss being half the squared error?",
            answer: .number(moved, decimals: 1),
            working: [
                "slope = \(error)·\(input) = \(error * input)",
                "\(weight) - 0.1·\(error * input) \(Numeral.equals(moved))",
            ])
    }
}

extension Float {
    /// The number as it is typed: 0.1, and not the nearest one of 32 bits.
    var typed: Double { Double(description) ?? Double(self) }
}
