import Figures
import Planes
import Retinotopy
import Tables

/// What `saliency` says.
public struct SaliencyReport: Sendable {
    private let studies: [SaliencyStudy]

    /// A report on one or more studies.
    public init(_ studies: [SaliencyStudy]) {
        self.studies = studies
    }

    /// The report.
    public func text(place: String?, figures: FigureSet) -> String {
        let end =
            place.map {
                wrapped(
                    "Tables are in \($0)/tables (saliency, peaks); pictures in \($0)/figures: \(figures.pictures.joined(separator: ", "))."
                )
            } ?? wrapped("Tables: --table saliency|peaks, or both and pictures with --out DIR.")
        var lines: [String] = []
        for study in studies { lines += self.lines(of: study) + [""] }
        lines += method + end + figures.leftOut
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of study: SaliencyStudy) -> [String] {
        switch study.subject {
        case .photograph(let grid, let semisaturation, let field):
            lines(of: study, grid, semisaturation, field)
        case .scene(let scene): lines(of: study, scene)
        }
    }

    private func lines(
        of study: SaliencyStudy, _ grid: HypercolumnGrid, _ semisaturation: Double, _ field: VisualField?
    ) -> [String] {
        let size = grid.photograph
        let averaged = grid.reduction > 1 ? ", the photograph averaged \(grid.reduction) to 1" : ""
        let grain =
            "\(grid.size) hypercolumns, one every \(grid.pitch) pixels; cells tuned to \(rounded(grid.wavelength, 0)) pixels\(averaged); half of the strongest input at \(rounded(100 * semisaturation, 1)) % contrast."
        guard let first = study.peaks.first, let center = study.center(row: first.row, column: first.column) else {
            return wrapped("\(study.name) (\(size)): nothing in it stirs V1.") + wrapped(grain)
        }
        let where_ = "(\(rounded(center.x, 0)), \(rounded(center.y, 0)))"
        return wrapped("\(study.name) (\(size)): V1 sends the eyes to \(where_) first.")
            + wrapped(grain) + [""] + table(of: study, field).lines
    }

    private func table(of study: SaliencyStudy, _ field: VisualField?) -> TextTable {
        let columns: [(heading: String, alignment: TextTable.Alignment)] =
            [("rank", .right), ("x px", .right), ("y px", .right)]
            + (field == nil ? [] : [("x°", .right), ("y°", .right), ("eccentricity°", .right)])
            + [("saliency", .right), ("z", .right), ("bars°", .right)]
        return TextTable(
            columns: columns,
            rows: study.peaks.enumerated().map { index, peak in
                let center = study.center(row: peak.row, column: peak.column)
                let point = study.visualPoint(row: peak.row, column: peak.column)
                let degrees = point.map { [rounded($0.x, 1), rounded($0.y, 1), rounded($0.eccentricity, 1)] } ?? []
                return ["\(index + 1)", rounded(center?.x, 0), rounded(center?.y, 0)] + degrees + [
                    rounded(peak.value, 3), rounded(study.zScore(peak.value), 1),
                    wholeDegrees(study.map.orientation(row: peak.row, column: peak.column)?.degrees),
                ]
            })
    }

    private func lines(of study: SaliencyStudy, _ scene: BarScene) -> [String] {
        let spread = "mean \(rounded(study.mean, 3)), standard deviation \(rounded(study.standardDeviation, 3))"
        let center = study.map.values[BarScene.center * study.map.size.width + BarScene.center]
        let zScore = rounded(study.zScore(center), 1)
        let answer =
            switch scene.kind {
            case .homogeneous: "all bars are alike, and none is more salient than another"
            case .popout90, .popout30:
                "the turned bar has saliency \(rounded(center, 3)), z = \(zScore) above all bars: it pops out"
            case .textureBorder:
                "bars beside the border have saliency up to \(rounded(study.peaks.first?.value, 3)), z = \(rounded(study.peaks.first.flatMap { study.zScore($0.value) }, 1))"
            }
        let columns = stride(from: 0, to: BarScene.side, by: BarScene.spacing).map { column in
            let values = scene.bars.filter { $0.column == column }.map {
                study.map.values[$0.row * study.map.size.width + column]
            }
            return values.reduce(0, +) / Double(values.count)
        }
        return wrapped("Scene \(study.name): \(answer).")
            + wrapped(
                "\(scene.bars.count) bars of contrast \(rounded(BarScene.contrast, 0)) on a sheet of \(study.map.size) hypercolumns whose edges are joined; over the bars \(spread)."
            ) + ["", "mean saliency of each column of bars, from the left:"]
            + [columns.map { rounded($0, 3) }.joined(separator: " ")]
    }

    private var method: [String] {
        let isPhotograph = studies.contains { if case .photograph = $0.subject { true } else { false } }
        let common =
            "Li's V1 (2002): \(HypercolumnSheet.orientationCount) orientations, bars in line excite each other, bars side by side inhibit. Saliency of a place: mean response, 0 to 1, of its most active cell, whatever its orientation."
        guard isPhotograph else { return wrapped(common) }
        return wrapped(common)
            + wrapped(
                "Fixations: the most salient place, then the most salient that is not within \(SaliencyStudy.returnRadius) hypercolumns of an earlier one; z: standard deviations above the photograph's mean."
            )
            + wrapped(
                "Input: luma (sRGB code); beyond its borders the photograph goes on mirrored. Colour, faces, meaning and tasks, which draw the eyes too, are not in it."
            )
    }
}
