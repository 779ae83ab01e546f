import GaborBanks
public import Physiology
import Tables

/// The text of `score`: which layer is most like V1 and in what it fails, the cards, the best layer property by property; at
/// most 80 columns wide.
public struct ScoreReport: Sendable {
    private let study: ScoreStudy
    private let source: String
    private let family: ScoreProperty.Family?
    private let cells: CellPopulation?
    private let beside: [ScoreStudy.Beside]

    /// A report on the layers of a file.
    ///
    /// - Parameters:
    ///   - study: the layers' scores.
    ///   - file: its name.
    ///   - family: whose properties alone are listed, if any.
    ///   - cells: the user's, if any.
    ///   - beside: the units beside them.
    public init(
        _ study: ScoreStudy, file: String, family: ScoreProperty.Family? = nil, cells: CellPopulation? = nil,
        beside: [ScoreStudy.Beside] = []
    ) {
        self.cells = cells
        self.beside = beside
        self.study = study
        self.family = family
        source =
            "\(file): \(study.height) × \(study.width) pixels taken to span \(short(study.degrees))° (\(short(study.pixelsPerDegree)) pixels per degree); \(study.preprocessing)."
            + Self.hidden(study.hiddenFrequencies)
    }

    private static func hidden(_ count: Int) -> String {
        switch count {
        case 0: ""
        case 1: " The highest of the gratings' frequencies is too high for these pixels and appears as a lower one."
        default:
            " The \(count) highest of the gratings' frequencies are too high for these pixels and appear as lower ones."
        }
    }

