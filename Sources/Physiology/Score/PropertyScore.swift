import GSL
import GaborBanks

/// How like V1's cells the units of a layer are in one property.
public struct PropertyScore: Hashable, Sendable {
    /// Which property.
    public let property: ScoreProperty
    /// Units that answer strongly enough to count, and how many of them have no such property.
    public let units, missing: Int
    /// Median of the units that have it.
    public let median: Double?
    /// How many units in each of the cells' bins.
    public let counts: [Int]
    /// Mean over bootstrap samples of as many units as there were cells: 1 − max|ΔCDF| over the largest that the cells
    /// allow; 0 where a tenth of the samples or more have no value.
    public let similarity: Double
    /// The same of the cells themselves.
    public let ceiling: Double
    /// 95 % over bootstrap samples of the units, of ``score``.
    public let interval: ClosedRange<Double>

    /// Similarity over ceiling.
    public var score: Double { similarity / ceiling }
}

/// Values of units or of cells as bins of the cells' histogram; `nil` for those that have none.
struct BinnedSample {
    let bins: [Int?]
    private let cells: [Int]

    /// Units that count.
    init(_ values: [ScoreProperty.Value], of property: ScoreProperty) {
        let edges = property.cells.histogram.edges
        bins = values.map { value in
            guard case .number(let number) = value else { return nil }
            return KolmogorovSmirnov.bin(number, in: edges)
        }
        cells = property.cells.histogram.counts
    }

    /// The cells themselves.
    init(cellsOf property: ScoreProperty) {
        let cells = property.cells.histogram.counts
        let counted = cells.indices.flatMap { [Int?](repeating: $0, count: cells[$0]) }
        self.cells = cells
        bins = counted + [Int?](repeating: nil, count: property.cellCount - counted.count)
    }

    var counts: [Int] { cells.indices.map { bin in bins.count { $0 == bin } } }

    /// Mean similarity to the cells of samples of some of these, with replacement.
    ///
    /// - Parameters:
    ///   - size: of a sample: as many as there were cells.
    ///   - chosen: which of them, with repetitions; all if left out.
    func similarity(samples: Int, of size: Int, among chosen: [Int]? = nil, using generator: MersenneTwister) -> Double
    {
        let pool = chosen.map { chosen in chosen.map { bins[$0] ?? cells.count } } ?? bins.map { $0 ?? cells.count }
        guard !pool.isEmpty else { return 0 }
        let largest = KolmogorovSmirnov.largest(cells)
        var (sum, empty) = (0.0, 0)
        var drawn = [Int](repeating: 0, count: cells.count + 1)
        for _ in 0..<samples {
            for bin in drawn.indices { drawn[bin] = 0 }
            for _ in 0..<size { drawn[pool[generator.index(below: pool.count)]] += 1 }
            if drawn[cells.count] == size {
                empty += 1
            } else {
                sum += 1 - KolmogorovSmirnov.distance(Array(drawn.dropLast()), cells) / largest
            }
        }
        return 10 * empty > samples ? 0 : sum / Double(samples - empty)
    }
}
