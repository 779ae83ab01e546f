import Figures
import Networks
import Planes
import Tables

/// Windows of an image, each replaced by its largest value or its mean.
struct PoolLesson: LessonPlan {
    static let summary = "each window's largest value, or its mean"
    static let takes: [(parameter: Parameter, form: String)] = [
        (.input, "rows of numbers"), (.kernel, "rows and columns of a window"), (.stride, "pixels"),
    ]

    static let image = Plane(rows: [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])

    let image: Plane
    /// The window as a kernel of ones: its correlation is the sum in each window.
    let hand: ByHand

    init(_ parameters: Parameters) throws(LessonError) {
        image = try parameters.matrix(.input, or: Self.image)
        let side = try parameters.integer(.kernel, in: 1...Parameters.largestSide, or: 2)
        let stride = try parameters.integer(.stride, in: 1...Parameters.largestSide, or: side)
        hand = try Self.windows(side, on: image, stride: stride)
    }

    private static func windows(_ side: Int, on image: Plane, stride: Int) throws(LessonError) -> ByHand {
        try ByHand(image: image, kernel: Plane(size: PixelSize(side: side)) { _, _ in 1 }, stride: stride)
    }

    private static func largest(_ hand: ByHand) -> Plane {
        Plane(size: hand.size) { row, column in hand.terms(row, column).map(\.pixel).max() ?? 0 }
    }

    private static func means(_ hand: ByHand) -> Plane {
        let sums = hand.correlation
        return Plane(size: hand.size) { sums[$0, $1] / Float(hand.kernel.size.count) }
    }

    var lesson: Lesson {
        Lesson(
            title: "Pooling",
            answer:
                "A \(image.size) map in windows of \(hand.kernel.size), stride \(hand.rows.stride), becomes \(hand.size): \(image.size.count) numbers become \(hand.size.count). There is nothing to learn: no parameters.",
            steps: [size, windows, maps, shift], tables: [table],
            pictures: [Lesson.Drawing("pool", numberGrid)])
    }

    private var size: Lesson.Step {
        let isSquare = hand.rows == hand.columns
        return Lesson.Step(
            "The windows stand as a kernel does: (N - f)/s + 1 along each side.",
            hand.rows.working + hand.rows.explanation
                + (isSquare ? [] : hand.columns.working + hand.columns.explanation))
    }

    private var windows: Lesson.Step {
        let (largest, means) = (Self.largest(hand), Self.means(hand))
        let units = (0..<hand.size.height).flatMap { row in (0..<hand.size.width).map { (row, $0) } }
        let lines = units.prefix(ConvolutionLesson.shownUnits).flatMap { row, column -> [String] in
            let pixels = hand.terms(row, column).map { Numeral.factor($0.pixel) }
            let mean = "(" + pixels.joined(separator: "+") + ")/\(pixels.count)"
            return [
                "max[\(row),\(column)]  = max(\(pixels.joined(separator: ", "))) \(Numeral.equals(Double(largest[row, column])))",
                "mean[\(row),\(column)] = \(mean) \(Numeral.equals(Double(means[row, column])))",
            ].flatMap(Self.broken)
        }
        let more = units.count - ConvolutionLesson.shownUnits
        return Lesson.Step(
            "In every window take the largest value, or the mean.",
            [.lines(Grid.beside([("first window", hand.marked(0, 0))])), .lines(lines)]
                + (more > 0 ? [.text("… and \(counted(more, "window", "windows")) more, in the table pool.")] : []))
    }

    /// A long line broken behind its commas and plus signs.
    private static func broken(_ line: String) -> [String] {
        var lines: [String] = []
        var current = ""
        var piece = ""
        for character in line + "\n" {
            piece.append(character)
            guard ",+\n".contains(character) else { continue }
            if current.count + piece.count > Sum.width {
                lines.append(current)
                current = "           "
            }
            current += piece
            piece = ""
        }
        return lines + [String(current.dropLast())]
    }

