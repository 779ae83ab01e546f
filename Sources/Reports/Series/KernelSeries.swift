public import Kernels
public import Physiology
public import Workers

/// Kernel sets that follow one another, such as snapshots of a network that learns, each examined as ``Comparison`` does.
public struct KernelSeries: Sendable {
    /// One kernel set.
    public struct Snapshot: Sendable {
        /// What it is called: a file's name, or the step.
        public let name: String
        /// Its kernels.
        public let layer: KernelBank
        /// Each of them.
        public let study: LayerStudy
    }

    /// From first to last; at least one.
    public let snapshots: [Snapshot]

    /// Examines each set. All are given the same chance, so that equal sets have equal numbers.
    ///
    /// - Parameters:
    ///   - sets: kernels and what they are called, first to last.
    ///   - seed: of the null kernels.
    ///   - nullCount: null kernels per kernel.
    ///   - workers: any number gives the same values.
    ///   - finished: hears how many kernels of all are done.
    /// - Precondition: at least one set.
    public init(
        _ sets: [(name: String, layer: KernelBank)], seed: UInt64, nullCount: Int, workers: Workers,
        finished: (@Sendable (Int) -> Void)? = nil
    ) {
        precondition(!sets.isEmpty, "a series has at least one set of kernels")
        var done = 0
        var snapshots: [Snapshot] = []
        for (name, layer) in sets {
            let before = done
            let study = LayerStudy(of: layer, seed: seed, nullCount: nullCount, workers: workers) {
                finished?(before + $0)
            }
            snapshots.append(Snapshot(name: name, layer: layer, study: study))
            done += layer.count
        }
        self.snapshots = snapshots
    }

    /// The last set.
    public var last: Snapshot { snapshots[snapshots.count - 1] }

    /// The numbers that the sets' names end in, such as the steps of training, where all do and they rise.
    public var steps: [Double]? {
        let steps = snapshots.compactMap { snapshot in
            Double(String(snapshot.name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()))
        }
        let rise = zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 }
        return steps.count == snapshots.count && steps.count > 1 && rise ? steps : nil
    }

    /// Whether a kernel of one set can be followed through all: they have one shape.
    public var isOfOneShape: Bool {
        snapshots.allSatisfy {
            $0.layer.count == last.layer.count && $0.layer.size == last.layer.size
                && $0.layer.channelCount == last.layer.channelCount
        }
    }
}

extension KernelSeries.Snapshot {
    /// Kernels that are not dead.
    var alive: [KernelStudy] { study.kernels.filter { $0.classification.kernelClass.hasTuning } }
    /// How many are Gabor-like.
    var gaborCount: Int { study.kernels.count { $0.classification.kernelClass.isGabor } }

    /// The part that is.
    var gaborFraction: Double { Double(gaborCount) / Double(layer.count) }

    /// The median over living kernels; `nil` without one.
    var circularVariance: Double? { Self.median(alive.map(\.tuning.orientation.circularVariance)) }
    /// 1 − circular variance, from 0 (answers all orientations alike) to 1; `nil` without a living kernel.
    var orientationSelectivity: Double? { circularVariance.map { 1 - $0 } }
    /// The median over living kernels that answer at all; `nil` without one.
    var selectivityIndex: Double? { Self.median(alive.compactMap(\.tuning.orientation.selectivityIndex)) }
    /// The part of noise kernels, alike in size and spectrum, that the same rule calls Gabor.
    var nullGaborFraction: Double {
        let drawn = study.kernels.compactMap(\.nullFractions?.gabor)
        return drawn.isEmpty ? 0 : drawn.reduce(0, +) / Double(drawn.count)
    }
    /// The median part of a Gabor's variance, over living kernels; `nil` without one.
    var gaborR2: Double? { Self.median(alive.compactMap(\.fit?.r2)) }

    private static func median(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.median }
}
