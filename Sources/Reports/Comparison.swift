public import GaborBanks
public import Kernels
public import Physiology
public import Planes
public import Workers

/// Everything that `compare` finds out about one layer.
public struct Comparison: Sendable {
    /// The layer.
    public let layer: KernelBank
    /// Each of its kernels.
    public let study: LayerStudy
    /// The filters they are matched with.
    public let bank: DesignedBank
    /// For each kernel its best filters.
    public let matches: [[Match]]
    /// The layer beside recorded cells.
    public let population: Population
    /// How the comparison was made.
    public let settings: Settings

    /// What a user may choose.
    public struct Settings: Hashable, Sendable {
        /// Of all chance.
        public let seed: UInt64
        /// Null kernels per kernel.
        public let nullCount: Int
        /// Matches kept per kernel.
        public let matchCount: Int
        /// Whether quadrature pairs may turn to their best phase.
        public let bestPhase: Bool
        /// The recorded cells that the kernels are set beside.
        public let cellType: CellType
        /// Pixels per degree where the user assumed some.
        public let resolution: PixelsPerDegree?
        /// Pixels per degree at which the bank was drawn.
        public let bankResolution: PixelsPerDegree
        /// Recorded cells that the user brings, in place of macaque V1's.
        public let cells: CellPopulation?

        /// The choices of one run.
        public init(
            seed: UInt64, nullCount: Int, matchCount: Int, bestPhase: Bool, cellType: CellType = .simple,
            resolution: PixelsPerDegree?,
            bankResolution: PixelsPerDegree, cells: CellPopulation? = nil
        ) {
            self.seed = seed
            self.nullCount = nullCount
            self.matchCount = matchCount
            self.bestPhase = bestPhase
            self.cellType = cellType
            self.resolution = resolution
            self.bankResolution = bankResolution
            self.cells = cells
        }
    }

    /// Examines a layer, matches it with a bank, and sets it beside recorded cells.
    public init(
        of layer: KernelBank, with bank: DesignedBank, settings: Settings, workers: Workers,
        finished: (@Sendable (Int) -> Void)? = nil
    ) {
        self.layer = layer
        self.bank = bank
        self.settings = settings
        let study = LayerStudy(
            of: layer, seed: settings.seed, nullCount: settings.nullCount, workers: workers, finished: finished)
        self.study = study
        let phase: Matcher.Phase =
            settings.bestPhase ? .best(pairs: bank.quadraturePairs.map { [$0.even, $0.odd] }) : .own
        let matcher = Matcher(bank.bank, planes: layer.size, phase: phase)
        matches = workers.map(layer.count) { index in
            let kernel = study.kernels[index]
            return !kernel.classification.kernelClass.hasTuning
                ? [] : matcher.best(settings.matchCount, for: kernel.seenThroughColor)
        }
        population = Population(
            study, beside: settings.cellType, resolution: settings.resolution, seed: settings.seed,
            cells: settings.cells)
    }
}
