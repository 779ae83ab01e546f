import Planes
import Tables

extension MatchLesson {
    private struct Row: Sendable {
        let index: Int
        let name: String
        let equal, pixels: Int
        let votes: [Double]
        let score: Double
        let isCross: Bool
    }

    /// `match`: one row per picture.
    var table: Table {
        let rows = pictures.enumerated().map { index, picture in
            let votes = FeatureVotes(on: picture.plane)
            return Row(
                index: index, name: picture.name,
                equal: equality(picture.plane), pixels: picture.plane.size.count, votes: votes.votes.map(\.value),
                score: votes.score,
                isCross: votes.isCross)
        }
        let names = ["upper_left", "upper_right", "middle", "lower_left", "lower_right"]
        let features = ["falling diagonal", "rising diagonal", "crossing", "rising diagonal", "falling diagonal"]
        let votes = names.indices.map { vote in
            TableLayout<Row>.Field(Column(names[vote], .number, "Best match of the \(features[vote]) there")) {
                Cell($0.votes[vote])
            }
        }
        return TableLayout<Row>(
            name: "match", title: "One row per picture",
            fields: [
                .init(Column("index", .integer, "0-based", key: true)) { .integer($0.index) },
                .init(Column("picture", .string, "Its name")) { .text($0.name) },
                .init(Column("equal_pixels", .integer, "As in the X")) { .integer($0.equal) },
                .init(Column("equal_frac", .number, "Of all pixels")) {
                    Cell(Double($0.equal) / Double($0.pixels))
                },
                .init(Column("is_equal", .boolean, "An X by pixel equality")) { .flag($0.equal == $0.pixels) },
            ] + votes + [
                .init(Column("score", .number, "Mean of the five")) { Cell($0.score) },
                .init(Column("is_x", .boolean, "An X by features: score of \(FeatureVotes.threshold) or more")) {
                    .flag($0.isCross)
                },
            ]
        ).table(rows)
    }

    private struct Match: Sendable {
        let index: Int
        let picture, feature: String
        let row, column: Int
        let value: Double
    }

    /// `match_maps`: every feature on every place of every picture.
    var mapTable: Table {
        let names = ["falling diagonal", "crossing", "rising diagonal"]
        let matches = pictures.enumerated().flatMap { index, picture in
            zip(names, FeatureVotes(on: picture.plane).matches).flatMap { name, matches in
                matches.indices.map {
                    Match(
                        index: index, picture: picture.name, feature: name, row: $0 / FeatureVotes.side,
                        column: $0 % FeatureVotes.side, value: matches[$0])
                }
            }
        }
        return TableLayout<Match>(
            name: "match_maps", title: "One row per picture, feature and place",
            fields: [
                .init(Column("index", .integer, "Picture, 0-based", key: true)) { .integer($0.index) },
                .init(Column("picture", .string, "Its name")) { .text($0.picture) },
                .init(Column("feature", .string, "Its name", key: true)) { .text($0.feature) },
                .init(Column("row", .integer, "Of the map, 0-based", key: true)) { .integer($0.row) },
                .init(Column("column", .integer, "Of the map, 0-based", key: true)) { .integer($0.column) },
                .init(Column("match", .number, "Mean of the nine products, -1 to 1")) { Cell($0.value) },
            ]
        ).table(matches)
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let feature = MatchPictures.features.randomElement(using: &generator) ?? MatchPictures.features[0]
        var patch = feature.plane
        let flips = Int.random(in: 0...4, using: &generator)
        for place in Array(0..<9).shuffled(using: &generator).prefix(flips) { patch[place / 3, place % 3] *= -1 }
        guard let hand = try? ByHand(image: patch, kernel: feature.plane) else { preconditionFailure("3 fits into 3") }
        let match = Double(FeatureVotes.map(of: feature.plane, on: patch)[0, 0])
        return Question(
            "How well does the feature match the patch: the mean of the nine products (# is 1, . is -1)?",
            lines: Grid.beside([("feature", Grid.drawing(feature.plane)), ("patch", Grid.drawing(patch))]),
            answer: .number(match, decimals: 2),
            working: Sum.lines("sum", hand.terms(0, 0).map(\.text), Numeral.equals(Double(hand.correlation[0, 0])))
                + ["match = \(Numeral.text(hand.correlation[0, 0]))/9 \(Numeral.equals(match))"])
    }
}
