import Figures
import Networks
import Planes
import Tables

/// Is it an X? Pixel by pixel, and by features that may move.
struct MatchLesson: LessonPlan {
    static let summary = "is it an X? Equal pixels against features that may move"
    static let takes: [(parameter: Parameter, form: String)] = [
        (.input, "a picture of 9 rows of 9: # and ., or 1 and -1"), (.kernel, "a feature of 3 rows of 3, likewise"),
    ]

    /// The X first.
    let pictures: [(name: String, plane: Plane)]
    /// The reader's own feature.
    let feature: Plane?

    init(_ parameters: Parameters) throws(LessonError) {
        let own = try Self.drawing(.input, side: 9, in: parameters)
        let known = MatchPictures.all
        pictures = own.map { known.prefix(1) + [("yours", $0)] + known.dropFirst() } ?? known
        feature = try Self.drawing(.kernel, side: 3, in: parameters)
    }

    /// A square picture of ±1, drawn or in numbers.
    private static func drawing(_ parameter: Parameter, side: Int, in parameters: Parameters) throws(LessonError)
        -> Plane?
    {
        guard let text = parameters[parameter] else { return nil }
        let rows = text.split { $0 == ";" || $0.isNewline }.map { $0.filter { !$0.isWhitespace } }
        let isDrawn = rows.allSatisfy { $0.allSatisfy { "#xX.".contains($0) } }
        if isDrawn, rows.count == side, rows.allSatisfy({ $0.count == side }) {
            return Plane(rows: rows.map { $0.map { $0 == "." ? -1 : 1 } })
        }
        if !isDrawn, let plane = try? parameters.matrix(parameter, or: Plane(rows: [[0]]), width: side),
            plane.size.height == side, plane.values.allSatisfy({ abs($0) == 1 })
        {
            return plane
        }
        throw .unreadable(
            parameter, value: text,
            expected: "\(side) rows of \(side), with ; between rows, drawn with # and . or written with 1 and -1")
    }

    private var cross: Plane { pictures[0].plane }

    /// Pixels as in the X.
    func equality(_ plane: Plane) -> Int { zip(plane.values, cross.values).count { $0 == $1 } }

    var lesson: Lesson {
        let known = pictures.filter { MatchPictures.crosses.contains($0.name) }
        let found = known.count { FeatureVotes(on: $0.plane).isCross }
        let all = MatchPictures.size.count
        let equal = known.count { equality($0.plane) == all }
        return Lesson(
            title: "Is it an X?",
            answer:
                "Of \(counted(known.count, "picture", "pictures")) that people call an X, pixel equality finds \(equal) and features find \(found)."
                + own,
            steps: [show, pixels, features, place, map, votes, ownFeature, verdict].compactMap(\.self),
            tables: [table, mapTable], pictures: [Lesson.Drawing("match", montage)])
    }

    private var own: String {
        guard let yours = pictures.first(where: { $0.name == "yours" }) else { return "" }
        let votes = FeatureVotes(on: yours.plane)
        return " Yours scores \(Numeral.fixed(votes.score, 2)): \(votes.isCross ? "an X" : "not an X")."
    }

    private var show: Lesson.Step {
        Lesson.Step(
            "Pictures of 9 × 9: # is 1, . is -1. Which are an X?",
            [.lines(Grid.beside(pictures.map { ($0.name, Grid.drawing($0.plane)) }))])
    }

    private var pixels: Lesson.Step {
        let all = MatchPictures.size.count
        let table = TextTable(
            columns: [("picture", .left), ("equal pixels", .right), ("same picture?", .left)],
            rows: pictures.map {
                let count = equality($0.plane)
                return [$0.name, "\(count) of \(all)", count == all ? "yes" : "no"]
            })
        let blank = pictures.first { $0.name == "blank" }.map { equality($0.plane) } ?? 0
        let worse = pictures.filter { MatchPictures.crosses.contains($0.name) && equality($0.plane) < blank }
        return Lesson.Step(
            "First try: count the pixels that equal the X's.",
            [
                .lines(table.lines),
                .text(
                    "Only the X itself passes. And counting misleads: a blank page has \(blank) equal pixels, more than: \(worse.map(\.name).joined(separator: ", "))."
                ),
            ])
    }

    private var features: Lesson.Step {
        Lesson.Step(
            "Second try: small features. An X has two diagonals and a crossing.",
            [.lines(Grid.beside(MatchPictures.features.map { ("\($0.name)  ", Grid.drawing($0.plane)) }))])
    }

