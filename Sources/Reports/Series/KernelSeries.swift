public import Kernels
public import Learning
public import Physiology
public import Workers

/// Kernel sets that follow one another, such as snapshots of a network that learns, each examined as ``Comparison`` does.
public struct KernelSeries: Sendable {
    /// One kernel set.
    public struct Moment: Sendable {
        /// What it is called: a file's name, or the step.
        public let name: String
        /// Its kernels.
        public let layer: KernelBank
        /// Each of them.
        public let study: LayerStudy
    }

    /// From first to last; at least one.
    public let moments: [Moment]

    /// Examines each set. All are given the same chance, so that equal sets have equal numbers.
    ///
    /// - Parameter finished: hears how many kernels of all are done.
    /// - Precondition: at least one set.
    public init(
        _ sets: [(name: String, layer: KernelBank)], seed: UInt64, nullCount: Int, workers: Workers,
        finished: (@Sendable (Int) -> Void)? = nil
    ) {
        precondition(!sets.isEmpty, "a series has at least one set of kernels")
        var done = 0
        var moments: [Moment] = []
        for (name, layer) in sets {
            let before = done
            let study = LayerStudy(of: layer, seed: seed, nullCount: nullCount, workers: workers) {
                finished?(before + $0)
            }
            moments.append(Moment(name: name, layer: layer, study: study))
            done += layer.count
        }
        self.moments = moments
    }

    /// The last set.
    public var last: Moment { moments[moments.count - 1] }

    /// Whether a kernel of one set can be followed through all: they have one shape.
    public var isOfOneShape: Bool {
        moments.allSatisfy {
            $0.layer.count == last.layer.count && $0.layer.size == last.layer.size
                && $0.layer.channelCount == last.layer.channelCount
        }
    }
}

extension KernelSeries.Moment {
    /// Kernels that are not dead.
    var alive: [KernelStudy] { study.kernels.filter { $0.classification.kernelClass != .dead } }
    /// How many are Gabor-like.
    var gaborCount: Int { study.kernels.count { $0.classification.kernelClass.isGabor } }

    /// What a table of training says of it.
    public var tuning: SnapshotTuning {
        SnapshotTuning(
            orientationSelectivity: alive.isEmpty ? 0 : 1 - circularVariance,
            gaborFraction: Double(gaborCount) / Double(layer.count), nullGaborFraction: nullGaborFraction)
    }

    /// The median over living kernels.
    var circularVariance: Double { median(alive.map(\.tuning.orientation.circularVariance)) }
    /// The median over living kernels that answer at all.
    var selectivityIndex: Double { median(alive.compactMap(\.tuning.orientation.selectivityIndex)) }
    /// The part of noise kernels, alike in size and spectrum, that the same rule calls Gabor.
    var nullGaborFraction: Double {
        let drawn = study.kernels.compactMap(\.nullGaborFraction)
        return drawn.isEmpty ? 0 : drawn.reduce(0, +) / Double(drawn.count)
    }
    /// The mean part of a Gabor's variance, over living kernels.
    var gaborR2: Double { median(alive.compactMap(\.fit?.r2)) }
}
