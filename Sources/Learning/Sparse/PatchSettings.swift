/// What decides which kernels patches of photographs teach.
public struct PatchSettings: Hashable, Codable, Sendable {
    /// What kernels are asked to be.
    public enum Goal: String, CaseIterable, Codable, Sendable {
        /// Few kernels at a time describe each patch (Olshausen & Field 1996).
        case sparse
        /// Answers are independent (Bell & Sejnowski 1997).
        case ica
    }

    /// What kernels are asked to be.
    public let goal: Goal
    /// Rows and columns of a patch.
    public let side: Int
    /// Kernels.
    public let count: Int
    /// Updates.
    public let steps: Int
    /// Patches of an update.
    public let batch: Int
    /// λ of ``Goal/sparse``.
    public let penalty: Double
    /// Of the first update; it falls along a straight line to 0 behind the last.
    public let rate: Double
    /// Of all chance.
    public let seed: UInt64

    /// Settings.
    public init(
        goal: Goal, side: Int, count: Int, steps: Int, batch: Int, penalty: Double, rate: Double, seed: UInt64
    ) {
        self.goal = goal
        self.side = side
        self.count = count
        self.steps = steps
        self.batch = batch
        self.penalty = penalty
        self.rate = rate
        self.seed = seed
    }

    /// After which updates a snapshot is kept: 0, then each twice as late as the one before, up to the last.
    public var snapshotSteps: [Int] {
        Set([0] + [64, 32, 16, 8, 4, 2, 1].map { (steps + $0 - 1) / $0 }).sorted()
    }
}
