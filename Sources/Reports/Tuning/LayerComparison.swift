import Figures
import Foundation
import Physiology
import Planes
import Tables

/// Several layers beside the cells of macaque V1: which comes closest, property by property.
struct LayerComparison {
    let studies: [TuningStudy]

    /// - Precondition: at least one study.
    init(_ studies: [TuningStudy]) { self.studies = studies }

    /// One property, and each layer's likeness to the cells.
    struct Property {
        let name: String
        let ceiling: Double
        /// By layer.
        let comparisons: [KolmogorovSmirnov]
    }

    /// The properties that every layer has enough units for.
    var properties: [Property] {
        studies[0].population.comparisons.indices.compactMap { place in
            let rows = studies.map { $0.population.comparisons[place] }
            let comparisons = rows.compactMap(\.comparison)
            guard comparisons.count == studies.count else { return nil }
            return Property(
                name: Population.name(of: rows[0]), ceiling: comparisons[0].ceiling, comparisons: comparisons)
        }
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// Sections of the report: the answer, the layers, the properties.
    var sections: [[String]] { [answer, layers, likeness] }

    private var answer: [String] {
        let properties = properties
        guard !properties.isEmpty else {
            return wrapped("No property is known of at least 5 units in each of the \(studies.count) layers.")
        }
        let means = studies.indices.map { layer in mean(properties.map { $0.comparisons[layer].similarity }) }
        let ranked = studies.indices.sorted { (means[$1], $0) < (means[$0], $1) }
        let (first, second) = (ranked[0], ranked[1])
        let apart = properties.count {
            !$0.comparisons[first].similarityInterval.overlaps($0.comparisons[second].similarityInterval)
        }
        let firm =
            apart == 0
            ? "Their 95 % intervals overlap for every property: the order of the two is not firm."
            : "Their 95 % intervals are apart for \(apart) of the \(properties.count)."
        return wrapped(
            "Of \(studies.count) layers \(studies[first].name) comes closest to the cells of macaque V1: over \(properties.count) properties it is alike to \(rounded(means[first], 2)) on average (1: the same distribution; ceiling, as many cells drawn from themselves: \(rounded(mean(properties.map(\.ceiling)), 2))). Next is \(studies[second].name) with \(rounded(means[second], 2)). "
                + firm)
    }

    private var layers: [String] {
        TextTable(
            columns: [
                ("layer", .left), ("sees", .right), ("units", .right), ("silent", .right), ("tuned", .right),
                ("simple", .right), ("CV", .right), ("hw°", .right), ("oct", .right), ("F1/F0", .right),
                ("suppr.", .right), ("chk°", .right),
            ],
            rows: studies.map { study in
                let heard = study.recordings.filter { !$0.isSilent }
                func median(_ decimals: Int, _ value: (Recording) -> Double?) -> String {
                    let values = heard.compactMap(value)
                    return values.isEmpty ? "-" : rounded(values.median, decimals)
                }
                return [
                    study.name, "\(study.window.width)", "\(study.recordings.count)",
                    "\(study.recordings.count - heard.count)",
                    percent(heard.count { !$0.flags.contains(.untuned) }, of: heard.count),
                    percent(heard.count { $0.flags.contains(.simple) }, of: heard.count),
                    median(2) { $0.search.orientation.circularVariance },
                    median(1) { $0.search.orientation.halfWidth(at: 0.5) },
                    median(2) { $0.search.frequency.bandwidthOctaves() }, median(2) { $0.drift.ratio },
                    median(2) { $0.size.suppression },
                    study.orientationDistances.isEmpty ? "-" : rounded(study.orientationDistances.median, 0),
                ]
            }
        ).lines
            + wrapped(
                "Sees: pixels across. Tuned: circular variance (CV) at most \(OrientationTuning.greatestVariance); simple: F1 above F0; then medians of the units that answer: hw, half-width of orientation, oct, bandwidth. Chk: the median angle between the best grating and the spectrum of the mean derivative at pictures of noise; 45° is chance."
            )
    }

    private var likeness: [String] {
        let properties = properties
        guard !properties.isEmpty else { return [] }
        let table = TextTable(
            columns: [("alike to macaque V1", .left)] + studies.map { ($0.name, .right) } + [("ceiling", .right)],
            rows: properties.map { property in
                let best = property.comparisons.map(\.similarity).max()
                return [property.name]
                    + property.comparisons.map { rounded($0.similarity, 2) + ($0.similarity == best ? "*" : " ") }
                    + [rounded(property.ceiling, 2)]
            })
        return table.lines
            + wrapped(
                "KS similarity; * the closest layer; chance alone can lift one above the ceiling, which is a mean. 95 % intervals are in the picture layers.png, and of the distance in the table population."
            )
    }

    /// Likeness by layer with its intervals, a panel per property, and the assumption on degrees.
    var sheet: PanelSheet {
        let panels: [any Panel] = properties.map { property in
            LikenessPanel(
                property.name,
                points: zip(studies, property.comparisons).map {
                    LikenessPanel.Point(name: $0.name, value: $1.similarity, interval: $1.similarityInterval)
                }, ceiling: property.ceiling)
        }
        return PanelSheet(
            title: "How alike layers are to macaque V1", panels: panels + resolutionPanels, columns: 3,
            panelSize: PixelSize(height: 220, width: 300),
            note:
                "KS similarity from 0 at the bottom to 1 at the top, bars the 95 % interval of bootstrap samples, which lie apart by chance too, so that a very close layer is above its bar; dashed the ceiling: as many cells drawn from themselves. Last: preferred frequencies beside simple cells' by how many pixels are taken for a degree, up to the largest similarity."
        )
    }

    /// The assumption on degrees alone.
    var resolutionSheet: PanelSheet {
        PanelSheet(
            title: "\(studies[0].name): preferred frequencies beside macaque V1, by pixels per degree",
            panels: resolutionPanels, columns: 2, panelSize: PixelSize(height: 260, width: 380),
            note: "KS similarity by how many pixels are taken for a degree: the network does not say.")
    }

    private var resolutionPanels: [any Panel] {
        let inks: [Color] = [.kernelBlue, .cellOrange, .black, .cellGrey, .slate]
        return zip(ResolutionSweep.cells, ["foveal cells", "parafoveal cells"]).map { cells, name in
            CurvePanel(
                "frequency beside \(name)", axis: "pixels/degree", isLogarithmic: true, upright: "KS similarity",
                curves: studies.enumerated().map { place, study in
                    CurvePanel.Curve(
                        studies.count > 1 ? study.name : "",
                        points: study.sweep.points.filter { $0.cells == cells }.map {
                            Point(x: $0.resolution, y: $0.comparison.similarity)
                        }, color: inks[place % inks.count])
                })
        }
    }
}
