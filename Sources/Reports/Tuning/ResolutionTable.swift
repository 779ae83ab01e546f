import GaborBanks
import Physiology
import Tables

extension ResolutionSweep {
    /// The table `resolutions`.
    var table: Table {
        TableLayout<Point>(
            name: "resolutions", title: "Preferred frequencies beside recorded cells, by the assumed pixels per degree",
            fields: [
                .init(Column("reference", .string, "The recorded cells", key: true)) { .text($0.cells.reference) },
                .init(
                    Column(
                        "resolution_ppd", .number, unit: "pixel/degree", "How many pixels are taken for a degree",
                        key: true)
                ) { Cell($0.resolution) },
                .init(Column("median_cpd", .number, unit: "cycle/degree", "Median of the units")) { Cell($0.median) },
                .init(Column("ks_distance", .number, "As in the table population")) { Cell($0.comparison.distance) },
                .init(Column("ks_low", .number, "2.5 % of ks_distance over bootstrap samples")) {
                    Cell($0.comparison.interval.lowerBound)
                },
                .init(Column("ks_high", .number, "97.5 % of ks_distance over bootstrap samples")) {
                    Cell($0.comparison.interval.upperBound)
                },
                .init(Column("ks_similarity", .number, "1 - distance over the largest possible")) {
                    Cell($0.comparison.similarity)
                },
                .init(
                    Column("ceiling", .number, "Mean ks_similarity of as many values drawn from the cells themselves")
                ) {
                    Cell($0.comparison.ceiling)
                },
            ]
        ).table(points)
    }

    /// What the sweep says of a network's units or of designed ones, in sentences.
    func lines(ofNetwork isNetwork: Bool) -> [String] {
        guard let foveal = best(Self.cells[0]), let beside = best(Self.cells[1]) else { return [] }
        return wrapped(
            "Frequencies fit foveal simple cells best if \(rounded(foveal.resolution, 0)) pixels are a degree (alike \(rounded(foveal.comparison.similarity, 2)), ceiling \(rounded(foveal.comparison.ceiling, 2))), parafoveal ones at \(rounded(beside.resolution, 0)) (\(rounded(beside.comparison.similarity, 2)), ceiling \(rounded(beside.comparison.ceiling, 2)))\(isNetwork ? ": an assumption that the network does not settle" : "") (table resolutions). The ceiling is the mean of as many values drawn from the cells themselves, which chance alone can exceed."
        )
    }
}
