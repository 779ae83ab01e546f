import Figures
import Networks
public import Physiology
import Planes
import Tables

/// Many models side by side: the table `models`, the ranking in words and as a picture.
public struct SurveyReport: Sendable {
    let rows: [SurveyRow]
    private let measure: Measure

    /// What models are ranked by.
    public struct Measure: Hashable, Sendable {
        /// The column of the table.
        public let column: String
        fileprivate let words: String
        /// How the first of the ranking stands out.
        fileprivate let superlative: String
        fileprivate let value: @Sendable (SurveyRow) -> (value: Double, interval: ClosedRange<Double>)?

        /// By column.
        public static func == (a: Measure, b: Measure) -> Bool { a.column == b.column }
        /// By column.
        public func hash(into hasher: inout Hasher) { hasher.combine(column) }
    }

    /// A survey's rows, in the order in which models were named.
    public init(_ rows: [SurveyRow], rankedBy measure: Measure) {
        self.rows = rows
        self.measure = measure
    }

    /// The table's name.
    public static let tableName = "models"

    /// Best first; what has no value is left out.
    private var ranked: [(name: String, value: Double, interval: ClosedRange<Double>)] {
        rows.compactMap { row in measure.value(row).map { (row.title, $0.value, $0.interval) } }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    /// The report; `place` names where tables and pictures lie, if they were written.
    public func text(place: String?, figures: FigureSet = FigureSet()) -> String {
        let sections = [answer, ranking, failures, reading, whereabouts(place, figures)]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var answer: [String] {
        let models = Set(rows.map(\.model)).count
        let failed = rows.count { $0.error != nil }
        let ranked = ranked
        let lead = ranked.first.map { first in
            let level = ranked.count { $0.value == first.value }
            let most = "the \(measure.superlative) \(measure.words), \(rounded(first.value, 2))"
            guard level == 1 else { return "\(level) rows share \(most)" }
            return
                "\(first.name) has \(most) [\(rounded(first.interval.lowerBound, 2)) \(rounded(first.interval.upperBound, 2))]"
        }
        return wrapped(
            "Of \(counted(models, "model", "models")) "
                + (lead ?? "none has \(measure.words)")
                + (failed > 0 ? "; \(failed) could not be looked at whole." : "."))
    }

    private var ranking: [String] {
        let order = Dictionary(ranked.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: min)
        let sorted = rows.enumerated().filter { $0.element.kernels != nil || $0.element.score != nil }.sorted {
            (order[$0.element.title] ?? .max, $0.offset) < (order[$1.element.title] ?? .max, $1.offset)
        }.map(\.element)
        guard !sorted.isEmpty else { return [] }
        let isScored = rows.contains { $0.score != nil }
        return TextTable(
            columns: [
                ("model", .left), ("kernels", .right), ("size", .right), ("Gabor", .right), ("noise", .right),
                ("edge", .right), ("CV", .right), ("field", .right), ("V1", .right),
            ] + (isScored ? [("permuted", .right)] : []),
            rows: sorted.map { row in
                let kernels = row.kernels
                return [
                    shortened(row.title, isScored ? 16 : 24),
                    kernels.map { "\($0.count)" } ?? "-",
                    kernels.map { "\($0.height)×\($0.width)" } ?? "-",
                    percent(kernels?.share(["gabor", "color_gabor"])), percent(kernels?.noiseGabors),
                    percent(kernels?.share(["edge", "color_edge"])),
                    rounded(kernels?.medians["circular_variance"], 2), row.lastField.map { "\($0.height)" } ?? "-",
                    rounded(row.score?.value, 2),
                ] + (isScored ? [rounded(row.permuted?.value, 2)] : [])
            }
        ).lines
    }

    private var failures: [String] {
        rows.compactMap { row in row.error.map { "Left out of \(row.model): \($0)" } }.flatMap { wrapped($0) }
    }

    private var reading: [String] { rows.contains { $0.score != nil } ? Self.shares + Self.scores : Self.shares }
    private static let scores = wrapped(
        "V1 is the score of the layer that is most like V1, or of the row's layer where each has a row; permuted, the same with weights permuted within each layer, that have learnt nothing. An image is taken to span the same degrees whatever its pixels, so that scores of images of other sizes are of other stimuli."
    )
    private static let shares = wrapped(
        "Shares are of kernels that beat noise of their own spectrum; noise: the part of such noise that the same rule calls Gabor. CV: median circular variance; field: rows of the image that a unit of the last map sees; V1: score. Intervals are 95 %: of shares by Wilson, of scores over units."
    )

    private func whereabouts(_ place: String?, _ figures: FigureSet) -> [String] {
        guard let place else { return wrapped("Table: --table models, or with a picture by --out DIR.") }
        return wrapped("The table is \(place)/tables/models.csv, described in \(place)/datapackage.json.")
            + wrapped("Pictures are in \(place)/figures: \(figures.pictures.joined(separator: ", ")).")
            + figures.leftOut.flatMap { wrapped($0) }
    }

    /// The models ranked.
    public var figures: FigureSet {
        var set = FigureSet()
        let ranked = ranked
        guard !ranked.isEmpty else { return set }
        let panel = IntervalPanel(
            measure.words, names: ranked.map(\.name), values: ranked.map { ($0.value, $0.interval) })
        let sheet = PanelSheet(
            title: "\(counted(ranked.count, "model", "models")) by \(measure.words)", panels: [panel], columns: 1,
            panelSize: PixelSize(height: IntervalPanel.height(of: ranked.count), width: 640),
            note: "Bars are 95 % intervals.")
        set.add("models") { () throws(FigureError) in try sheet.drawn() }
        return set
    }
}

extension SurveyReport.Measure {
    /// What models can be ranked by.
    public static let all: [SurveyReport.Measure] = [
        share("gabor_frac", "Gabor-like kernels", ["gabor", "color_gabor"]),
        share("edge_frac", "edges", ["edge", "color_edge"]),
        share("unstructured_frac", "unstructured kernels", ["unstructured"]),
        SurveyReport.Measure(column: "v1_score", words: "V1 score", superlative: "highest") { row in
            row.score.map { ($0.value, $0.low...max($0.low, $0.high)) }
        },
    ]

    private static func share(_ column: String, _ words: String, _ classes: [String]) -> SurveyReport.Measure {
        SurveyReport.Measure(column: column, words: words, superlative: "most") { row in
            row.kernels.map { kernels in
                let share = kernels.share(classes)
                return (share, wilson(share, of: kernels.count))
            }
        }
    }

    /// The 95 % interval of a share (Wilson 1927, *J. Am. Stat. Assoc.* 22:209).
    static func wilson(_ share: Double, of count: Int) -> ClosedRange<Double> {
        guard count > 0 else { return 0...1 }
        let (n, z) = (Double(count), 1.959964)
        let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return max(0, min(share, middle - half))...min(1, max(share, middle + half))
    }
}

extension SurveyRow {
    /// The file's name without folder and ending, and the layer's where several are looked at.
    var title: String {
        let name = model.split(separator: "/").last.map(String.init) ?? model
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return isAlone ? stem : "\(stem) \(layer ?? "")"
    }
}
