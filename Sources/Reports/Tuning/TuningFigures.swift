import Figures
import Foundation
import Networks
public import Physiology
import Planes
import Stimuli

extension TuningStudy {
    /// Of one layer a sheet for all units and one for each; of several a sheet for each layer, and one that compares them.
    public static func figures(of studies: [TuningStudy]) -> FigureSet {
        var set = FigureSet()
        guard studies.count > 1 else { return studies[0].figures }
        set.add("layers") { () throws(FigureError) in try LayerComparison(studies).sheet.drawn() }
        for study in studies {
            let name = study.name.map { $0.isLetter || $0.isNumber ? $0 : "_" }
            set.add("layer-\(String(name))") { () throws(FigureError) in try study.layerSheet.drawn() }
        }
        return set
    }

    private var figures: FigureSet {
        var set = FigureSet()
        set.add("layer") { () throws(FigureError) in try layerSheet.drawn() }
        if !sweep.points.isEmpty {
            set.add("resolutions") { () throws(FigureError) in
                try LayerComparison([self]).resolutionSheet.drawn()
            }
        }
        let last = recordings.last?.unit ?? 0
        for recording in recordings where !recording.isSilent {
            set.add("unit-\(padded(recording.unit, upTo: last))") { () throws(FigureError) in
                try sheet(of: recording).drawn()
            }
        }
        return set
    }

    private func picture(of unit: Int) -> Picture? {
        fields[unit].map { plane in
            Picture(signed: plane, limit: plane.values.reduce(0) { max($0, abs($1)) }, scale: .grey)
        }
    }

    /// Receptive field and rose of every unit, by preferred orientation.
    private var layerSheet: PanelSheet {
        let ordered = recordings.filter { !$0.isSilent }.sorted {
            ($0.flags.contains(.untuned) ? 1 : 0, $0.search.orientation.peakOrientation.degrees, $0.unit)
                < ($1.flags.contains(.untuned) ? 1 : 0, $1.search.orientation.peakOrientation.degrees, $1.unit)
        }
        let silent = PicturePanel("no unit answers", picture: Picture(size: PixelSize(side: 8)) { _, _ in .white })
        return PanelSheet(
            title: "\(name): \(counted(recordings.count, "unit", "units")) by orientation, untuned ones last",
            panels: ordered.isEmpty
                ? [silent]
                : ordered.map { RoseAndField(rose: rose(of: $0, "#\($0.unit)"), field: picture(of: $0.unit)) },
            columns: 8, panelSize: PixelSize(height: 104, width: 150),
            note:
                "Rose: answer to drifting gratings by orientation of the bars, circle the largest answer, orange the preferred orientation, where the answer is largest."
                + (fields.isEmpty
                    ? "" : " Beside it the \(fieldTitle): mid grey is 0, each scaled to its own largest size."))
    }

    private func rose(of unit: Recording, _ title: String) -> PolarPanel {
        PolarPanel(
            title, responses: unit.search.orientation.responses, turn: 180,
            marked: unit.search.orientation.peakOrientation.degrees)
    }

    /// One unit as in a paper.
    private func sheet(of unit: Recording) -> PanelSheet {
        let frequency = unit.search.frequency
        var panels: [any Panel] = [
            CurvePanel(
                "spatial frequency", axis: "cycles/pixel, logarithmic", isLogarithmic: true, upright: Self.answer,
                curves: [Self.curve("", frequency.frequencies, frequency.responses)])
        ]
        let drawn = Experiment.all.compactMap { experiment in experiment.panel.map { (experiment, $0) } }
        panels.insert(
            contentsOf: drawn.compactMap { experiment, panel in
                unit[experiment].direction.map {
                    PolarPanel(panel.title, responses: $0.responses, turn: 360)
                }
            }, at: 0)
        panels.insert(rose(of: unit, "gratings by orientation"), at: 0)
        panels.insert(
            contentsOf: drawn.compactMap { experiment, panel in
                unit[experiment].orientation.map { BarPanel(panel.title, axis: Self.answer, answers: Self.bars($0)) }
            }, at: 0)
        panels += curvePanels(of: unit, drawn)
        if let field = picture(of: unit.unit) {
            panels.insert(PicturePanel(fieldTitle, picture: field, caption: "\(field.size) pixels"), at: 0)
        }
        let kind = unit.flags.map(\.rawValue).joined(separator: ", ")
        return PanelSheet(
            title: "\(name), unit \(unit.unit): \(kind)", panels: panels, columns: 4,
            panelSize: PixelSize(height: 230, width: 230),
            note: "Best grating: bars at \(wholeDegrees(unit.search.preferred.orientation.degrees))°, "
                + "\(rounded(unit.search.preferred.frequency.cyclesPerPixel, 3)) cycles/pixel. Circular variance "
                + "\(rounded(unit.search.orientation.circularVariance, 2)), half-width "
                + "\(rounded(unit.search.orientation.halfWidth(at: 0.5), 1))°, F1/F0 \(rounded(unit.drift.ratio, 2)). "
                + "Answers are in the unit's own measure; of a rose the circle is the largest.")
    }

