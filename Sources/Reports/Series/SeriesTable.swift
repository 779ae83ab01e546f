import Kernels
import Physiology
public import Tables

extension KernelSeries {
    /// The table `snapshots`: one row per set.
    public var table: Table {
        Self.layout.table(moments.enumerated().map { Row(index: $0.offset, moment: $0.element) })
    }

    /// Its name.
    public static let tableName = "snapshots"

    private struct Row: Sendable {
        let index: Int
        let moment: Moment
    }

    private static let layout = TableLayout<Row>(
        name: tableName, title: "How the kernels were at each snapshot",
        fields: [
            .init(Column("snapshot", .integer, "In the order of the series.", key: true)) { .integer($0.index) },
            .init(Column("name", .string, "File, or step.")) { .text($0.moment.name) },
            .init(Column("kernels", .integer, "Kernels in the set.")) { .integer($0.moment.layer.count) },
            .init(Column("dead", .integer, "Kernels of next to no weight, left out of the medians.")) {
                .integer($0.moment.layer.count - $0.moment.alive.count)
            },
            .init(Column("orientation_selectivity", .number, "Median of 1 - circular variance, from 0 to 1.")) {
                Cell($0.moment.orientationSelectivity)
            },
            .init(Column("circular_variance", .number, "Median, from 0 to 1.")) {
                Cell($0.moment.circularVariance)
            },
            .init(Column("osi", .number, "Median orientation selectivity index, from 0 to 1.")) {
                Cell($0.moment.selectivityIndex)
            },
            .init(Column("gabor_frac", .number, unit: "fraction", "Part of the kernels classed as Gabor.")) {
                Cell($0.moment.gaborFraction)
            },
            .init(
                Column(
                    "null_gabor_frac", .number, unit: "fraction",
                    "Part of noise kernels of the same spectra that the same rule calls Gabor.")
            ) { Cell($0.moment.nullGaborFraction) },
            .init(Column("gabor_r2", .number, "Median part of a kernel's variance that its best Gabor explains.")) {
                Cell($0.moment.gaborR2)
            },
        ])
}
