import Figures
import Inference
import Networks
public import Planes
public import Tables

/// Which classes are taken for which, and the pictures that were wrong.
extension PredictionReport {
    /// A picture whose class is known, by its place among all.
    struct Judged: Sendable {
        let index: Int
        let picture: Picture
        let truth: String
        let guess: Predictions.Prediction
        /// The place of the truth among the guesses, from 0; `nil` if no class is called so.
        let rank: Int?

        /// What the network gave to the truth.
        var truthProbability: Double? { rank.map { picture.predictions.ranked[$0].probability } }
    }

    var judged: [Judged] {
        pictures.enumerated().compactMap { index, picture in
            picture.truth.map { truth in
                let ranked = picture.predictions.ranked
                return Judged(
                    index: index, picture: picture, truth: truth, guess: ranked[0],
                    rank: ranked.firstIndex { label($0.index) == truth })
            }
        }
    }

    /// In the pictures' order.
    private var mistaken: [Judged] { judged.filter { $0.truth != label($0.guess.index) } }

    /// The surest first.
    private var surest: [Judged] {
        mistaken.sorted { a, b in
            (a.guess.probability, b.index) > (b.guess.probability, a.index)
        }
    }

    /// A class's place in the network's answer, by the name that the pictures' file gives it; `nil` for one that is not there.
    private func place(of truth: String) -> Int? {
        pictures[0].predictions.ranked.map(\.index).first { label($0) == truth }
    }

    private struct Pair: Hashable, Sendable {
        let truth: String
        let guess: Int
    }

    /// How often each class was taken for each, in the order of the network's classes; classes that it does not have last.
    private var pairs: [(pair: Pair, count: Int, share: Double)] {
        let judged = judged
        let all = Dictionary(grouping: judged, by: \.truth).mapValues(\.count)
        let counts = Dictionary(grouping: judged) { Pair(truth: $0.truth, guess: $0.guess.index) }.mapValues(\.count)
        let places = Dictionary(uniqueKeysWithValues: all.keys.map { ($0, place(of: $0) ?? Int.max) })
        func isBefore(_ a: Pair, _ b: Pair) -> Bool {
            let (first, second) = (places[a.truth] ?? Int.max, places[b.truth] ?? Int.max)
            return (first, a.truth, a.guess) < (second, b.truth, b.guess)
        }
        return counts.keys.sorted(by: isBefore).map { pair in
            let count = counts[pair] ?? 0
            return (pair, count, Double(count) / Double(all[pair.truth] ?? 1))
        }
    }

    /// `confusion`: one row per class and guess that occurred, of pictures whose class is known.
    public var confusionTable: Table {
        let label = label
        return TableLayout<(pair: Pair, count: Int, share: Double)>(
            name: "confusion", title: "Which classes are taken for which; pairs that did not occur are left out",
            fields: [
                .init(Column("truth", .string, "The pictures' label in their file", key: true)) {
                    .text($0.pair.truth)
                },
                .init(Column("guess", .string, "The first guess", key: true)) { .text(label($0.pair.guess)) },
                .init(Column("pictures", .integer, "How many")) { .integer($0.count) },
                .init(Column("share_frac", .number, unit: "fraction", "Of the pictures of this truth")) {
                    .number($0.share)
                },
            ]
        ).table(pairs)
    }

    /// `mistakes`: one row per picture whose first guess is wrong.
    public var mistakesTable: Table {
        let label = label
        return TableLayout<Judged>(
            name: "mistakes", title: "The pictures whose first guess is wrong",
            fields: [
                .init(Column("image", .string, "The file's name", key: true)) { .text($0.picture.file) },
                .init(Column("row", .integer, "Row of a file of several pictures, 0-based", key: true)) {
                    Cell($0.picture.row)
                },
                .init(Column("truth", .string, "The picture's label in its file")) { .text($0.truth) },
                .init(Column("guess", .string, "The first guess")) { .text(label($0.guess.index)) },
                .init(Column("probability", .number, "Of the guess")) { .number($0.guess.probability) },
                .init(
                    Column(
                        "truth_rank", .integer,
                        "Of the truth among the guesses, 1 the likeliest; empty if no class is called so")
                ) {
                    Cell($0.rank.map { $0 + 1 })
                },
                .init(Column("truth_probability", .number, "Of the truth")) { Cell($0.truthProbability) },
            ]
        ).table(mistaken)
    }