    /// What the axes of answers are called.
    private static let answer = "answer"

    /// Every fourth answer.
    private static func bars(_ tuning: OrientationTuning) -> [(orientation: Double, response: Double)] {
        stride(from: 0, to: tuning.responses.count, by: 4).map {
            (orientation: tuning.orientations[$0].degrees, response: tuning.responses[$0])
        }
    }

    private static func curve(
        _ name: String, _ x: [Double], _ y: [Double], _ color: Color = .kernelBlue
    ) -> CurvePanel.Curve {
        CurvePanel.Curve(name, points: zip(x, y).map { Point(x: $0, y: $1) }, color: color)
    }

    /// Curves over sizes, contrasts and places, those of one title in one panel; logarithmic axes first.
    private func curvePanels(of unit: Recording, _ drawn: [(Experiment, Experiment.Panel)]) -> [CurvePanel] {
        var panels: [(panel: Experiment.Panel, isLogarithmic: Bool, curves: [CurvePanel.Curve])] = []
        for (experiment, panel) in drawn {
            let (curves, isLogarithmic) = Self.curves(of: unit[experiment], panel.legend)
            guard !curves.isEmpty else { continue }
            if let place = panels.firstIndex(where: { $0.panel.title == panel.title }) {
                panels[place].curves += curves.map {
                    CurvePanel.Curve($0.name, points: $0.points, color: .cellOrange)
                }
            } else {
                panels.append((panel, isLogarithmic, curves))
            }
        }
        return (panels.filter(\.isLogarithmic) + panels.filter { !$0.isLogarithmic }).map {
            CurvePanel(
                $0.panel.title, axis: $0.panel.axis + ($0.isLogarithmic ? ", logarithmic" : ""),
                isLogarithmic: $0.isLogarithmic, upright: Self.answer, curves: $0.curves)
        }
    }

    private static func curves(of finding: Finding, _ legend: String) -> ([CurvePanel.Curve], isLogarithmic: Bool) {
        switch finding {
        case .size(let tuning): ([curve(legend, tuning.sizes, tuning.responses)], true)
        case .contrast(let response): (contrastCurves(of: response, legend), true)
        case .profile:
            (
                zip(finding.curves, [Color.cellOrange, .black]).map { curve($0.name, $0.values, $0.responses, $1) },
                false
            )
        case .orientation, .direction, .drift, .remainder: ([], false)
        }
    }

    private static func contrastCurves(of response: ContrastResponse, _ legend: String) -> [CurvePanel.Curve] {
        let measured = curve(legend, response.contrasts, response.responses)
        guard let fit = response.fit, let low = response.contrasts.first else { return [measured] }
        let fine = (0...60).map { low * pow(1 / low, Double($0) / 60) }
        return [
            measured,
            CurvePanel.Curve(
                "Naka–Rushton", points: fine.map { Point(x: $0, y: fit($0)) }, color: .cellOrange, hasDots: false),
        ]
    }
}

/// A unit on the layer's sheet.
private struct RoseAndField: Panel {
    let rose: PolarPanel
    let field: Picture?

    var title: String { rose.title }

    func draw(on canvas: Canvas, in frame: Frame) {
        let side = frame.height
        rose.draw(on: canvas, in: Frame(x: frame.x, y: frame.y, width: side, height: side))
        guard let field else { return }
        PicturePanel("", picture: field).draw(
            on: canvas,
            in: Frame(x: frame.x + side + 8, y: frame.y + side / 4, width: side / 2 + 12, height: side / 2 + 12))
    }
}
