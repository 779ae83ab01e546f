import Figures
import Networks
import Tables

/// What a layer of filters costs: its output, its parameters, its work; and what the same would cost fully connected.
struct ParametersLesson: LessonPlan {
    static let summary = "50 × 50 × 3 under ten filters of 5 × 5: what it costs"
    static let takes: [(parameter: Parameter, form: String)] = [
        (.input, "rows x columns x channels, 50x50x3"), (.kernel, "rows and columns, 5 or 5x5"),
        (.filters, "how many"), (.stride, "pixels"), (.padding, "zeros on every side"),
    ]

    let channels, filters: Int
    let rows, columns: Sliding

    init(_ parameters: Parameters) throws(LessonError) {
        let input = try parameters.sizes(.input, ["rows", "columns", "channels"], optional: 1, or: [50, 50, 3])
        let side = try parameters.sizes(.kernel, ["rows", "columns"], optional: 1, or: [5, 5])
        let isSingle = parameters[.kernel].map { !$0.contains { "xX×".contains($0) } } ?? false
        let kernel = isSingle ? [side[0], side[0]] : side
        let stride = try parameters.integer(.stride, in: 1...Parameters.largestSize, or: 1)
        let padding = try parameters.integer(.padding, in: 0...Parameters.largestSize, or: 2)
        filters = try parameters.integer(.filters, in: 1...Parameters.largestSize, or: 10)
        channels = input[2]
        rows = try Sliding(size: input[0], kernel: kernel[0], stride: stride, padding: padding)
        columns = try Sliding(size: input[1], kernel: kernel[1], stride: stride, padding: padding)
        // Products of an input and an output must still be whole numbers of the machine.
        for (parameter, count) in [(Parameter.input, input.reduce(1, *)), (.filters, outputs), (.kernel, weightsOfOne)]
        where count > Self.largestCount {
            throw .unreadable(
                parameter, value: parameters[parameter] ?? "\(filters)",
                expected: "it makes \(count) numbers, and at most \(Self.largestCount) are counted")
        }
    }

    static let largestCount = 1 << 30

    var outputs: Int { rows.count * columns.count * filters }
    var inputs: Int { rows.size * columns.size * channels }
    var weightsOfOne: Int { rows.kernel * columns.kernel * channels }
    var parameters: Int { (weightsOfOne + 1) * filters }

    var lesson: Lesson {
        Lesson(
            title: "How many parameters?",
            answer:
                "\(shape(rows.size, columns.size, channels)) under \(counted(filters, "filter", "filters")) of \(shape(rows.kernel, columns.kernel, channels)), stride \(rows.stride), padding \(rows.padding), gives \(shape(rows.count, columns.count, filters)) with \(Numeral.count(parameters)) parameters.",
            steps: [output, oneFilter, all, size, work, connected], tables: [table],
            pictures: [Lesson.Drawing("parameters", diagram)])
    }

    private var diagram: ParametersDiagram {
        let (one, units) = (Numeral.count(weightsOfOne + 1), Numeral.count(outputs))
        return ParametersDiagram(
            title:
                "\(shape(rows.size, columns.size, channels)) to \(shape(rows.count, columns.count, filters)): what it costs",
            ways: [
                ("convolution", "\(one) of each filter · \(counted(filters, "filter", "filters"))", parameters),
                ("local", "\(one) of each unit · \(units) units", outputs * (weightsOfOne + 1)),
                ("connected", "\(Numeral.count(inputs + 1)) of each unit · \(units) units", outputs * (inputs + 1)),
            ])
    }

    private func shape(_ sizes: Int...) -> String { sizes.map(String.init).joined(separator: " × ") }

    private var output: Lesson.Step {
        let isSame = rows == columns
        return Lesson.Step(
            "The output has as many rows and columns as the window has places, and one channel per filter.",
            (isSame
                ? [.lines(["rows, columns  \(rows.formula)", "channels       \(filters)"])] + rows.explanation
                : [.lines(["rows      \(rows.formula)"])] + rows.explanation
                    + [.lines(["columns   \(columns.formula)", "channels  \(filters)"])] + columns.explanation))
    }

    private var oneFilter: Lesson.Step {
        Lesson.Step(
            "One filter has a weight for every row, column and input channel it covers, and one bias.",
            [
                .lines([
                    "\(rows.kernel)·\(columns.kernel)·\(channels) = \(Numeral.count(weightsOfOne)) weights",
                    "\(Numeral.count(weightsOfOne)) + 1 = \(Numeral.count(weightsOfOne + 1)) parameters",
                ])
            ])
    }

