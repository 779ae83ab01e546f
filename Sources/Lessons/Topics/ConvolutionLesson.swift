import Figures
import Planes
import Tables

/// A small image under a small kernel, every product typed out; correlation beside true convolution; a Sobel kernel.
struct ConvolutionLesson: LessonPlan {
    static let summary = "a 5 × 5 image under a 3 × 3 kernel, every product"
    static let takes: [(parameter: Parameter, form: String)] = [
        (.input, "rows of numbers, '1 0; 0 1'"), (.kernel, "rows of numbers, or its size, '3'"), (.stride, "pixels"),
        (.padding, "zeros on every side"),
    ]

    static let image = Plane(rows: [
        [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0],
    ])
    static let kernel = Plane(rows: [[1, 0, 1], [0, 1, 0], [1, 0, 1]])
    /// Brighter to the right: Sobel & Feldman's 3 × 3 gradient.
    static let sobel = Plane(rows: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])

    let image: Plane
    let hand: ByHand

    init(_ parameters: Parameters) throws(LessonError) {
        image = try parameters.matrix(.input, or: Self.image)
        hand = try ByHand(
            image: image, kernel: try Self.kernel(parameters),
            stride: parameters.integer(.stride, in: 1...Parameters.largestSide, or: 1),
            padding: parameters.integer(.padding, in: 0...8, or: 0))
    }

    /// The reader's kernel; of one whole number the lecture's cross of that size.
    private static func kernel(_ parameters: Parameters) throws(LessonError) -> Plane {
        guard let text = parameters[.kernel], Int(text.filter { !$0.isWhitespace }) != nil else {
            return try parameters.matrix(.kernel, or: kernel)
        }
        let side = try parameters.integer(.kernel, in: 1...Parameters.largestSide, or: 3)
        return Plane(size: PixelSize(side: side)) { row, column in
            row == column || row + column == side - 1 ? 1 : 0
        }
    }

    var lesson: Lesson {
        let (stride, padding) = (hand.rows.stride, hand.rows.padding)
        return Lesson(
            title: "Convolution by hand",
            answer:
                "A \(image.size) image under a \(hand.kernel.size) kernel, stride \(stride), padding \(padding), gives a map of \(hand.size).",
            steps: [given, size, first, rest, map, turned, sobelStep, ColorVolume().step].compactMap(\.self),
            tables: [table, termsTable], pictures: [Lesson.Drawing("convolution", numberGrid)])
    }

    private var given: Lesson.Step {
        let grids = [("image", Grid(image)), ("kernel", Grid(hand.kernel))]
        let padded = hand.rows.padding > 0 ? [("image with padding", Grid(hand.padded))] : []
        return Lesson.Step("An image and a kernel of weights.", [.lines(Grid.beside(grids + padded))])
    }

    private var size: Lesson.Step {
        let isSquare = hand.rows == hand.columns
        return Lesson.Step(
            "How large is the map? (N + 2·padding - kernel)/stride + 1, along each side.",
            (isSquare ? [.text("Rows and columns alike:")] : [.text("Rows:")])
                + hand.rows.working + hand.rows.explanation
                + (isSquare ? [] : [.text("Columns:")] + hand.columns.working + hand.columns.explanation))
    }

    private var first: Lesson.Step {
        let value = Double(hand.correlation[0, 0])
        return Lesson.Step(
            "Lay the kernel on the top left corner. Multiply each pixel by the weight that lies on it, and add.",
            [.lines(Grid.beside([("image", hand.marked(0, 0)), ("kernel", Grid(hand.kernel))]))]
                + [
                    .lines(
                        Sum.lines(
                            "map[0,0]", hand.terms(0, 0).map(\.text), Numeral.equals(value),
                            row: hand.kernel.size.width))
                ])
    }

    /// The most units whose sums are typed out; all are in the tables.
    static let shownUnits = 25

    private var rest: Lesson.Step? {
        let map = hand.correlation
        let units = (0..<hand.size.height).flatMap { row in (0..<hand.size.width).map { (row, $0) } }.dropFirst()
        guard !units.isEmpty else { return nil }
        let lines = units.prefix(Self.shownUnits).flatMap { row, column in
            Sum.lines(
                "map[\(row),\(column)]", rows: hand.terms(row, column).map(\.text), of: hand.kernel.size.width,
                Numeral.equals(Double(map[row, column])))
        }
        let more = units.count - Self.shownUnits
        return Lesson.Step(
            "Move the kernel \(hand.rows.stride == 1 ? "one pixel" : "\(hand.rows.stride) pixels") on, and do it again: map[row,column].",
            [.lines(lines)]
                + (more > 0 ? [.text("… and \(more) more, in the table convolution_terms.")] : []))
    }

    private var map: Lesson.Step {
        Lesson.Step(
            "The map: one number for every place of the kernel.", [.lines(Grid(hand.correlation).lines)])
    }

    private var turned: Lesson.Step {
        let (kernel, turned) = (hand.kernel, hand.kernel.halfTurned)
        let isSame = kernel == turned
        let verdict =
            isSame
            ? "This kernel is its own half turn, so that the two maps are the same."
            : hand.convolution == hand.correlation
                ? "The kernel is not its own half turn, and yet on this image the two maps are the same."
                : "The two maps differ. A network learns its weights, so it can learn the kernel or the turned one and nothing is lost; whoever compares kernels must know which it is."
        return Lesson.Step(
            "What networks call convolution is correlation: the kernel as it is. True convolution turns it by half a turn first.",
            [
                .lines(
                    Grid.beside([
                        ("kernel", Grid(kernel)), ("turned", Grid(turned)),
                    ])),
                .lines(
                    Grid.beside([
                        ("correlation", Grid(hand.correlation)), ("convolution", Grid(hand.convolution)),
                    ])),
                .text(verdict),
            ])
    }

    private var sobelHand: ByHand? {
        try? ByHand(image: image, kernel: Self.sobel, stride: hand.rows.stride, padding: hand.rows.padding)
    }

    private var sobelStep: Lesson.Step? {
        guard let sobel = sobelHand else { return nil }
        let value = Double(sobel.correlation[0, 0])
        return Lesson.Step(
            "A Sobel kernel asks: is it brighter to the right? It answers vertical edges: bars at 90°, luminance changing along 0°.",
            [
                .lines(Grid.beside([("Sobel", Grid(Self.sobel)), ("turned", Grid(Self.sobel.halfTurned))])),
                .lines(Sum.lines("map[0,0]", sobel.terms(0, 0).map(\.text), Numeral.equals(value), row: 3)),
                .lines(
                    Grid.beside([
                        ("correlation", Grid(sobel.correlation)), ("convolution", Grid(sobel.convolution)),
                    ])),
                .text("Half a turn changes the sign of every weight, and so of every unit: light becomes dark."),
            ])
    }

    private var numberGrid: NumberGrid {
        let limit = max(hand.correlation.largest, hand.convolution.largest)
        let sobel = sobelHand.map {
            [NumberGrid.Panel("Sobel", Self.sobel), NumberGrid.Panel("its correlation", $0.correlation)]
        }
        return NumberGrid(
            title: "Convolution by hand",
            panels: [
                NumberGrid.Panel("image", image), NumberGrid.Panel("kernel", hand.kernel),
                NumberGrid.Panel("correlation", hand.correlation, limit: limit),
                NumberGrid.Panel("convolution", hand.convolution, limit: limit),
            ] + (sobel ?? []),
            note: "Red above 0, blue below, white 0; each grid by its own largest value, the first two maps by one.")
    }
}

