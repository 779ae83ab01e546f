import Kernels
public import Learning
import Planes
public import Workers

extension KernelSeries {
    /// The first layer of a network at each snapshot of its training, examined; `nil` where that is no convolution.
    public init?(of training: Training, seed: UInt64, nullCount: Int, workers: Workers) {
        let sets = training.snapshots.compactMap { snapshot in
            training.kernels(at: snapshot).map { (name: "\(snapshot.step)", layer: $0) }
        }
        guard !sets.isEmpty else { return nil }
        self.init(sets, seed: seed, nullCount: nullCount, workers: workers)
    }

    /// The kernels of each snapshot, examined as they weigh the photographs themselves, of which they saw only what the
    /// whitening filter lets through.
    ///
    /// - Parameters:
    ///   - training: with its snapshots.
    ///   - seed: of the null kernels.
    ///   - nullCount: null kernels per kernel.
    ///   - workers: any number gives the same values.
    ///   - finished: hears how many kernels of all are done.
    public init(
        of training: PatchTraining, seed: UInt64, nullCount: Int, workers: Workers,
        finished: @escaping @Sendable (Int) -> Void
    ) {
        let sets = training.snapshots.map { snapshot in
            let shape = snapshot.kernels.shape
            let bank = KernelBank(
                name: "kernels after \(snapshot.step) updates", outputs: shape[0], inputs: shape[1],
                size: PixelSize(height: shape[2], width: shape[3]), weights: snapshot.kernels.values)
            return (name: "step \(snapshot.step)", layer: bank.seenThrough(.olshausen))
        }
        self.init(sets, seed: seed, nullCount: nullCount, workers: workers, finished: finished)
    }
}
