import Figures
import GaborBanks
public import Physiology
import Planes

extension ScoreStudy {
    /// Families by layer, and the histograms behind the best layer's card.
    public var figures: FigureSet {
        var set = FigureSet()
        set.add("families") { () throws(FigureError) in try families.drawn() }
        if let best {
            set.add("histograms") { () throws(FigureError) in try Self.histograms(of: best).drawn() }
        }
        return set
    }

    private var families: PanelSheet {
        let scored = layers.filter { $0.score != nil }
        let names = scored.map(\.layer)
        let whole = IntervalPanel(
            "V1 score", names: names, values: scored.compactMap { layer in layer.score.map { ($0.value, $0.interval) } }
        )
        let parts = ScoreProperty.Family.allCases.map { family in
            IntervalPanel(
                family.words, names: names,
                values: scored.compactMap { layer in
                    layer.families.first { $0.family == family }.map { ($0.score, $0.interval) }
                })
        }
        let height = IntervalPanel.height(of: names.count)
        return PanelSheet(
            title: "How like V1 each layer is", panels: [whole] + parts, columns: min(4, 1 + parts.count),
            panelSize: PixelSize(height: height, width: 300),
            note:
                "1 (the line) is as like as the cells are to themselves; bars are 95 % over bootstrap samples of units. Seven properties of textures are left out. \(short(degrees))° across the image are assumed."
        )
    }

    private static func histograms(of layer: LayerScore) -> PanelSheet {
        PanelSheet(
            title: "\(layer.layer) beside cells of macaque V1",
            panels: layer.properties.map { row in
                HistogramPanel(
                    "\(row.property.title): \(rounded(row.score, 2))", axis: row.property.words,
                    edges: row.property.cells.histogram.edges,
                    isLogarithmic: row.property.isLogarithmic, units: row.counts,
                    cells: row.property.cells.histogram.counts)
            }, columns: 4, panelSize: PixelSize(height: 190, width: 260),
            note:
                "Blue, filled: units; orange: recorded cells, as published; each as a share of its own. What lies beyond the published bins counts in the first or last. Beside each name its score. Orientation: the wave's angle in image axes."
        )
    }
}

extension ScoreProperty {
    /// Whether the published bins grow by a factor.
    fileprivate var isLogarithmic: Bool {
        let edges = cells.histogram.edges
        return edges[0] > 0 && edges[edges.count - 1] / edges[0] > 20
    }
}
