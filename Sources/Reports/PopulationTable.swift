import GaborBanks
import Networks
import Physiology
import Tables

extension Population {
    /// The table `population`.
    var table: Table {
        TableLayout<PopulationComparison>(
            name: "population", title: "Each property of the kernels beside recorded macaque cells",
            fields: [
                .init(Column("property", .string, "What is compared", key: true)) { .text($0.property) },
                .init(Column("reference", .string, "The recorded cells", key: true)) { .text($0.cells.reference) },
                .init(Column("n_kernels", .integer, "Kernels that have the property")) { .integer($0.values.count) },
                .init(Column("n_cells", .integer, "Recorded cells")) { .integer($0.cells.count) },
                .init(Column("median_kernels", .number, "Median of the kernels")) {
                    $0.property == "orientation_deg" ? .absent : Cell($0.median)
                },
                .init(
                    Column("median_cells", .number, "Median of the cells; inside its bin where only bins are published")
                ) {
                    $0.property == "orientation_deg" ? .absent : Cell($0.cells.median)
                },
                .init(
                    Column(
                        "ks_distance", .number,
                        "Largest difference of the cumulative distributions at the published bins' edges")
                ) {
                    Cell($0.comparison?.distance)
                },
                .init(Column("ks_low", .number, "2.5 % of ks_distance over bootstrap samples")) {
                    Cell($0.comparison?.interval.lowerBound)
                },
                .init(Column("ks_high", .number, "97.5 % of ks_distance over bootstrap samples")) {
                    Cell($0.comparison?.interval.upperBound)
                },
                .init(Column("ks_similarity", .number, "1 - distance over the largest possible")) {
                    Cell($0.comparison?.similarity)
                },
                .init(
                    Column("ceiling", .number, "Mean ks_similarity of as many values drawn from the cells themselves")
                ) {
                    Cell($0.comparison?.ceiling)
                },
                .init(
                    Column(
                        "p_value", .number, "By permutation; where only the median of the cells is known, by sign test")
                ) { Cell($0.pValue) },
                .init(Column("p_adjusted", .number, "Corrected for all rows (Holm)")) { Cell($0.adjustedP) },
                .init(Column("note", .string, "Which kernels, what was assumed, what binning hides")) { row in
                    .text(
                        ([row.note, row.cells.citation] + Self.remarks(on: row)).joined(separator: "; "))
                },
                .init(
                    Column(
                        "wasserstein", .number,
                        "Area between the cumulative distributions, in the property's unit; where every cell is at hand"
                    )
                ) { Cell($0.comparison?.wasserstein) },
            ]
        ).table(comparisons)
    }

    /// What binning hides, what sampling adds, what is not known.
    private static func remarks(on row: PopulationComparison) -> [String] {
        if let ks = row.comparison {
            if ks.wasserstein != nil { return ["cell by cell, p exact"] }
            return [
                "inside the bins the distance could be up to \(rounded(ks.binning, 2))",
                "resampling can only add to a small distance, so ks_low and ks_high of one lie too high",
            ]
        }
        if let signs = row.signTest {
            return [
                "of these cells only the median is at hand: \(counted(signs.above, "kernel", "kernels")) above it and \(signs.below) below, sign test"
            ]
        }
        return ["too few kernels to compare"]
    }
}
