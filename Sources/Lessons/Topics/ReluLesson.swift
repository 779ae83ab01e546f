import Figures
import Planes
import Tables

/// Negative values become 0; why that is needed, and how a second unit keeps what the first one loses.
struct ReluLesson: LessonPlan {
    static let summary = "negative values become 0, and why a network needs it"
    static let takes: [(parameter: Parameter, form: String)] = [(.input, "rows of numbers")]

    let input: Plane

    init(_ parameters: Parameters) throws(LessonError) {
        guard let sobel = try? ByHand(image: ConvolutionLesson.image, kernel: ConvolutionLesson.sobel) else {
            preconditionFailure("3 fits into 5")
        }
        input = try parameters.matrix(.input, or: sobel.correlation)
    }

    /// max(0, x).
    private static func rectified(_ plane: Plane) -> Plane {
        Plane(size: plane.size, values: plane.values.map { max(0, $0) })
    }

    private static func negated(_ plane: Plane) -> Plane {
        Plane(size: plane.size, values: plane.values.map { 0 - $0 })
    }

    private var on: Plane { Self.rectified(input) }
    private var off: Plane { Self.rectified(Self.negated(input)) }

    var lesson: Lesson {
        let lost = input.values.count { $0 < 0 }
        return Lesson(
            title: "ReLU, the rectified linear unit",
            answer:
                "max(0, x): \(lost) of \(input.size.count) values are below 0 and become 0, the others stay. A neuron's firing rate cannot be negative either.",
            steps: [values, maps, pair, bend], tables: [table],
            pictures: [Lesson.Drawing("relu", numberGrid)])
    }

    private var values: Lesson.Step {
        let shown = input.values.prefix(ConvolutionLesson.shownUnits)
        let table = shown.map { "max(0, \(Numeral.text($0))) = \(Numeral.text(max(0, $0)))" }
        let rest = input.size.count - shown.count
        return Lesson.Step(
            "One rule for every value.",
            [.lines(table)] + (rest > 0 ? [.text("… and \(rest) more, in the table relu.")] : []))
    }

    private var maps: Lesson.Step {
        Lesson.Step(
            "The map before and after.", [.lines(Grid.beside([("before", Grid(input)), ("after", Grid(on))]))])
    }

    private var pair: Lesson.Step {
        let back = Plane(size: input.size) { on[$0, $1] - off[$0, $1] }
        return Lesson.Step(
            "What is lost is what the opposite kernel would have said. The retina keeps both: ON cells and OFF cells. The one less the other is the map again.",
            [
                .lines(
                    Grid.beside([
                        ("ON = max(0, x)", Grid(on)), ("OFF = max(0, -x)", Grid(off)), ("ON - OFF", Grid(back)),
                    ]))
            ])
    }

    /// A row of pixels under a difference, twice: without a bend between, one kernel does the same.
    private var bend: Lesson.Step {
        let row = Plane(rows: [[0, 3, 1, 1, 4, 0]])
        let difference = Plane(rows: [[1, -1]])
        func under(_ plane: Plane, _ kernel: Plane) -> Plane {
            guard let hand = try? ByHand(image: plane, kernel: kernel) else { preconditionFailure("it fits") }
            return hand.correlation
        }
        let once = under(row, difference)
        let twice = under(once, difference)
        // A kernel seen through a kernel: the impulse's answer, turned.
        let impulse = Plane(rows: [[0, 0, 1, 0, 0]])
        let both = under(under(impulse, difference), difference).halfTurned
        let direct = under(row, both)
        let bent = under(Self.rectified(once), difference)
        func line(_ name: String, _ plane: Plane) -> String {
            name
                + plane.values.map { Numeral.text($0) }.map { String(repeating: " ", count: 4 - $0.count) + $0 }
                .joined()
        }
        return Lesson.Step(
            "Why a network needs it: two layers without a bend between them are one layer. The kernel (1, -1) twice is the kernel (\(both.values.map { Numeral.text($0) }.joined(separator: ", "))) once.",
            [
                .lines([
                    line("pixels                  ", row), line("(1, -1)                 ", once),
                    line("(1, -1) again           ", twice), line("one kernel, once        ", direct),
                    line("with ReLU between       ", bent),
                ]),
                .text(
                    "\(twice == direct ? "Twice and once agree" : "Twice and once differ"); with ReLU between \(bent == direct ? "nothing changes on this row" : "the answer is another, which no single kernel gives")."
                ),
            ])
    }

    private var numberGrid: NumberGrid {
        let limit = input.largest
        return NumberGrid(
            title: "ReLU",
            panels: [
                NumberGrid.Panel("x", input), NumberGrid.Panel("ON = max(0, x)", on, limit: limit),
                NumberGrid.Panel("OFF = max(0, -x)", off, limit: limit),
            ], note: "Red above 0, blue below, white 0; one scale for all three.")
    }

    private struct Value: Sendable {
        let row, column: Int
        let input: Float
    }

    private var table: Table {
        let (size, values) = (input.size, input.values)
        return TableLayout<Value>(
            name: "relu", title: "One row per value",
            fields: [
                .init(Column("row", .integer, "0-based", key: true)) { .integer($0.row) },
                .init(Column("column", .integer, "0-based", key: true)) { .integer($0.column) },
                .init(Column("input", .number, "Before")) { Cell(shortest: $0.input) },
                .init(Column("output", .number, "max(0, input)")) { Cell(shortest: max(0, $0.input)) },
                .init(Column("opposite", .number, "max(0, -input)")) { Cell(shortest: max(0, -$0.input)) },
                .init(Column("slope", .integer, "Of the output: 1 above 0, else 0; learning passes where it is 1")) {
                    .integer($0.input > 0 ? 1 : 0)
                },
            ]
        ).table(
            values.indices.map { Value(row: $0 / size.width, column: $0 % size.width, input: values[$0]) })
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let values = (0..<6).map { _ in Int.random(in: -9...9, using: &generator) }
        let sum = values.map { max(0, $0) }.reduce(0, +)
        return Question(
            "ReLU of each, then the sum of all?", lines: [values.map(String.init).joined(separator: "  ")],
            answer: .number(Double(sum), decimals: 0),
            working: [values.map { "\(max(0, $0))" }.joined(separator: " + ") + " = \(sum)"])
    }
}
