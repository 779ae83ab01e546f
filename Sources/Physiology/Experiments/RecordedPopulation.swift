public import GaborBanks
public import Planes

extension Population {
    /// Compares recorded units with recorded cells: what gratings of all orientations, frequencies and sizes tell.
    ///
    /// - Parameters:
    ///   - recordings: one per unit.
    ///   - cellType: energy units are like complex cells, all others like simple ones.
    ///   - resolution: pixels per degree, where frequencies in cycles per degree are to be compared too.
    ///   - seed: of bootstrap and permutation.
    ///   - population: the user's cells, in place of macaque V1's.
    public init(
        _ recordings: [Recording], beside cellType: CellType, resolution: PixelsPerDegree? = nil, seed: UInt64 = 0,
        cells population: CellPopulation? = nil
    ) {
        let heard = recordings.filter { !$0.isSilent }
        let tuned = heard.filter { $0.search.orientation.isTuned }
        if let population {
            let measured = MeasuredUnits(heard: heard, tuned: tuned, resolution: resolution)
            self.init(
                cellType, PopulationComparison.all(population.rows(beside: measured.values), seed: seed),
                preferred: tuned.map(\.search.orientation.peakOrientation), recorded: population)
            return
        }
        let everyone = "all units that answer"
        var rows = PopulationComparison.Row.orientations(
            heard.map(\.search.orientation), beside: cellType, of: "units", note: everyone)
        rows += [
            .init(
                property: "modulation_ratio", cells: .counted(MacaqueV1.modulationRatio),
                values: heard.compactMap(\.drift.ratio), note: "units with a mean answer")
        ]
        rows += PopulationComparison.Row.bandwidths(
            heard.map(\.search.frequency), beside: cellType, of: "units")
        rows += [
            .init(
                property: "suppression_index", cells: .counted(MacaqueV1.suppressionIndex),
                values: heard.compactMap(\.size.suppression), note: everyone)
        ]
        if let resolution {
            rows += PopulationComparison.Row.frequencies(
                heard.map { SpatialFrequency(cyclesPerPixel: $0.search.frequency.peak) }, beside: cellType,
                at: resolution, note: everyone)
        }
        self.init(
            cellType, PopulationComparison.all(rows, seed: seed),
            preferred: tuned.map(\.search.orientation.peakOrientation))
    }
}
