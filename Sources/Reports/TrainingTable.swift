public import Learning
public import Tables

/// The table `training`: one row per snapshot.
public enum TrainingTable {
    /// Its name.
    public static let name = "training"

    /// The records as a table.
    public static func table(_ records: [TrainingRecord]) -> Table { layout.table(records) }

    private static let layout = TableLayout<TrainingRecord>(
        name: name, title: "How a learner was at each snapshot",
        fields: [
            .init(Column("step", .integer, "Updates of the weights so far.", key: true)) { .integer($0.step) },
            .init(Column("epoch", .number, "Passes over the examples so far.")) { Cell($0.epoch) },
            .init(Column("loss", .number, "Mean loss on the examples since the snapshot before.")) { Cell($0.loss) },
            .init(Column("accuracy_frac", .number, unit: "fraction", "Part of the held examples classified rightly.")) {
                Cell($0.accuracy)
            },
            .init(
                Column(
                    "orientation_selectivity", .number,
                    "Median over the first layer's kernels of 1 - circular variance, from 0 to 1.")
            ) { Cell($0.tuning?.orientationSelectivity) },
            .init(Column("gabor_frac", .number, unit: "fraction", "Part of the kernels classed as Gabor.")) {
                Cell($0.tuning?.gaborFraction)
            },
            .init(
                Column(
                    "null_gabor_frac", .number, unit: "fraction",
                    "Part of noise kernels of the same spectra that the same rule calls Gabor.")
            ) { Cell($0.tuning?.nullGaborFraction) },
        ])
}