    private var maps: Lesson.Step {
        Lesson.Step(
            "Both maps.",
            [
                .lines(
                    Grid.beside([
                        ("map", Grid(image)), ("max", Grid(Self.largest(hand))), ("mean", Grid(Self.means(hand))),
                    ]))
            ])
    }

    /// One bright pixel at five places of a 4 × 4 map, and what the largest of each 2 × 2 window is.
    private var shift: Lesson.Step {
        let places = [(0, 0), (0, 1), (1, 1), (1, 2)]
        let dots = places.map { row, column in Plane(size: PixelSize(side: 4)) { $0 == row && $1 == column ? 1 : 0 } }
        let pools = dots.map { dot -> Plane in
            guard let hand = try? Self.windows(2, on: dot, stride: 2) else { preconditionFailure("2 fits into 4") }
            return Self.largest(hand)
        }
        let same = pools.prefix { $0 == pools[0] }.count
        return Lesson.Step(
            "What it buys: a feature may move a little and the map stays. A bright pixel at \(places.count) places, 2 × 2 windows:",
            [
                .lines(Grid.beside(zip(places, dots).map { ("at \($0.0),\($0.1)", Grid($1)) })),
                .lines(Grid.beside(pools.map { ("max      ", Grid($0)) })),
                .text(
                    "The first \(same) give one map, the last another: the feature may move within its window, not across its edge."
                ),
            ])
    }

    private var numberGrid: NumberGrid {
        let limit = image.largest
        return NumberGrid(
            title: "Pooling: windows of \(hand.kernel.size), stride \(hand.rows.stride)",
            panels: [
                NumberGrid.Panel("map", image), NumberGrid.Panel("max", Self.largest(hand), limit: limit),
                NumberGrid.Panel("mean", Self.means(hand), limit: limit),
            ], note: "Red above 0, blue below, white 0; one scale for all three.")
    }

    private struct Unit: Sendable {
        let row, column, y, x: Int
        let largest, mean: Float
    }

    private var table: Table {
        let (largest, means) = (Self.largest(hand), Self.means(hand))
        let units = (0..<hand.size.height).flatMap { row in
            (0..<hand.size.width).map { column in
                Unit(
                    row: row, column: column, y: hand.rows.start(row), x: hand.columns.start(column),
                    largest: largest[row, column], mean: means[row, column])
            }
        }
        return TableLayout<Unit>(
            name: "pool", title: "One row per window",
            fields: [
                .init(Column("row", .integer, "Of the window, 0-based", key: true)) { .integer($0.row) },
                .init(Column("column", .integer, "Of the window, 0-based", key: true)) { .integer($0.column) },
                .init(Column("y_px", .integer, unit: "pixel", "Its first row")) { .integer($0.y) },
                .init(Column("x_px", .integer, unit: "pixel", "Its first column")) { .integer($0.x) },
                .init(Column("max", .number, "Largest value")) { Cell(shortest: $0.largest) },
                .init(Column("mean", .number, "Mean value")) { Cell(shortest: $0.mean) },
            ]
        ).table(units)
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let image = Plane(size: PixelSize(side: 4)) { _, _ in Float(Int.random(in: 0...9, using: &generator)) }
        guard let hand = try? windows(2, on: image, stride: 2) else { preconditionFailure("2 fits into 4") }
        let row = Int.random(in: 0...1, using: &generator)
        let column = Int.random(in: 0...1, using: &generator)
        let pixels = hand.terms(row, column).map { Numeral.text($0.pixel) }
        let isMax = Bool.random(using: &generator)
        let value = Double((isMax ? largest(hand) : means(hand))[row, column])
        return Question(
            "\(isMax ? "Max" : "Mean") pooling, windows of 2 × 2, stride 2: what is the unit in row \(row), column \(column), counted from 0?",
            lines: Grid(image).lines, answer: .number(value, decimals: isMax ? 0 : 2),
            working: [
                isMax
                    ? "max(\(pixels.joined(separator: ", "))) = \(Numeral.text(value))"
                    : "(\(pixels.joined(separator: " + ")))/4 = \(Numeral.text(value))"
            ])
    }
}
