import Figures
import Networks
public import Physiology
import Planes
public import Tables

/// How unlike pictures are to layers, and how like layers are to others: tables, picture and lines of the report.
public enum RepresentationTables {
    /// A layer beside something else.
    public struct Comparison: Sendable {
        let layer: String
        let other: String
        let similarity: Similarity
        let stimuli: Int
        let permutations: Int

        /// A similarity over so many pictures.
        public init(
            layer: String, other: String, _ similarity: Similarity, stimuli: Int, permutations: Int
        ) {
            (self.layer, self.other, self.similarity) = (layer, other, similarity)
            (self.stimuli, self.permutations) = (stimuli, permutations)
        }
    }

    private struct Pair: Sendable {
        let a, b: Int
        let dissimilarity: Double
        let layer: String
    }

    /// How many rows ``rdm(_:layer:stimuli:)`` has for so many pictures.
    public static func pairs(_ pictures: Int) -> Int { pictures * (pictures - 1) / 2 }

    /// A row for each two pictures.
    ///
    /// - Parameters:
    ///   - matrix: of one layer, pictures × pictures.
    ///   - layer: its name.
    ///   - stimuli: of each picture of the matrix, its number among all.
    public static func rdm(_ matrix: DissimilarityMatrix, layer: String, stimuli: [Int]) -> Table {
        let pairs = (0..<matrix.count).flatMap { a in
            (a + 1..<max(matrix.count, a + 1)).map {
                Pair(a: stimuli[a], b: stimuli[$0], dissimilarity: matrix[a, $0], layer: layer)
            }
        }
        return rdmLayout.table(pairs)
    }

    private static let rdmLayout = TableLayout<Pair>(
        name: "rdm", title: "How unlike each two pictures are to a layer",
        fields: [
            .init(Column("stimulus_a", .integer, "A picture, as in the table stimuli")) { .integer($0.a) },
            .init(Column("stimulus_b", .integer, "A later one")) { .integer($0.b) },
            .init(Column("dissimilarity", .number, "1 − r, or the distance; empty where responses do not vary")) {
                Cell($0.dissimilarity)
            },
            .init(Column("layer", .string, "Node as named in the file, or its first output")) { .text($0.layer) },
        ])

    /// A row for each layer, other and measure, in the order given.
    public static func similarity(_ comparisons: [Comparison]) -> Table { similarityLayout.table(comparisons) }

    private static let similarityLayout = TableLayout<Comparison>(
        name: "similarity", title: "How like layers are to others in how they tell the pictures apart",
        fields: [
            .init(Column("layer", .string, "Node as named in the file, or its first output")) { .text($0.layer) },
            .init(Column("other", .string, "The array, or the run and its layer")) { .text($0.other) },
            .init(
                Column(
                    "measure", .string,
                    "rsa_spearman, rsa_kendall (τ_b) of the dissimilarities, or cka_linear of the responses")
            ) { .text($0.similarity.measure.rawValue) },
            .init(Column("value", .number, "1 for the same up to what the measure does not see")) {
                Cell($0.similarity.value)
            },
            .init(
                Column(
                    "p_value", .number,
                    "Part of random orders of the pictures that give as much; empty where they would take too long")
            ) { Cell($0.similarity.probability) },
            .init(Column("n_stimuli", .integer, "Pictures that both have")) { .integer($0.stimuli) },
            .init(Column("permutations", .integer, "Random orders")) {
                $0.similarity.probability == nil ? .absent : .integer($0.permutations)
            },
        ])

    /// The comparisons as lines of a report.
    ///
    /// - Parameters:
    ///   - comparisons: in the order given.
    ///   - gaps: how many pictures an other has no numbers for, where there are any.
    public static func lines(_ comparisons: [Comparison], gaps: [(other: String, pictures: Int)] = []) -> [String] {
        TextTable(
            columns: [("layer", .left), ("other", .left), ("measure", .left), ("value", .right), ("p", .right)],
            rows: comparisons.map { comparison in
                [
                    shortened(comparison.layer, 16), shortened(comparison.other, 30),
                    comparison.similarity.measure.rawValue, rounded(comparison.similarity.value, 3),
                    comparison.similarity.probability.map { rounded($0, 3) } ?? "-",
                ]
            }
        ).lines
            + gaps.flatMap { other, pictures in
                wrapped("\(other) has no numbers for \(counted(pictures, "picture", "pictures")), left out there.")
            }
    }

    /// The matrices of the layers side by side, each by its own largest dissimilarity.
    public static func figure(
        _ matrices: [(layer: String, matrix: DissimilarityMatrix)], measure: DissimilarityMeasure
    ) -> FigureSet {
        var set = FigureSet()
        set.add("rdm") { () throws(FigureError) in
            try Montage(
                title: "How unlike the pictures are to each layer",
                sections: [
                    Montage.Section(
                        heading: measure == .correlation ? "1 − correlation" : "Euclidean distance",
                        tiles: matrices.map { layer, matrix in
                            Montage.Tile(pictures: [picture(matrix)], caption: layer)
                        })
                ],
                note:
                    "Pictures in their order, from left to right and from the top. Each matrix by its own largest value; grey: the responses do not vary.",
                scaleBars: [Montage.ScaleBar(scale: .heat, low: "0", middle: "", high: "largest")],
                magnification: max(1, side / max(matrices.map(\.matrix.count).max() ?? 1, 1))
            ).drawn()
        }
        return set
    }

    /// About as long a side as a matrix has on the sheet, in pixels.
    private static let side = 320

    private static func picture(_ matrix: DissimilarityMatrix) -> Picture {
        let largest = matrix.upper.filter(\.isFinite).max() ?? 0
        // Of many pictures every few.
        let step = max(1, (matrix.count + side - 1) / side)
        let count = (matrix.count + step - 1) / step
        return Picture(size: PixelSize(side: count)) { row, column in
            guard row != column else { return ColorScale.heat.color(share: 0) }
            let value = matrix[row * step, column * step]
            guard value.isFinite else { return Color(grey: 0.5) }
            return ColorScale.heat.color(share: largest > 0 ? value / largest : 0)
        }
    }
}
