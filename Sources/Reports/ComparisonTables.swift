import GaborBanks
import Kernels
import Physiology
import Planes
public import Tables

extension Comparison {
    /// All tables, in the order in which the report names them.
    public var tables: [Table] {
        [kernelsTable, matchesTable, tuningCurvesTable, population.table, bank.table(at: settings.bankResolution)]
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

    private var tuningCurvesTable: Table {
        let points = study.kernels.filter { $0.classification.kernelClass.hasTuning }.flatMap { kernel in
            CurvePoint.points(of: kernel.tuning.orientation, kernel: kernel.index, stimulus: "grating")
                + CurvePoint.points(of: kernel.tuning.frequency, kernel: kernel.index, stimulus: "grating")
        }
        return CurvePoint.table(
            points, title: "Responses of each kernel to gratings of its principal colour",
            response: "Amplitude of the response, weights times contrast 1")
    }
}
