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
        let everyone = "all units that answer"
        var rows = PopulationComparison.Row.orientations(heard.map(\.search.orientation), of: "units", note: everyone)
        rows += [
            .init(
                property: "modulation_ratio", cells: MacaqueV1.modulationRatio,
                values: heard.compactMap(\.drift.ratio), note: "units with a mean answer")
        ]
        rows += PopulationComparison.Row.bandwidths(heard.map(\.search.frequency), of: "units")
        rows += [
            .init(
                property: "suppression_index", cells: MacaqueV1.suppressionIndex,
                values: heard.compactMap(\.size.suppression), note: everyone)
        ]
        if let resolution {
            rows += PopulationComparison.Row.frequencies(
                heard.map { SpatialFrequency(cyclesPerPixel: $0.search.frequency.peak) }, at: resolution, note: everyone
            )
        }
        let tuned = heard.filter { $0.search.orientation.circularVariance <= Classification.untuned }
        self.init(
            comparisons: PopulationComparison.all(rows, seed: seed),
            preferred: tuned.map(\.search.orientation.preferred))
    }
}
