import GaborBanks
import Kernels
import Physiology
import Planes
public import Tables

extension Comparison {
    /// All tables, in the order in which the report names them.
    public var tables: [Table] {
        [kernelsTable, matchesTable, tuningCurvesTable, populationTable, bank.table(at: settings.bankResolution)]
    }

    private struct MatchRow: Sendable {
        let kernel: Int
        let rank: Int
        let match: Match
        let filter: DesignedFilter
    }

    private var matchesTable: Table {
        TableLayout<MatchRow>(
            name: "matches", title: "The filters of the bank that are most like each kernel",
            fields: [
                .init(Column("kernel", .integer, "Output channel, 0-based", key: true)) { .integer($0.kernel) },
                .init(Column("rank", .integer, "0 for the best", key: true)) { .integer($0.rank) },
                .init(Column("filter", .integer, "In the table bank")) { .integer($0.match.filter) },
                .init(Column("similarity", .number, "Cosine in [-1, 1] of zero-mean kernels, best over shifts")) {
                    Cell($0.match.similarity)
                },
                .init(Column("shift_x_px", .integer, unit: "pixel", "Filter's centre right of the kernel's")) {
                    .integer($0.match.shiftX)
                },
                .init(Column("shift_y_px", .integer, unit: "pixel", "Filter's centre below the kernel's")) {
                    .integer($0.match.shiftY)
                },
                .init(Column("orientation_deg", .number, unit: "degree", "Of the filter's bars")) {
                    Cell($0.filter.orientation?.degrees)
                },
                .init(Column("frequency_cpp", .number, unit: "cycle/pixel", "Of the filter")) {
                    Cell($0.filter.spatialFrequency.cyclesPerPixel)
                },
                .init(
                    Column(
                        "phase_deg", .number, unit: "degree", "Of the filter, at its best phase where that was asked")
                ) {
                    Cell(Phase(degrees: $0.filter.phase.degrees + $0.match.addedPhase).degrees)
                },
            ]
        ).table(
            matches.enumerated().flatMap { kernel, matches in
                matches.enumerated().map {
                    MatchRow(
                        kernel: kernel, rank: $0.offset, match: $0.element, filter: bank.filters[$0.element.filter])
                }
            })
    }

    private struct CurvePoint: Sendable {
        let kernel: Int
        let parameter: String
        let value: Double
        let unit: String
        let response: Double
    }

    private var tuningCurvesTable: Table {
        TableLayout<CurvePoint>(
            name: "tuning_curves", title: "Responses of each kernel to gratings of its principal colour",
            fields: [
                .init(Column("kernel", .integer, "Output channel, 0-based", key: true)) { .integer($0.kernel) },
                .init(Column("stimulus", .string, "What was shown", key: true)) { _ in .text("grating") },
                .init(Column("parameter", .string, "What was varied: orientation or frequency", key: true)) {
                    .text($0.parameter)
                },
                .init(Column("value", .number, "Its value", key: true)) { Cell($0.value) },
                .init(Column("unit", .string, "Unit of value")) { .text($0.unit) },
                .init(Column("response", .number, "Amplitude of the response, weights times contrast 1")) {
                    Cell($0.response)
                },
            ]
        ).table(
            study.kernels.filter { $0.classification.kernelClass != .dead }.flatMap { kernel -> [CurvePoint] in
                let (orientation, frequency) = (kernel.tuning.orientation, kernel.tuning.frequency)
                return zip(orientation.orientations, orientation.responses).map {
                    CurvePoint(
                        kernel: kernel.index, parameter: "orientation", value: $0.degrees, unit: "degree", response: $1)
                }
                    + zip(frequency.frequencies, frequency.responses).map {
                        CurvePoint(
                            kernel: kernel.index, parameter: "frequency", value: $0, unit: "cycle/pixel", response: $1)
                    }
            })
    }

    private var populationTable: Table {
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
        ).table(population.comparisons)
    }
}
