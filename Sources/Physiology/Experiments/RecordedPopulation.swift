import GaborBanks
public import Planes

extension Population {
    /// Compares recorded units with recorded cells: what gratings of all orientations, frequencies and sizes tell.
    ///
    /// - Parameters:
    ///   - resolution: pixels per degree, where frequencies in cycles per degree are to be compared too.
    ///   - seed: of bootstrap and permutation.
    public init(_ recordings: [Recording], resolution: PixelsPerDegree? = nil, seed: UInt64 = 0) {
        let heard = recordings.filter { !$0.isSilent }
        let selective = heard.compactMap(\.search.frequency.schillerIndex)
        let everyone = "all units that answer"
        let cut = "units with a low and a high cut"
        var rows: [PopulationComparison.Row] = [
            .init(
                property: "circular_variance", cells: MacaqueV1.circularVariance,
                values: heard.map(\.search.orientation.circularVariance), note: everyone),
            .init(
                property: "half_width_sqrt2_deg", cells: MacaqueV1.halfWidthAtRoot2,
                values: heard.compactMap { $0.search.orientation.halfWidth(at: 0.5.squareRoot()) },
                note: "units whose tuning falls to 1/√2 on both sides"),
            .init(
                property: "orthogonal_to_preferred", cells: MacaqueV1.orthogonalToPreferred,
                values: heard.compactMap(\.search.orientation.orthogonalToPreferred), note: everyone),
            .init(
                property: "modulation_ratio", cells: MacaqueV1.modulationRatio,
                values: heard.compactMap(\.drift.ratio), note: "units with a mean answer"),
            .init(
                property: "bandwidth_index_percent", cells: MacaqueV1.bandwidthIndexSimple, values: selective,
                note: cut),
            .init(
                property: "bandwidth_index_percent", cells: MacaqueV1.bandwidthIndexComplex, values: selective,
                note: cut),
            .init(
                property: "suppression_index", cells: MacaqueV1.suppressionIndex,
                values: heard.compactMap(\.size.suppression), note: everyone),
        ]
        if let resolution {
            for cells in [MacaqueV1.peakFrequencySimpleFoveal, MacaqueV1.peakFrequencySimpleParafoveal] {
                rows.append(
                    .init(
                        property: "frequency_cpd", cells: cells,
                        values: heard.map { $0.search.frequency.peak * resolution.value },
                        note: everyone + "; assumes \(resolution.value) pixels per degree"))
            }
        }
        let tuned = heard.filter { $0.search.orientation.circularVariance <= Classification.untuned }
        self.init(
            comparisons: PopulationComparison.all(rows, seed: seed),
            preferred: tuned.map(\.search.orientation.preferred))
    }
}
