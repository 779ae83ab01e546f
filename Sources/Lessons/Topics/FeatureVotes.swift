import Planes

/// How well the three features of an X are found in a picture, and where: five votes.
///
/// A feature's match at a place is the mean of its nine products with the picture, 1 where all agree, −1 where none
/// does. Each vote is the best match of a feature within a part of the picture, so that the feature may move.
struct FeatureVotes {
    /// For each feature, the sum of its products at every place.
    private let sums: [Plane]
    /// What a vote asks for, and its best match.
    let votes: [(name: String, value: Double)]

    /// The votes on a picture of 9 × 9.
    init(on picture: Plane) {
        let sums = MatchPictures.features.map { Self.sums(of: $0.plane, on: picture) }
        self.sums = sums
        func best(_ feature: Int, rows: ClosedRange<Int>, columns: ClosedRange<Int>) -> Double {
            rows.flatMap { row in columns.map { Self.match(sums[feature][row, $0]) } }.max() ?? -1
        }
        votes = [
            ("\\ upper left", best(0, rows: 0...3, columns: 0...3)),
            ("/ upper right", best(2, rows: 0...3, columns: 3...6)),
            ("x in the middle", best(1, rows: 1...5, columns: 1...5)),
            ("/ lower left", best(2, rows: 3...6, columns: 0...3)),
            ("\\ lower right", best(0, rows: 3...6, columns: 3...6)),
        ]
    }

    /// Rows and columns of a map.
    static let side = MatchPictures.size.width - MatchPictures.features[0].plane.size.width + 1

    /// The mean of the votes.
    var score: Double { votes.reduce(0) { $0 + $1.value } / Double(votes.count) }

    /// From here on it is called an X. Set by hand between those that are and those that are not; a network learns it.
    static let threshold = 0.8

    /// Whether it is called an X.
    var isCross: Bool { score >= Self.threshold }

    /// For each feature, its match at every place.
    var maps: [Plane] { sums.map(Self.matches) }

    /// For each feature, its match at every place, row by row, in full precision.
    var matches: [[Double]] { sums.map { $0.values.map(Self.match) } }

    /// A feature's match at every place where it is wholly inside.
    static func map(of feature: Plane, on picture: Plane) -> Plane { matches(sums(of: feature, on: picture)) }

    private static func sums(of feature: Plane, on picture: Plane) -> Plane {
        guard let hand = try? ByHand(image: picture, kernel: feature) else {
            preconditionFailure("a feature fits into a picture")
        }
        return hand.correlation
    }

    /// A sum of nine products of ±1 as their mean.
    private static func match(_ sum: Float) -> Double { Double(sum) / 9 }

    private static func matches(_ sums: Plane) -> Plane {
        Plane(size: sums.size, values: sums.values.map { Float(match($0)) })
    }
}
