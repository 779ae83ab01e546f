import GaborBanks
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
                .init(Column("n_cells", .integer, "Recorded cells")) { .integer($0.cells.cells) },
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
                .init(Column("ceiling", .number, "ks_similarity of two random halves of the cells")) {
                    Cell($0.comparison?.ceiling)
                },
                .init(Column("p_value", .number, "By permutation")) { Cell($0.comparison?.pValue) },
                .init(Column("p_adjusted", .number, "Corrected for all rows (Holm)")) { Cell($0.adjustedP) },
                .init(Column("note", .string, "Which kernels, what was assumed, what binning hides")) { row in
                    let hidden = row.comparison.map {
                        "; inside the bins the distance could be up to \(rounded($0.binning, 2))"
                    }
                    return .text(row.note + "; " + row.cells.citation + (hidden ?? "; too few kernels to compare"))
                },
            ]
        ).table(comparisons)
    }
}