    /// A feature on a place that it matches, and on one that it does not.
    private var place: Lesson.Step {
        let feature = MatchPictures.features[0]
        guard let hand = try? ByHand(image: cross, kernel: feature.plane) else { preconditionFailure("3 fits into 9") }
        let map = FeatureVotes.map(of: feature.plane, on: cross)
        func lines(_ row: Int, _ column: Int) -> [String] {
            let terms = hand.terms(row, column)
            let sum = terms.reduce(0) { $0 + Double($1.pixel * $1.weight) }
            let worked = Sum.lines("sum[\(row),\(column)]", terms.map(\.text), Numeral.equals(sum), row: 3)
            return worked + [
                "match[\(row),\(column)] = \(Numeral.text(sum))/\(terms.count) \(Numeral.equals(Double(map[row, column]), decimals: 2))"
            ]
        }
        return Lesson.Step(
            "Lay a feature on a place, multiply, add, divide by the number of pixels: 1 where all agree. The feature \(feature.name) on the X at row 1, column 1, and at row 3, column 3:",
            [.lines(lines(1, 1)), .lines(lines(3, 3))])
    }

    private var map: Lesson.Step {
        let feature = MatchPictures.features[0]
        guard let hand = try? ByHand(image: cross, kernel: feature.plane) else { preconditionFailure("3 fits into 9") }
        return Lesson.Step(
            "At every place: the feature map, \(hand.rows.shortFormula) rows and columns. The feature \(feature.name) on the X:",
            [.lines(Grid.fixed(FeatureVotes.map(of: feature.plane, on: cross), decimals: 2).lines)])
    }

    private var votes: Lesson.Step {
        let all = pictures.map { ($0.name, FeatureVotes(on: $0.plane)) }
        let names = all[0].1.votes.map(\.name)
        let rows = all.map { name, votes in
            [name] + votes.votes.map { Numeral.fixed($0.value, 2) } + [Numeral.fixed(votes.score, 2)]
        }
        let heads = ["1", "2", "3", "4", "5", "mean"]
        let table = TextTable(
            columns: [("picture", .left)] + heads.map { ($0, .right) }, rows: rows)
        return Lesson.Step(
            "A feature need not be in its exact place: take its best match within a part of the picture (max pooling). Five votes, and their mean.",
            [
                .lines(names.enumerated().map { "\($0 + 1)  \($1)" }), .lines(table.lines),
            ])
    }

    private var ownFeature: Lesson.Step? {
        guard let feature else { return nil }
        let plane = pictures.first { $0.name == "yours" } ?? pictures[0]
        let map = FeatureVotes.map(of: feature, on: plane.plane)
        return Lesson.Step(
            "Your feature on \(plane.name == "yours" ? "your picture" : "the X"): the best match is \(Numeral.fixed(Double(map.values.max() ?? 0), 2)).",
            [.lines(Grid.beside([("feature", Grid.drawing(feature)), ("its map", Grid.fixed(map, decimals: 2))]))])
    }

    private var verdict: Lesson.Step {
        let all = pictures.map { ($0.name, FeatureVotes(on: $0.plane).isCross) }
        func names(_ isCross: Bool) -> String { all.filter { $0.1 == isCross }.map(\.0).joined(separator: ", ") }
        return Lesson.Step(
            "A mean of \(Numeral.text(FeatureVotes.threshold)) or more is called an X. The number is set by hand, between the two groups; a network learns it, as it learns the features.",
            [
                .lines(["an X      \(names(true))", "not an X  \(names(false))"]),
                .text(
                    "What features of one orientation cannot do is turn: the X turned by 45° is a plus to them. A network has features of many orientations, and so has V1."
                ),
            ])
    }

    private var montage: Montage {
        Montage(
            title: "Is it an X?",
            sections: [
                Montage.Section(
                    heading: "Pictures of 9 × 9",
                    tiles: pictures.map {
                        Montage.Tile(
                            pictures: [Picture(signed: $0.plane, limit: 1, scale: .grey)],
                            caption:
                                "\($0.name)\n\(equality($0.plane)) px equal\nscore \(Numeral.fixed(FeatureVotes(on: $0.plane).score, 2))"
                        )
                    }),
                Montage.Section(
                    heading: "Features of 3 × 3",
                    tiles: MatchPictures.features.map {
                        Montage.Tile(pictures: [Picture(signed: $0.plane, limit: 1, scale: .grey)], caption: $0.name)
                    }),
                Montage.Section(
                    heading: "How well each feature matches at each place",
                    tiles: pictures.map { picture in
                        Montage.Tile(
                            pictures: FeatureVotes(on: picture.plane).maps.map { Picture(signed: $0, limit: 1) },
                            caption: picture.name)
                    }),
            ],
            note: "Pictures: white is 1, black −1. Maps: red where the feature matches, blue where it is opposite.",
            scaleBars: [Montage.ScaleBar(scale: .diverging, low: "−1", high: "1")], magnification: 10, width: 1060)
    }
}
