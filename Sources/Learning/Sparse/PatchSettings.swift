/// What decides which kernels patches of photographs teach.
public struct PatchSettings: Hashable, Codable, Sendable {
    /// What kernels are asked to be.
    public enum Goal: String, CaseIterable, Codable, Sendable {
        /// Few kernels at a time describe each patch (Olshausen & Field 1996).
        case sparse
        /// Answers are independent (Bell & Sejnowski 1997).
        case ica

        /// How many kernels learn by how many updates, and the rate of the first.
        var usual: (count: Int, steps: Int, rate: Double) {
            switch self {
            case .sparse: (144, 1500, 2)
            case .ica: (100, 4000, 0.05)
            }
        }
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

    /// Settings; kernels, updates and rate that are left out are those that suit the goal.
    public init(
        goal: Goal, side: Int, count: Int? = nil, steps: Int? = nil, batch: Int, penalty: Double, rate: Double? = nil,
        seed: UInt64
    ) {
        let usual = goal.usual
        self.goal = goal
        self.side = side
        self.count = count ?? usual.count
        self.steps = steps ?? usual.steps
        self.batch = batch
        self.penalty = penalty
        self.rate = rate ?? usual.rate
        self.seed = seed
    }

    /// After which updates a snapshot is kept: 0, then each twice as late as the one before, up to the last.
    public var snapshotSteps: [Int] {
        Set([0] + [64, 32, 16, 8, 4, 2, 1].map { (steps + $0 - 1) / $0 }).sorted()
    }
}
