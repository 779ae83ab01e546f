import GSL
public import GaborBanks

/// How well preferred frequencies fit recorded cells', by how many pixels of a picture are taken for a degree.
///
/// A network does not say how large its pictures are; the comparison of frequencies rests on that assumption alone.
public struct ResolutionSweep: Hashable, Sendable {
    /// One assumption and one sample of cells.
    public struct Point: Hashable, Sendable {
        /// Pixels per degree.
        public let resolution: Double
        /// The cells.
        public let cells: RecordedDistribution
        /// Cycles per degree.
        public let median: Double
        /// How far apart they are.
        public let comparison: KolmogorovSmirnov
    }

    /// By cells, then by resolution; none with fewer than 5 frequencies.
    public let points: [Point]

    /// From 4 to 256 pixels per degree in half-octaves.
    static let resolutions = (0...12).map { 4 * (0..<$0).reduce(1.0) { value, _ in value * 2.0.squareRoot() } }

    /// The recorded cells: simple ones in and beside the fovea.
    public static let cells = [MacaqueV1.peakFrequencySimpleFoveal, MacaqueV1.peakFrequencySimpleParafoveal]

    /// A sweep over preferred frequencies, cycles per pixel.
    ///
    /// - Parameters:
    ///   - frequencies: one per unit.
    ///   - seed: of bootstrap and permutation.
    public init(frequencies: [Double], seed: UInt64) {
        guard frequencies.count >= PopulationComparison.fewest else {
            points = []
            return
        }
        let median = frequencies.median
        points = Self.cells.enumerated().flatMap { place, cells in
            Self.resolutions.enumerated().map { index, resolution in
                Point(
                    resolution: resolution, cells: cells, median: median * resolution,
                    comparison: KolmogorovSmirnov(
                        frequencies.map { $0 * resolution }, cells.histogram,
                        using: MersenneTwister(seed: seed, stream: 1 << 33 + UInt64(place << 8 + index))))
            }
        }
    }

    /// The assumption under which some cells are matched best.
    public func best(_ cells: RecordedDistribution) -> Point? {
        points.filter { $0.cells == cells }.max { $0.comparison.similarity < $1.comparison.similarity }
    }
}
