public import Inference
import Networks
public import Tables

/// What `classify` shows: a network's best guesses for each picture.
public struct PredictionReport: Sendable {
    /// One picture and what it is taken for.
    public struct Picture: Sendable {
        let file: String
        let row: Int?
        let truth: String?
        let isUnseen: Bool?
        let reading: DrawingReading?
        /// All classes by probability.
        public let predictions: Predictions

        /// A picture.
        ///
        /// - Parameters:
        ///   - file: the file's name without its folder.
        ///   - row: its row, where the file holds several.
        ///   - truth: its label in the file.
        ///   - isUnseen: whether the network was neither trained on it nor chosen by it; `nil` where nobody knows.
        ///   - reading: how it was read; as it is, if left out.
        ///   - predictions: classes by their probability.
        public init(
            file: String, row: Int?, truth: String?, isUnseen: Bool? = nil, reading: DrawingReading? = nil,
            predictions: Predictions
        ) {
            self.file = file
            self.row = row
            self.truth = truth
            self.isUnseen = isUnseen
            self.reading = reading
            self.predictions = predictions
        }

        var name: String { row.map { "\(file), row \($0)" } ?? file }
    }

    private let model: String
    private let preprocessing: String
    private let output: String
    let pictures: [Picture]
    private let labels: [String]?
    private let top: Int
    private let note: String?

    /// A report.
    ///
    /// - Parameters:
    ///   - model: the file's name without its folder.
    ///   - preprocessing: one line on what was done to the pictures.
    ///   - output: the tensor that is the answer.
    ///   - pictures: each with its guesses.
    ///   - labels: a name per class.
    ///   - top: guesses shown of each picture.
    ///   - note: a sentence on how the network was run.
    /// - Precondition: at least one picture.
    public init(
        model: String, preprocessing: String, output: String, pictures: [Picture], labels: [String]?, top: Int,
        note: String? = nil
    ) {
        precondition(!pictures.isEmpty, "at least one picture")
        self.model = model
        self.preprocessing = preprocessing
        self.output = output
        self.pictures = pictures
        self.labels = labels
        self.top = top
        self.note = note
    }

    func label(_ index: Int) -> String { labels?[index] ?? "\(index)" }

    /// Its tables.
    public static let tableNames = ["guesses", "confusion", "mistakes"]

    /// Pictures shown one by one; of more, the rest is in the table.
    private static let shown = 12

    /// The report.
    public func text(place: String?) -> String {
        var lines = wrapped(headline)
        for picture in pictures.prefix(Self.shown) { lines += [""] + block(picture) }
        if pictures.count > Self.shown {
            lines += ["", "… and \(pictures.count - Self.shown) more; all of them are in the table 'guesses'."]
        }
        let confusion = confusionText
        if !confusion.isEmpty { lines += [""] + confusion }
        let classes = pictures[0].predictions.ranked.count
        let sums = pictures.map(\.predictions.sum)
        let off = sums.map { abs($0 - 1) }.max() ?? 0
        lines.append("")
        lines += wrapped(
            "\(counted(classes, "class", "classes")) from '\(output)'. "
                + (pictures[0].predictions.isSoftmaxAdded
                    ? "It gives scores; probabilities are their softmax, e^score / Σ e^score."
                    : "It gives probabilities itself.")
                + " They sum to \(rounded(sums[0], 6))"
                + (pictures.count > 1 ? " (over all pictures to 1 within \(rounded(off, 6)))." : "."))
        lines += wrapped("Preprocessing \(preprocessing).\(inkNote)", indent: "  ") + (note.map { wrapped($0) } ?? [])
        lines += wrapped(
            place.map { "Tables are in \($0)/tables (\(Self.tableNames.joined(separator: ", ")))." }
                ?? "Tables: --table \(Self.tableNames.joined(separator: "|")), or all of them with --out DIR.")
        return lines.joined(separator: "\n") + "\n"
    }

    /// ` 2 of 3 pictures are …`; empty where none was read otherwise than all.
    private var inkNote: String {
        let turned = pictures.filter { $0.reading?.isInverted ?? false }
        guard let text = turned.first?.reading?.text else { return "" }
        let which = pictures.count == 1 ? "The picture is" : "\(turned.count) of \(pictures.count) pictures are"
        return " \(which) \(text)."
    }

