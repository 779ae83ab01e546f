public import Learning
public import Networks
import Tables

/// How far a learner is at one snapshot: a row of the table `training`.
public struct TrainingRecord: Sendable {
    /// Updates of the weights so far.
    let step: Int
    /// Passes over the examples so far; `nil` where examples are drawn anew for each update.
    let epoch: Double?
    /// The mean loss on the examples since the snapshot before; `nil` before the first update.
    let loss: Double?
    /// The part of the validation examples that are classified rightly; `nil` where nothing is classified.
    let accuracy: Double?
    /// The first layer's kernels, examined; `nil` without a convolution.
    let kernels: KernelSeries.Snapshot?

    /// The file of a snapshot in a run's folder, without its ending: names sort as steps do.
    public static func fileName(ofStep step: Int, of steps: Int) -> String {
        "snapshots/step-\(padded(step, upTo: steps))"
    }

    /// The table's name.
    static let tableName = "training"

    /// The table `training`: one row per snapshot.
    static func table(_ records: [TrainingRecord]) -> Table { layout.table(records) }

    private static let layout = TableLayout<TrainingRecord>(
        name: tableName, title: "How a learner was at each snapshot",
        fields: [
            .init(Column("step", .integer, "Updates of the weights so far.", key: true)) { .integer($0.step) },
            .init(Column("epoch", .number, "Passes over the examples so far.")) { Cell($0.epoch) },
            .init(Column("loss", .number, "Mean loss on the examples since the snapshot before.")) { Cell($0.loss) },
            .init(
                Column(
                    "accuracy_frac", .number, unit: "fraction", "Part of the validation examples classified rightly.")
            ) {
                Cell($0.accuracy)
            },
            .init(
                Column(
                    "orientation_selectivity", .number,
                    "Median over the first layer's kernels of 1 - circular variance, from 0 to 1.")
            ) { Cell($0.kernels?.orientationSelectivity) },
            .init(Column("gabor_frac", .number, unit: "fraction", "Part of the kernels classed as Gabor.")) {
                Cell($0.kernels?.gaborFraction)
            },
            .init(
                Column(
                    "null_gabor_frac", .number, unit: "fraction",
                    "Part of noise kernels of the same spectra that the same rule calls Gabor.")
            ) { Cell($0.kernels?.nullGaborFraction) },
        ])
}

extension Training {
    /// The trained network, and that of each snapshot, by the names of their files without ending.
    ///
    /// - Parameter metadata: what each says of itself.
    public func networks(noting metadata: [String: String]) -> [(name: String, network: Network)] {
        [("network", learner.trainedNetwork.noting(metadata))]
            + snapshots.map { snapshot in
                (
                    TrainingRecord.fileName(ofStep: snapshot.step, of: learner.steps),
                    network(at: snapshot).noting(metadata)
                )
            }
    }
}
