import Figures
import Planes
import Tables

/// An image as one row of numbers: 28 × 28 is 784, 64 × 64 × 3 is 12 288, and which number is which pixel.
struct FlattenLesson: LessonPlan {
    static let summary = "an image as one row: which number is which pixel"
    static let takes: [(parameter: Parameter, form: String)] = [(.input, "rows x columns [x channels], 64x64x3")]

    /// Rows, columns, channels.
    let shapes: [[Int]]

    init(_ parameters: Parameters) throws(LessonError) {
        let usual = [[28, 28, 1], [64, 64, 3]]
        let names = ["rows", "columns", "channels"]
        shapes = parameters[.input] == nil ? usual : [try parameters.sizes(.input, names, optional: 1, or: [])]
        for shape in shapes where shape.reduce(1, *) > Self.largestCount {
            throw .unreadable(
                .input, value: parameters[.input] ?? "",
                expected: "at most \(Self.largestCount) numbers are written into a row")
        }
    }

    static let largestCount = 1 << 20

    var lesson: Lesson {
        let sizes = shapes.map { "\(Self.text($0)) becomes \(Numeral.count($0.reduce(1, *)))" }
        return Lesson(
            title: "An image as one row of numbers",
            answer: sizes.joined(separator: "; ") + ". Nothing is lost but the knowledge of who was whose neighbour.",
            steps: [small] + shapes.map(count) + [order, neighbours], tables: [table],
            pictures: [Lesson.Drawing("flatten", picture)])
    }

    /// The image's first corner, each pixel by its place in the row, in both orders.
    private var picture: NumberGrid {
        let shape = shapes[shapes.count - 1]
        let corner = PixelSize(height: min(3, shape[0]), width: min(3, shape[1]))
        let orders: [(name: String, place: ([Int], Int, Int, Int) -> Int)] =
            [("first", Self.index)] + (shape[2] > 1 ? [("last", Self.indexChannelsLast)] : [])
        let panels = orders.flatMap { order in
            (0..<min(3, shape[2])).map { channel in
                NumberGrid.Panel(
                    shape[2] > 1 ? "\(order.name), channel \(channel)" : "places in the row",
                    Plane(size: corner) { Float(order.place(shape, $0, $1, channel)) },
                    limit: Float(max(shape.reduce(1, *) - 1, 1)))
            }
        }
        return NumberGrid(
            title: "\(Self.text(shape)) as one row", panels: panels,
            note:
                "The upper left corner of the image: in each pixel its place in the row, from 0; the redder, the later."
                + (shape[2] > 1
                    ? " First: channels first (PyTorch, ONNX); last: channels last (TensorFlow, image files)." : "")
        )
    }

    /// `28 × 28`, or `64 × 64 × 3`.
    private static func text(_ shape: [Int]) -> String {
        (shape[2] == 1 ? Array(shape.prefix(2)) : shape).map(String.init).joined(separator: " × ")
    }

    private var small: Lesson.Step {
        let cells = (0..<3).map { row in (0..<3).map { "\(Self.index([3, 3, 1], row, $0, 0))" } }
        return Lesson.Step(
            "Write the second row behind the first, the third behind the second.",
            [.lines(Grid(cells).lines), .lines([cells.joined().joined(separator: " ")])])
    }

    private func count(_ shape: [Int]) -> Lesson.Step {
        Lesson.Step(
            "\(Self.text(shape)): how many numbers?",
            [
                .lines([
                    (shape[2] == 1 ? Array(shape.prefix(2)) : shape).map(String.init).joined(separator: "·")
                        + " = \(Numeral.count(shape.reduce(1, *)))"
                ])
            ])
    }

    /// Where a value stands when channels are outermost: ONNX, PyTorch.
    private static func index(_ shape: [Int], _ row: Int, _ column: Int, _ channel: Int) -> Int {
        (channel * shape[0] + row) * shape[1] + column
    }

    /// Where it stands when channels are innermost: TensorFlow, image files.
    private static func indexChannelsLast(_ shape: [Int], _ row: Int, _ column: Int, _ channel: Int) -> Int {
        (row * shape[1] + column) * shape[2] + channel
    }

    private var order: Lesson.Step {
        let shape = shapes[shapes.count - 1]
        let (row, column, channel) = (shape[0] / 2, shape[1] / 3, shape[2] - 1)
        let (h, w, c) = (shape[0], shape[1], shape[2])
        return Lesson.Step(
            "Which number is the pixel in row \(row), column \(column), channel \(channel)? It depends on who writes: counted from 0,",
            [
                .lines([
                    "channels first (PyTorch, ONNX)",
                    "  (channel·rows + row)·columns + column",
                    "= (\(channel)·\(h) + \(row))·\(w) + \(column) = \(Self.index(shape, row, column, channel))",
                    "",
                    "channels last (TensorFlow, image files)",
                    "  (row·columns + column)·channels + channel",
                    "= (\(row)·\(w) + \(column))·\(c) + \(channel) = \(Self.indexChannelsLast(shape, row, column, channel))",
                ]),
                .text(
                    c == 1
                        ? "With one channel the two agree."
                        : "A fully connected layer trained on one order reads nonsense in the other."),
            ])
    }

    private var neighbours: Lesson.Step {
        let shape = shapes[shapes.count - 1]
        return Lesson.Step(
            "The pixel to the right is 1 place on, the pixel beneath is \(shape[1]) places on (channels first). A fully connected layer treats all places alike and must learn who is whose neighbour; a convolution is told."
        )
    }

    private struct Place: Sendable {
        let index, row, column, channel, last: Int
    }

    private var table: Table {
        let shape = shapes[shapes.count - 1]
        let places = (0..<shape[2]).flatMap { channel in
            (0..<shape[0]).flatMap { row in
                (0..<shape[1]).map { column in
                    Place(
                        index: Self.index(shape, row, column, channel), row: row, column: column, channel: channel,
                        last: Self.indexChannelsLast(shape, row, column, channel))
                }
            }
        }
        return TableLayout<Place>(
            name: "flatten", title: "One row per number of \(Self.text(shape))",
            fields: [
                .init(Column("index", .integer, "Place in the row, channels first, 0-based", key: true)) {
                    .integer($0.index)
                },
                .init(Column("row", .integer, "From the top, 0-based")) { .integer($0.row) },
                .init(Column("column", .integer, "From the left, 0-based")) { .integer($0.column) },
                .init(Column("channel", .integer, "0-based")) { .integer($0.channel) },
                .init(Column("index_channels_last", .integer, "Place in the row, channels last, 0-based")) {
                    .integer($0.last)
                },
            ]
        ).table(places)
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let shape = [
            Int.random(in: 4...32, using: &generator), Int.random(in: 4...32, using: &generator),
            [1, 3].randomElement(using: &generator) ?? 1,
        ]
        guard Bool.random(using: &generator) else {
            let count = shape.reduce(1, *)
            return Question(
                "How many numbers is an image of \(text(shape)) when flattened?",
                answer: .number(Double(count), decimals: 0),
                working: [shape.map(String.init).joined(separator: "·") + " = \(count)"])
        }
        let row = Int.random(in: 0..<shape[0], using: &generator)
        let column = Int.random(in: 0..<shape[1], using: &generator)
        let place = index([shape[0], shape[1], 1], row, column, 0)
        return Question(
            "A grey image of \(shape[0]) × \(shape[1]), flattened row by row, all counted from 0: at which place is the pixel in row \(row), column \(column)?",
            answer: .number(Double(place), decimals: 0),
            working: ["row·columns + column = \(row)·\(shape[1]) + \(column) = \(place)"])
    }
}
