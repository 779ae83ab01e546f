import Networks
import Planes
public import Retinotopy
import Tables

/// The text of `saliency`: where the eyes go, then how that was worked out, at most 80 columns wide.
public struct SaliencyReport: Sendable {
    private let summaries: [SaliencySummary]

    /// A report on photographs or scenes, at least one.
    public init(_ summaries: [SaliencySummary]) {
        self.summaries = summaries
    }

    /// The report.
    ///
    /// - Parameters:
    ///   - place: where tables and pictures lie, if they were written.
    ///   - tables: names of those that were written.
    ///   - leftOut: a sentence for each table or picture that there is not.
    public func text(
        place: String?, tables: [String] = SaliencyStudy.tableNames, leftOut: [String] = []
    ) -> String {
        let sections =
            (summaries.count == 1 ? alone(summaries[0]) : [many]) + [
                method, whereabouts(place, tables) + leftOut.flatMap { wrapped($0) },
            ]
        return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private func whereabouts(_ place: String?, _ tables: [String]) -> [String] {
        wrapped(
            place.map { "Tables are in \($0)/tables (\(tables.joined(separator: ", "))); pictures in \($0)/figures." }
                ?? "Tables: --table \(SaliencyStudy.tableNames.joined(separator: "|")), or both and pictures with --out DIR."
        )
    }

    private func alone(_ summary: SaliencySummary) -> [[String]] {
        switch summary.subject {
        case .scene(let scene): [answer(summary, scene), columns(summary)]
        case .photograph(let grid, let semisaturation, let field):
            [answer(summary, grid, semisaturation)] + (summary.peaks.isEmpty ? [] : [table(summary, field)])
        }
    }

    private func answer(_ summary: SaliencySummary, _ grid: HypercolumnGrid, _ semisaturation: Double) -> [String] {
        let first = summary.peaks.first?.center.map { "V1 sends the eyes to (\(short($0.x)), \(short($0.y))) first" }
        let averaged = grid.reduction > 1 ? " (averaged \(grid.reduction) to 1)" : ""
        return wrapped("\(summary.name) (\(grid.photograph)): \(first ?? "nothing in it stirs V1").")
            + wrapped(
                "\(grid.size) hypercolumns, one every \(grid.pitch) pixels; smallest cells tuned to \(short(grid.wavelength)) pixels\(averaged); \(rounded(100 * semisaturation, 1)) % contrast gets half of the strongest input."
            )
            + (summary.peaks.first?.zScore.map { $0 < Self.clear } == true
                ? wrapped(
                    "None stands out clearly: in noise, and in textures of one kind, the first has a z of 2 to 6, in one of thirty a larger one."
                ) : [])
    }

    /// z of a first fixation that pictures without anything odd hardly reach: 4 of 120 of noise, white to 1/f, and of textures of
    /// bars did, of random sizes and angles; with one bar turned by 30 to 90° 31 of 40.
    private static let clear = 6.0

    private func table(_ summary: SaliencySummary, _ field: VisualField?) -> [String] {
        let degrees: [(heading: String, alignment: TextTable.Alignment)] =
            field == nil ? [] : [("x°", .right), ("y°", .right), ("eccentricity°", .right)]
        return TextTable(
            columns: [("rank", .right), ("x px", .right), ("y px", .right)] + degrees
                + [("saliency", .right), ("z", .right), ("bars°", .right), ("λ px", .right)],
            rows: summary.peaks.enumerated().map { index, place in
                let point = place.point.map { [rounded($0.x, 1), rounded($0.y, 1), rounded($0.eccentricity, 1)] }
                return ["\(index + 1)", rounded(place.center?.x, 1), rounded(place.center?.y, 1)] + (point ?? [])
                    + told(place) + [rounded(place.wavelength, 1)]
            }
        ).lines
    }

    private func told(_ place: SaliencyStudy.Place) -> [String] {
        [rounded(place.saliency, 3), rounded(place.zScore, 1), wholeDegrees(place.orientation?.degrees)]
    }

    private var many: [String] {
        let table = TextTable(
            columns: [
                ("picture", .left), ("pixels", .left), ("hypercolumns", .left), ("x px", .right), ("y px", .right),
                ("saliency", .right), ("z", .right), ("bars°", .right),
            ],
            rows: summaries.map { summary in
                guard case .photograph(let grid, _, _) = summary.subject else { return [] }
                let first = summary.peaks.first
                return [
                    summary.name, "\(grid.photograph)", "\(grid.size)", rounded(first?.center?.x, 1),
                    rounded(first?.center?.y, 1),
                ] + (first.map(told) ?? ["-", "-", "-"])
            })
        return wrapped("\(summaries.count) pictures, and where V1 sends the eyes first in each.") + [""] + table.lines
    }

    private func answer(_ summary: SaliencySummary, _ scene: BarScene) -> [String] {
        func salient(_ place: SaliencyStudy.Place?) -> String {
            // Spaces that do not break keep the number on the line.
            "saliency \(rounded(place?.saliency, 3)), z\u{A0}=\u{A0}\(rounded(place?.zScore, 1)) from the other bars"
        }
        let answer =
            switch scene.kind {
            case .homogeneous: "all bars are alike, and none is more salient than another"
            case .popout90, .popout30: "the turned bar has \(salient(summary.center)): it pops out"
            case .textureBorder: "the upright bars beside the border have \(salient(summary.center))"
            case nil:
                summary.peaks.first.map {
                    "the most salient bar, at row \($0.row), column \($0.column), has \(salient($0))"
                }
                    ?? "no bar is more salient than its neighbours"
            }
        let contrasts = Set(scene.bars.map(\.contrast)).sorted().map(short)
        let contrast = contrasts.count > 1 ? "\(contrasts[0]) to \(contrasts[contrasts.count - 1])" : contrasts[0]
        return wrapped("Scene \(summary.name): \(answer).")
            + wrapped(
                "\(counted(scene.bars.count, "bar", "bars")) of contrast \(contrast) on a sheet of \(scene.size) hypercolumns whose edges are joined; their mean saliency is \(rounded(summary.mean, 3)), the standard deviation \(rounded(summary.standardDeviation, 3))."
            )
    }

    private func columns(_ summary: SaliencySummary) -> [String] {
        [
            "Mean saliency of each column of bars, from the left:",
            summary.columns.map { rounded($0, 3) }.joined(separator: " "),
        ]
    }

    private var method: [String] {
        let model = wrapped(
            "Li's V1 (2002): \(HypercolumnSheet.orientationCount) orientations, bars in line excite each other, bars side by side inhibit. Saliency of a place: mean response, 0 to 1, of its most active cell, whatever its orientation."
        )
        guard case .photograph = summaries[0].subject else { return model }
        return model
            + wrapped(
                "Fixations: the place that stands out most, then the next not within \(SaliencyStudy.returnRadius) of the smallest hypercolumns of an earlier one; z: standard deviations above the mean of all other places that no neighbour exceeds, by cells of the same wavelength λ, half an octave apart."
            )
            + wrapped(
                "Input: luma (sRGB code); beyond its borders the picture goes on mirrored. Colour, faces, meaning and tasks, which draw the eyes too, are not in it."
            )
    }
}
