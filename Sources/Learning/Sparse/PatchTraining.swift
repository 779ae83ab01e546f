internal import GSL
public import Planes
public import Workers

/// Kernels that learn from patches of photographs, and how they were on the way.
public struct PatchTraining: Sendable {
    /// The kernels after some updates.
    public struct Snapshot: Hashable, Sendable {
        /// Updates that were done.
        public let step: Int
        /// The mean cost of a patch since the snapshot before; `nil` before the first update.
        public let loss: Double?
        /// Kernel × 1 × row × column.
        public let kernels: Tensor<Float>
    }

    /// What decides how it goes.
    public let settings: PatchSettings
    /// How the kernels were, the last where they are now.
    public private(set) var snapshots: [Snapshot]
    /// The kernels, of norm 1 (sparse), or the unmixing matrix (ICA).
    private(set) var weights: Rows

    private let photographs: WhitenedPhotographs
    private let infomax: Infomax?
    private let workers: Workers

    /// Patches that one worker takes at once. Sums go over these pieces in order, so that they do not depend on `workers`.
    static let piece = 50
    /// Patches from which ICA's whitening is found.
    static let whiteningPatches = 20_000
    /// Of the streams of chance: one per update from 0, and these.
    private enum Stream {
        static let start: UInt64 = 1 << 40
        static let whitening = start + 1
    }

    /// Before the first update: kernels are noise.
    ///
    /// - Throws: ``LearningError/tooFewDimensions(asked:found:)``, of ICA.
    public init(
        _ settings: PatchSettings, on photographs: WhitenedPhotographs, workers: Workers
    ) throws(LearningError) {
        self.settings = settings
        self.photographs = photographs
        self.workers = workers
        let random = MersenneTwister(seed: settings.seed, stream: Stream.start)
        var length = photographs.patch.count
        if settings.goal == .ica {
            let generator = MersenneTwister(seed: settings.seed, stream: Stream.whitening)
            let patches = photographs.patches(Self.whiteningPatches, using: generator)
            infomax = try Infomax(patches, keeping: settings.count)
            length = settings.count
        } else {
            infomax = nil
        }
        weights =
            Rows(
                count: settings.count, length: length,
                values: (0..<settings.count * length).map { _ in Float(random.gaussian()) }
            ).normalized
        snapshots = []
        snapshots = [snapshot(0, loss: nil, weights)]
    }

    /// Updates done.
    public var step: Int { snapshots[snapshots.count - 1].step }
    /// Whether all updates are done.
    public var isFinished: Bool { step >= settings.steps }

    /// Learns up to the next snapshot.
    ///
    /// - Parameter finished: hears how many updates of all are done.
    /// - Throws: ``LearningError/diverged(step:)``.
    public mutating func advance(finished: (Int) -> Void) throws(LearningError) {
        guard let next = settings.snapshotSteps.first(where: { $0 > step }) else { return }
        let start = step
        var cost = 0.0
        for step in start..<next {
            let generator = MersenneTwister(seed: settings.seed, stream: UInt64(step))
            cost += update(photographs.patches(settings.batch, using: generator), step: step)
            guard weights.values.allSatisfy(\.isFinite), cost.isFinite else { throw .diverged(step: step) }
            finished(step + 1)
        }
        snapshots.append(snapshot(next, loss: cost / Double(next - start), weights))
    }

    /// Goes to where a checkpoint was.
    mutating func go(to weights: Rows, _ snapshots: [Snapshot]) {
        self.weights = weights
        self.snapshots = snapshots
    }

    private func snapshot(_ step: Int, loss: Double?, _ weights: Rows) -> Snapshot {
        let kernels = infomax?.kernels(weights) ?? weights
        let size = photographs.patch
        return Snapshot(
            step: step, loss: loss,
            kernels: Tensor(shape: [kernels.count, 1, size.height, size.width], values: kernels.values))
    }

    /// One update; the mean cost of its patches before it.
    private mutating func update(_ patches: Rows, step: Int) -> Double {
        let rate = Float(settings.rate * (1 - Double(step) / Double(settings.steps)))
        let sums = infomax.map { independence($0, patches) } ?? sparseness(patches)
        for index in weights.values.indices { weights.values[index] += rate * sums.direction.values[index] }
        if infomax == nil { weights = weights.normalized }
        return sums.cost / Double(patches.count)
    }

    /// Coefficients iterated at most.
    static let iterations = 100

    private func sparseness(_ patches: Rows) -> (direction: Rows, cost: Double) {
        let code = SparseCode(kernels: weights, penalty: Float(settings.penalty))
        var sums = summed(patches) { part in
            let coefficients = code.coefficients(of: part, iterations: Self.iterations, tolerance: 0.01)
            let residual = code.residual(coefficients, of: part)
            return (SparseCode.descent(coefficients, residual), code.energy(coefficients, of: part))
        }
        for index in sums.direction.values.indices { sums.direction.values[index] /= Float(patches.count) }
        return sums
    }

    private func independence(_ infomax: Infomax, _ patches: Rows) -> (direction: Rows, cost: Double) {
        let unmixing = weights
        let sums = summed(patches) { Infomax.sums(unmixing, infomax.whitened($0)) }
        return (
            Infomax.ascent(unmixing, correlation: sums.direction, patches: patches.count),
            sums.cost - Double(patches.count) * Infomax.volume(unmixing)
        )
    }

    /// The sums over pieces, whose order does not depend on the workers.
    private func summed(_ patches: Rows, _ part: @Sendable (Rows) -> (Rows, Double)) -> (direction: Rows, cost: Double)
    {
        let pieces = stride(from: 0, to: patches.count, by: Self.piece).map {
            $0..<min($0 + Self.piece, patches.count)
        }
        let results = workers.map(pieces.count) { part(patches.rows(pieces[$0])) }
        var (direction, cost) = results[0]
        for (other, more) in results.dropFirst() {
            for index in other.values.indices { direction.values[index] += other.values[index] }
            cost += more
        }
        return (direction, cost)
    }
}