    private var headline: String {
        let known = pictures.filter { $0.truth != nil }
        if !known.isEmpty {
            let (unseen, seen) = (known.filter { $0.isUnseen == true }, known.filter { $0.isUnseen == false })
            let parts =
                [
                    (unseen, "that it never saw"), (seen, "that it was trained on or chosen by"),
                    (known.filter { $0.isUnseen == nil }, ""),
                ].filter { !$0.0.isEmpty }.map { score($0) + ($1.isEmpty ? "" : " " + $1) }
            return "\(model): the first guess is right for \(parts.joined(separator: ", and for "))"
        }
        let first = pictures[0]
        let prediction = first.predictions.ranked[0]
        return
            "\(model): \(first.name) is taken for \(label(prediction.index)), with probability \(rounded(prediction.probability, 3))"
    }

    /// `976 of 1000 pictures (97.6 %)`.
    private func score(_ pictures: [Picture]) -> String {
        let right = pictures.count { $0.truth == label($0.predictions.ranked[0].index) }
        return
            "\(right) of \(counted(pictures.count, "picture", "pictures")) (\(percent(Double(right) / Double(pictures.count), 1)))"
    }

    func block(_ picture: Picture) -> [String] {
        let table = TextTable(
            columns: [("", .right), ("class", .left), ("probability", .right), ("", .left)],
            rows: picture.predictions.ranked.prefix(top).enumerated().map { rank, prediction in
                [
                    "\(rank + 1)", String(label(prediction.index).prefix(36)), rounded(prediction.probability, 4),
                    Self.bar(prediction.probability),
                ]
            })
        let truth = picture.truth.map { truth in
            " (is \(truth)\(truth == label(picture.predictions.ranked[0].index) ? "" : ", wrong"))"
        }
        let ink = (picture.reading?.isInverted ?? false) ? ", ink on paper" : ""
        return [picture.name + ink + (truth ?? "")] + table.lines
    }

    /// Twenty columns for certainty, in eighths.
    static func bar(_ probability: Double) -> String {
        let eighths = Int((min(max(probability, 0), 1) * 160).rounded())
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + rest
    }

    private struct Row: Sendable {
        let picture: Picture
        let rank: Int
        let prediction: Predictions.Prediction
    }

    /// `first guess 5 (0.981), second guess 3 (0.012)`, of the first picture.
    var firstAndSecond: String {
        let texts = pictures[0].predictions.ranked.prefix(2).map {
            "\(label($0.index)) (\(rounded($0.probability, 3)))"
        }
        return zip(["first guess", "second guess"], texts).map { "\($0) \($1)" }.joined(separator: ", ")
    }

    /// ``table`` without a row.
    static let noGuesses = layout(labels: nil).table([])

    /// `guesses`: one row per picture and rank.
    public var table: Table {
        let rows = pictures.flatMap { picture in
            picture.predictions.ranked.prefix(top).enumerated().map {
                Row(picture: picture, rank: $0 + 1, prediction: $1)
            }
        }
        return Self.layout(labels: labels).table(rows)
    }

    private static func layout(labels: [String]?) -> TableLayout<Row> {
        TableLayout<Row>(
            name: "guesses", title: "The best guesses for each picture, the likeliest first",
            fields: [
                .init(Column("image", .string, "The file's name", key: true)) { .text($0.picture.file) },
                .init(Column("row", .integer, "Row of a file of several pictures, 0-based", key: true)) {
                    Cell($0.picture.row)
                },
                .init(Column("rank", .integer, "1 is the likeliest", key: true)) { .integer($0.rank) },
                .init(Column("class", .integer, "Place in the network's answer, 0-based")) {
                    .integer($0.prediction.index)
                },
                .init(Column("label", .string, "Name of the class; empty without names")) {
                    Cell(labels?[$0.prediction.index])
                },
                .init(Column("probability", .number, "From 0 to 1")) { .number($0.prediction.probability) },
                .init(Column("score", .number, "What the network gave")) { .number(Double($0.prediction.score)) },
                .init(Column("truth", .string, "The picture's label in the file; empty without one")) {
                    Cell($0.picture.truth)
                },
                .init(
                    Column(
                        "trained_on", .boolean,
                        "Whether the network was trained on this picture or chosen by it; empty where its file does not say"
                    )
                ) { $0.picture.isUnseen.map { .flag(!$0) } ?? .absent },
                .init(Column("inverted", .boolean, "Whether the picture was ink on paper and turned to light on dark"))
                {
                    .flag($0.picture.reading?.isInverted ?? false)
                },
            ])
    }
}