    /// Classes of which the whole matrix is printed.
    private static let widest = 12
    /// Mistakes that are named, and those that are drawn.
    private static let (named, drawn) = (6, 60)

    /// The matrix of small numbers of classes, or the commonest confusions, and the surest mistakes.
    var confusionText: [String] {
        let judged = judged
        guard judged.count > 1 else { return [] }
        let pairs = pairs
        let truths = pairs.map(\.pair.truth).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        let guesses = Set(pairs.map(\.pair.guess) + truths.compactMap(place)).sorted()
        let counts = Dictionary(uniqueKeysWithValues: pairs.map { ($0.pair, $0.count) })
        var lines: [String]
        if truths.count <= Self.widest, guesses.count <= Self.widest, guesses.allSatisfy({ label($0).count <= 5 }) {
            lines =
                ["What is (rows) and what it is taken for (columns):"]
                + TextTable(
                    columns: [("", .right)] + guesses.map { (label($0), .right) },
                    rows: truths.map { truth in
                        [truth] + guesses.map { counts[Pair(truth: truth, guess: $0)].map(String.init) ?? "." }
                    }
                ).lines
        } else {
            let wrong = pairs.filter { $0.pair.truth != label($0.pair.guess) }.sorted { $0.count > $1.count }
            guard !wrong.isEmpty else { return [] }
            lines =
                ["What is most often taken for something else:"]
                + TextTable(
                    columns: [("is", .left), ("taken for", .left), ("pictures", .right), ("of all of it", .right)],
                    rows: wrong.prefix(Self.named).map {
                        [
                            String($0.pair.truth.prefix(24)), String(label($0.pair.guess).prefix(24)), "\($0.count)",
                            percent($0.share, 0),
                        ]
                    }
                ).lines
        }
        let surest = surest
        guard !surest.isEmpty else { return lines }
        let texts = surest.prefix(Self.named).map {
            "\($0.picture.row.map { "row \($0)" } ?? $0.picture.file) (is \($0.truth), taken for \(label($0.guess.index)) with \(rounded($0.guess.probability, 3)))"
        }
        return lines
            + wrapped(
                "\(counted(surest.count, "picture is", "pictures are")) taken for something else, the surest first: \(texts.joined(separator: "; "))\(surest.count > texts.count ? "; all in the table 'mistakes'" : "")."
            )
    }

    /// The pictures that were wrong, the surest first; none where all were right.
    ///
    /// - Parameter image: the picture at a place; `nil` for one that is no picture.
    public func mistakesFigures(_ image: (_ index: Int) throws -> Image?) rethrows -> FigureSet {
        var set = FigureSet()
        if let montage = try mistakes(image) {
            set.add("mistakes") { () throws(FigureError) in try montage.drawn() }
        }
        return set
    }

    private func mistakes(_ image: (_ index: Int) throws -> Image?) rethrows -> Montage? {
        let surest = surest
        let tiles = try surest.prefix(Self.drawn).compactMap { one -> Montage.Tile? in
            guard let image = try image(one.index) else { return nil }
            let scale = 84 / Double(max(image.size.height, image.size.width))
            func pixels(_ side: Int) -> Int { max(1, Int((Double(side) * scale).rounded())) }
            let small = PixelSize(height: pixels(image.size.height), width: pixels(image.size.width))
            return Montage.Tile(
                pictures: [Figures.Picture(of: image, size: small)],
                caption:
                    "\(one.picture.row.map { "row \($0)" } ?? one.picture.file): \(one.truth), not \(label(one.guess.index))"
            )
        }
        guard !tiles.isEmpty else { return nil }
        let rest = surest.count - tiles.count
        return Montage(
            title: "Pictures taken for something else",
            sections: [
                Montage.Section(
                    heading: rest > 0 ? "The \(tiles.count) surest of \(surest.count)" : "The surest first",
                    tiles: tiles,
                    magnification: 1)
            ], note: "What it is, and what the network took it for.")
    }
}
