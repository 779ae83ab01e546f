import Kernels
import Physiology
public import Tables

extension KernelSeries {
    /// The table `snapshots`: one row per set.
    public var table: Table {
        Self.layout.table(snapshots.enumerated().map { Row(index: $0.offset, snapshot: $0.element) })
    }

    /// Its name.
    public static let tableName = "snapshots"

    private struct Row: Sendable {
        let index: Int
        let snapshot: Snapshot
    }

    private static let layout = TableLayout<Row>(
        name: tableName, title: "How the kernels were at each snapshot",
        fields: [
            .init(Column("snapshot", .integer, "In the order of the series.", key: true)) { .integer($0.index) },
            .init(Column("name", .string, "File, or step.")) { .text($0.snapshot.name) },
            .init(Column("kernels", .integer, "Kernels in the set.")) { .integer($0.snapshot.layer.count) },
            .init(Column("dead", .integer, "Kernels of next to no weight, left out of the medians.")) {
                .integer($0.snapshot.layer.count - $0.snapshot.alive.count)
            },
            .init(Column("orientation_selectivity", .number, "Median of 1 - circular variance, from 0 to 1.")) {
                Cell($0.snapshot.orientationSelectivity)
            },
            .init(Column("circular_variance", .number, "Median, from 0 to 1.")) {
                Cell($0.snapshot.circularVariance)
            },
            .init(Column("osi", .number, "Median orientation selectivity index, from 0 to 1.")) {
                Cell($0.snapshot.selectivityIndex)
            },
            .init(Column("gabor_frac", .number, unit: "fraction", "Part of the kernels classed as Gabor.")) {
                Cell($0.snapshot.gaborFraction)
            },
            .init(
                Column(
                    "null_gabor_frac", .number, unit: "fraction",
                    "Part of noise kernels of the same spectra that the same rule calls Gabor.")
            ) { Cell($0.snapshot.nullGaborFraction) },
            .init(Column("gabor_r2", .number, "Median part of a kernel's variance that its best Gabor explains.")) {
                Cell($0.snapshot.gaborR2)
            },
        ])
}