    /// The report; `place` names where tables and pictures lie, if they were written.
    public func text(place: String?, figures: FigureSet = FigureSet()) -> String {
        let sections = [answer, wrapped(source), cards, details, yours, reading, whereabouts(place, figures)]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private func interval(_ range: ClosedRange<Double>) -> String {
        func part(_ value: Double) -> String {
            let text = rounded(value, 2)
            return text.hasPrefix("0.") ? String(text.dropFirst()) : text
        }
        return "[\(part(range.lowerBound)) \(part(range.upperBound))]"
    }

    private var answer: [String] {
        guard let best = study.best, let score = best.score else {
            return wrapped(
                "No unit of \(study.layers.map(\.layer).joined(separator: ", ")) answers gratings where the stimuli are: there is no score."
            )
        }
        let others = study.layers.filter { $0.layer != best.layer && $0.score != nil }
        let near = others.filter { ($0.score?.interval.upperBound ?? 0) >= score.interval.lowerBound }.map(\.layer)
        let lead =
            study.layers.count == 1
            ? "\(best.layer) has the V1 score \(rounded(score.value, 2)) \(interval(score.interval))."
            : "\(best.layer) is most like V1: score \(rounded(score.value, 2)) \(interval(score.interval))"
                + (near.isEmpty ? "." : ", and \(near.joined(separator: ", ")) no less within these intervals.")
        let worst = best.properties.sorted { $0.score < $1.score }.prefix(3)
        return wrapped(lead)
            + wrapped(
                "It is least like V1 in \(worst.map { "\($0.property.words) (\(rounded($0.score, 2)))" }.joined(separator: ", ")): "
                    + worst.map(\.difference).joined(separator: "; ") + ".")
    }

    private var cards: [String] {
        let table = TextTable(
            columns: [("layer", .left), ("units", .right), ("V1 score [95 %]", .right)]
                + ScoreProperty.Family.allCases.map { ($0.heading, .right) },
            rows: study.layers.map { layer in
                [
                    shortened(layer.layer, 18), "\(layer.units.count)",
                    layer.score.map { "\(rounded($0.value, 2)) \(interval($0.interval))" } ?? "-",
                ]
                    + ScoreProperty.Family.allCases.map { family in
                        rounded(layer.families.first { $0.family == family }?.score, 2)
                    }
            })
        return table.lines
    }

    private var details: [String] {
        guard let best = study.best else { return [] }
        let table = TextTable(
            columns: [
                (shortened(best.layer, 19), .left), ("n", .right),
                ("median", .right), ("cells", .right), ("median", .right), ("alike", .right), ("ceil.", .right),
                ("score [95 %]", .right),
            ],
            rows: best.properties.filter { family == nil || $0.property.family == family }.map { row in
                let (own, theirs) = medians(row)
                return [
                    row.property.words, "\(row.units - (row.property.isShare ? 0 : row.missing))", own,
                    "\(row.property.isShare ? row.property.cellCount : row.property.cells.cells)", theirs,
                    rounded(row.similarity, 2), rounded(row.ceiling, 2),
                    "\(rounded(row.score, 2)) \(interval(row.interval))",
                ]
            })
        return table.lines
    }

    /// The user's cells, of every layer all of them, of the best each type too.
    private var yours: [String] {
        let rows = beside.flatMap { layer, comparisons in
            comparisons.filter { layer == study.best?.layer || !$0.cells.reference.contains(": ") }.map { row in
                let parts = row.cells.reference.split(separator: ": ", maxSplits: 1)
                return [
                    shortened(layer, 18),
                    ([row.property] + parts.dropFirst().map(String.init)).joined(separator: ", "),
                    "\(row.values.count)", rounded(row.median, 2),
                    "\(row.cells.count)", rounded(row.cells.median, 2), rounded(row.comparison?.similarity, 2),
                    rounded(row.comparison?.ceiling, 2),
                ]
            }
        }
        guard let cells else { return [] }
        guard !rows.isEmpty else { return cells.nothingShared }
        return TextTable(
            columns: [
                ("layer", .left), ("beside your cells", .left), ("units", .right), ("median", .right),
                ("cells", .right), ("median", .right), ("alike", .right), ("ceil.", .right),
            ], rows: rows
        ).lines + cells.account.flatMap { wrapped($0) }
    }

    /// Medians, or shares of what is yes or no.
    private func medians(_ row: PropertyScore) -> (String, String) {
        if row.property.isShare {
            return (
                percent(row.counts[1], of: row.units),
                percent(row.property.cells.histogram.counts[1], of: row.property.cellCount)
            )
        }
        if row.property.isCounted { return ("", "") }
        return (row.median.map(short) ?? "-", short(row.property.cells.median))
    }

    private var reading: [String] {
        let few = study.layers.filter { $0.score != nil && $0.units.count < PopulationComparison.fewest }.map(\.layer)
        return Self.reading
            + (few.isEmpty
                ? []
                : wrapped(
                    "Fewer than \(PopulationComparison.fewest) units of \(few.joined(separator: ", ")) count: drawing so few again makes intervals that are too narrow, of one unit none."
                ))
    }

    private static let reading =
        wrapped(
            "Marques, Schrimpf & DiCarlo (2021), as Brain-Score computes it: alike is KS similarity, 1 for equal distributions; ceiling, that of the cells with themselves; score, one over the other; a family is the mean of its properties, the V1 score of families. Intervals are over units. Units are those whose field's middle is within \(short(ScoreStudy.nearness))° of (0.5°, 0.5°), of all whose exact receptive field is centred within \(short(ScoreStudy.farthest))° of it."
        )
        + wrapped(
            "Left out: \(ScoreProperty.leftOut) properties of textures (Freeman et al. 2013), whose pictures are not public. The degrees that the image spans are assumed, and peak frequency and sizes move with them."
        )

    private func whereabouts(_ place: String?, _ figures: FigureSet) -> [String] {
        guard let place else {
            return wrapped(
                "Tables: --table \(ScoreStudy.tableNames.joined(separator: "|")), or all of them and pictures with --out DIR."
            )
        }
        return wrapped(
            "Tables are in \(place)/tables (\(ScoreStudy.tableNames.joined(separator: ", "))), described in \(place)/datapackage.json."
        )
            + wrapped("Pictures are in \(place)/figures: \(figures.pictures.joined(separator: ", ")).")
            + figures.leftOut.flatMap { wrapped($0) }
    }
}