    private var all: Lesson.Step {
        Lesson.Step(
            "All filters.",
            [.lines(["\(Numeral.count(weightsOfOne + 1))·\(filters) = \(Numeral.count(parameters)) parameters"])])
    }

    private var size: Lesson.Step {
        Lesson.Step(
            "Rows and columns of the image do not come into it: the same weights serve every place. Ten times the image, the same \(Numeral.count(parameters))."
        )
    }

    private var work: Lesson.Step {
        Lesson.Step(
            "The work does grow with the image: every unit multiplies and adds all weights of its filter.",
            [
                .lines([
                    "\(shape(rows.count, columns.count, filters)) = \(Numeral.count(outputs)) units",
                    "\(Numeral.count(outputs))·\(Numeral.count(weightsOfOne)) = \(Numeral.count(outputs * weightsOfOne)) multiply-adds",
                ])
            ])
    }

    private var connected: Lesson.Step {
        let weights = inputs * outputs
        return Lesson.Step(
            "Were every unit connected to every input, each with weights of its own:",
            [
                .lines([
                    "inputs   \(shape(rows.size, columns.size, channels)) = \(Numeral.count(inputs))",
                    "units    \(Numeral.count(outputs))",
                    "\(Numeral.count(inputs))·\(Numeral.count(outputs)) + \(Numeral.count(outputs)) = \(Numeral.count(weights + outputs)) parameters",
                ]),
                .text(
                    "\(Numeral.count(Int((Double(weights + outputs) / Double(parameters)).rounded()))) times as many. Small kernels save the most of it, shared weights the rest: see the table, where \"local\" has small kernels of its own at every place."
                ),
            ])
    }

    private struct Row: Sendable {
        let layer: String
        let weights, biases, work: Int
    }

    private var table: Table {
        let (rows, columns, filters) = (rows, columns, filters)
        return TableLayout<Row>(
            name: "parameters", title: "One row per way to connect the same input and output",
            fields: [
                .init(Column("layer", .string, "convolution, local or connected", key: true)) { .text($0.layer) },
                .init(Column("weights", .integer, "Of the layer")) { .integer($0.weights) },
                .init(Column("biases", .integer, "Of the layer")) { .integer($0.biases) },
                .init(Column("parameters", .integer, "Weights and biases")) { .integer($0.weights + $0.biases) },
                .init(Column("macs", .integer, "Multiply-adds for one image")) { .integer($0.work) },
                .init(Column("output_h", .integer, "Rows of the output")) { _ in .integer(rows.count) },
                .init(Column("output_w", .integer, "Columns of the output")) { _ in .integer(columns.count) },
                .init(Column("output_channels", .integer, "One per filter")) { _ in .integer(filters) },
            ]
        ).table([
            Row(layer: "convolution", weights: weightsOfOne * filters, biases: filters, work: outputs * weightsOfOne),
            Row(layer: "local", weights: outputs * weightsOfOne, biases: outputs, work: outputs * weightsOfOne),
            Row(layer: "connected", weights: inputs * outputs, biases: outputs, work: inputs * outputs),
        ])
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let side = Int.random(in: 8...64, using: &generator)
        let channels = [1, 3, 8].randomElement(using: &generator) ?? 3
        let kernel = [3, 5, 7].randomElement(using: &generator) ?? 3
        let filters = Int.random(in: 2...20, using: &generator)
        let text =
            "\(side) × \(side) × \(channels) under \(counted(filters, "filter", "filters")) of \(kernel) × \(kernel) × \(channels), each with a bias, stride 1, padding \(kernel / 2):"
        let values: [Parameter: String] = [
            .input: "\(side)x\(side)x\(channels)", .kernel: "\(kernel)", .filters: "\(filters)",
            .padding: "\(kernel / 2)",
        ]
        guard let parameters = try? Parameters(values, for: .parameters), let plan = try? ParametersLesson(parameters)
        else {
            preconditionFailure("such a layer exists")
        }
        guard Bool.random(using: &generator) else {
            return Question(
                text + " what is the output, as rows x columns x channels?",
                answer: .sizes([plan.rows.count, plan.columns.count, filters]),
                working: ["rows, columns  \(plan.rows.formula)", "channels       \(filters)"])
        }
        return Question(
            text + " how many parameters?", answer: .number(Double(plan.parameters), decimals: 0),
            working: [
                "(\(kernel)·\(kernel)·\(channels) + 1)·\(filters) = \(plan.weightsOfOne + 1)·\(filters) = \(plan.parameters)"
            ])
    }
}
