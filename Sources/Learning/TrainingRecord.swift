/// How far a learner is at one snapshot.
public struct TrainingRecord: Hashable, Sendable {
    /// Updates of the weights so far.
    public let step: Int
    /// Passes over the examples so far; `nil` where examples are drawn anew for each update.
    public let epoch: Double?
    /// The mean loss on the examples since the snapshot before; `nil` before the first update.
    public let loss: Double?
    /// The part of the held examples that are classified rightly; `nil` where nothing is classified.
    public let accuracy: Double?
    /// How the first layer's kernels are tuned; `nil` where they were not examined.
    public let tuning: SnapshotTuning?

    /// A record.
    public init(step: Int, epoch: Double?, loss: Double?, accuracy: Double?, tuning: SnapshotTuning?) {
        self.step = step
        self.epoch = epoch
        self.loss = loss
        self.accuracy = accuracy
        self.tuning = tuning
    }
}

/// What a physiologist says of the first layer's kernels at one snapshot.
public struct SnapshotTuning: Hashable, Sendable {
    /// The median over the kernels of 1 − circular variance, from 0 (answers all orientations alike) to 1.
    public let orientationSelectivity: Double
    /// The part of the kernels that is classed as Gabor.
    public let gaborFraction: Double
    /// The part of noise kernels of the same spectra that the same rule calls Gabor.
    public let nullGaborFraction: Double

    /// A measurement.
    public init(orientationSelectivity: Double, gaborFraction: Double, nullGaborFraction: Double) {
        self.orientationSelectivity = orientationSelectivity
        self.gaborFraction = gaborFraction
        self.nullGaborFraction = nullGaborFraction
    }
}
