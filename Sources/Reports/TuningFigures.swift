import Figures
import Foundation
public import Physiology
import Planes
import Stimuli

extension TuningStudy {
    /// Of one layer a sheet for all units and one for each; of several a sheet for each layer, and one that compares them.
    public static func figures(of studies: [TuningStudy]) -> FigureSet {
        var set = FigureSet()
        guard studies.count > 1 else { return studies[0].figures }
        set.add("layers.png") { () throws(FigureError) in try LayerComparison(studies).sheet.png() }
        for study in studies {
            let name = study.name.map { $0.isLetter || $0.isNumber ? $0 : "_" }
            set.add("layer-\(String(name)).png") { () throws(FigureError) in try study.layerSheet.png() }
        }
        return set
    }

    private var figures: FigureSet {
        var set = FigureSet()
        set.add("layer.png") { () throws(FigureError) in try layerSheet.png() }
        if !sweep.points.isEmpty {
            set.add("resolutions.png") { () throws(FigureError) in
                try LayerComparison([self]).resolutionSheet.png()
            }
        }
        let last = recordings.last?.unit ?? 0
        for recording in recordings where !recording.isSilent {
            set.add("unit-\(padded(recording.unit, upTo: last)).png") { () throws(FigureError) in
                try sheet(of: recording).png()
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
            ($0.flags.contains(.untuned) ? 1 : 0, $0.search.orientation.preferred.degrees, $0.unit)
                < ($1.flags.contains(.untuned) ? 1 : 0, $1.search.orientation.preferred.degrees, $1.unit)
        }
        let silent = PicturePanel("no unit answers", picture: Picture(size: PixelSize(side: 8)) { _, _ in .white })
        return PanelSheet(
            title: "\(name): \(recordings.count) units by orientation, untuned ones last",
            panels: ordered.isEmpty
                ? [silent]
                : ordered.map { RoseAndField(rose: rose(of: $0, "#\($0.unit)"), field: picture(of: $0.unit)) },
            columns: 8, panelSize: PixelSize(height: 104, width: 150),
            note:
                "Rose: answer to drifting gratings by orientation of the bars, circle the largest answer, orange the preferred orientation (vector mean)."
                + (fields.isEmpty
                    ? "" : " Beside it the \(fieldTitle): mid grey is 0, each scaled to its own largest size."))
    }

    private func rose(of unit: Recording, _ title: String) -> PolarPanel {
        PolarPanel(
            title, responses: unit.search.orientation.responses, turn: 180,
            marked: unit.search.orientation.preferred.degrees)
    }

    /// One unit as in a paper.
    private func sheet(of unit: Recording) -> PanelSheet {
        func curve(_ x: [Double], _ y: [Double], _ color: Color = .kernelBlue, _ name: String = "") -> CurvePanel.Curve
        {
            CurvePanel.Curve(name, points: zip(x, y).map { Point(x: $0, y: $1) }, color: color)
        }
        let bars = stride(from: 0, to: unit.bar.responses.count, by: 4).map {
            (orientation: unit.bar.orientations[$0].degrees, response: unit.bar.responses[$0])
        }
        let places = unit.profile.map(\.position)
        var panels: [any Panel] = [
            BarPanel("a bar, turned", answers: bars),
            rose(of: unit, "gratings by orientation"),
            PolarPanel("gratings by direction", responses: unit.direction.responses, turn: 360),
            CurvePanel(
                "spatial frequency", axis: "cycles/pixel", isLogarithmic: true,
                curves: [curve(unit.search.frequency.frequencies, unit.search.frequency.responses)]),
            CurvePanel(
                "size", axis: "pixels across", isLogarithmic: true,
                curves: [
                    curve(unit.size.sizes, unit.size.responses, .kernelBlue, "disc of grating"),
                    curve(unit.length.sizes, unit.length.responses, .cellOrange, "bar, by length"),
                ]),
            CurvePanel("contrast", axis: "contrast", isLogarithmic: true, curves: contrastCurves(of: unit)),
            CurvePanel(
                "a bar, moved across", axis: "pixels",
                curves: [
                    curve(places, unit.profile.map(\.bright), .cellOrange, "bright"),
                    curve(places, unit.profile.map(\.dark), .black, "dark"),
                ]),
        ]
        if let field = picture(of: unit.unit) {
            panels.insert(PicturePanel(fieldTitle, picture: field), at: 0)
        }
        let kind = unit.flags.map(\.rawValue).joined(separator: ", ")
        return PanelSheet(
            title: "\(name), unit \(unit.unit): \(kind)", panels: panels, columns: 4,
            panelSize: PixelSize(height: 230, width: 230),
            note: "Best grating: bars at \(wholeDegrees(unit.search.preferred.orientation.degrees))°, "
                + "\(rounded(unit.search.preferred.frequency.cyclesPerPixel, 3)) cycles/pixel. Circular variance "
                + "\(rounded(unit.search.orientation.circularVariance, 2)), half-width "
                + "\(rounded(unit.search.orientation.halfWidth(at: 0.5), 1))°, F1/F0 \(rounded(unit.drift.ratio, 2)). "
                + "Answers from 0 at the axis to the largest of each panel.")
    }

    private func contrastCurves(of unit: Recording) -> [CurvePanel.Curve] {
        let contrasts = unit.contrast.contrasts
        let measured = CurvePanel.Curve(
            "measured", points: zip(contrasts, unit.contrast.responses).map { Point(x: $0, y: $1) })
        guard let fit = unit.contrast.fit, let low = contrasts.first else { return [measured] }
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