extension ConvolutionLesson {
    private struct Unit: Sendable {
        let row, column, y, x: Int
        let correlation, convolution: Float
    }

    private var table: Table {
        let (correlation, convolution) = (hand.correlation, hand.convolution)
        let units = (0..<hand.size.height).flatMap { row in
            (0..<hand.size.width).map { column in
                Unit(
                    row: row, column: column, y: hand.rows.start(row), x: hand.columns.start(column),
                    correlation: correlation[row, column], convolution: convolution[row, column])
            }
        }
        return TableLayout<Unit>(
            name: "convolution", title: "One row per unit of the map",
            fields: [
                .init(Column("row", .integer, "Of the unit, 0-based", key: true)) { .integer($0.row) },
                .init(Column("column", .integer, "Of the unit, 0-based", key: true)) { .integer($0.column) },
                .init(Column("y_px", .integer, unit: "pixel", "First image row under it; negative in the padding")) {
                    .integer($0.y)
                },
                .init(Column("x_px", .integer, unit: "pixel", "First image column under it; negative in the padding")) {
                    .integer($0.x)
                },
                .init(Column("correlation", .number, "Kernel as it is, as in networks")) {
                    Cell(shortest: $0.correlation)
                },
                .init(Column("convolution", .number, "Kernel turned by half a turn, as in mathematics")) {
                    Cell(shortest: $0.convolution)
                },
            ]
        ).table(units)
    }

    private struct Product: Sendable {
        let row, column: Int
        let term: ByHand.Term
    }

    private var termsTable: Table {
        let products = (0..<hand.size.height).flatMap { row in
            (0..<hand.size.width).flatMap { column in
                hand.terms(row, column).map { Product(row: row, column: column, term: $0) }
            }
        }
        return TableLayout<Product>(
            name: "convolution_terms", title: "One row per product of the correlation",
            fields: [
                .init(Column("row", .integer, "Of the unit, 0-based", key: true)) { .integer($0.row) },
                .init(Column("column", .integer, "Of the unit, 0-based", key: true)) { .integer($0.column) },
                .init(Column("kernel_row", .integer, "0-based", key: true)) { .integer($0.term.row) },
                .init(Column("kernel_column", .integer, "0-based", key: true)) { .integer($0.term.column) },
                .init(Column("pixel", .number, "Image value; 0 in the padding")) { Cell(shortest: $0.term.pixel) },
                .init(Column("weight", .number, "Kernel value")) { Cell(shortest: $0.term.weight) },
                .init(Column("product", .number, "What is added")) {
                    Cell(shortest: $0.term.pixel * $0.term.weight)
                },
            ]
        ).table(products)
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let size = PixelSize(side: 3)
        let image = Plane(size: size) { _, _ in Float(Int.random(in: 0...3, using: &generator)) }
        let kernel = Plane(size: size) { _, _ in Float(Int.random(in: -1...1, using: &generator)) }
        let isTrue = Bool.random(using: &generator)
        let used = isTrue ? kernel.halfTurned : kernel
        guard let hand = try? ByHand(image: image, kernel: used) else { preconditionFailure("3 fits into 3") }
        let value = Double(hand.correlation[0, 0])
        return Question(
            isTrue
                ? "What does true convolution give, the kernel turned by half a turn?"
                : "What does a network's convolution give, the kernel not turned?",
            lines: Grid.beside([("image", Grid(image)), ("kernel", Grid(kernel))]),
            answer: .number(value, decimals: 0),
            working: Sum.lines("map[0,0]", hand.terms(0, 0).map(\.text), Numeral.equals(value)))
    }
}

extension Cell {
    /// A 32-bit value with the fewest digits that read back as the same 32 bits.
    init(shortest value: Float) { self.init(Double(value.description)) }
}
