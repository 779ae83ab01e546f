import Foundation
public import GaborBanks
public import GSL

/// How far two samples' cumulative distributions lie apart, where one of them is published as a histogram.
///
/// Both are counted into the published bins, so the distance is taken at the bins' edges: the true one can only be larger,
/// by what happens inside a bin (``binning``).
public struct KolmogorovSmirnov: Hashable, Sendable {
    /// max |ΔCDF| at the edges of the bins, 0…1.
    public let distance: Double
    /// 2.5 % and 97.5 % of the distance over bootstrap samples of both. Sampling can only add to a small distance, so the
    /// interval of one lies too high.
    public let interval: ClosedRange<Double>
    /// 1 − distance over the largest that the cells allow (all in the first bin, or all in the last): 1 for equal
    /// distributions, as Brain-Score defines it (Marques, Schrimpf & DiCarlo 2021).
    public let similarity: Double
    /// The same of ``interval``'s ends.
    public let similarityInterval: ClosedRange<Double>
    /// Mean similarity of as many values drawn from the cells themselves: as much as can be expected of this many.
    public let ceiling: Double
    /// Chance of a larger distance if both came from one distribution, by permutation, (1 + larger)/(1 + drawn).
    public let pValue: Double
    /// The largest distance that the same values could have if the cells lay as unluckily as possible in their bins; that
    /// of the cells themselves, where they are at hand.
    public let binning: Double
    /// The area between the cumulative distributions, in the property's unit; `nil` where only bins are published.
    public let wasserstein: Double?

    static let resamples = 999

    /// Compares values with recorded cells.
    ///
    /// - Parameters:
    ///   - values: at least one; those outside the published range count in the first or last bin.
    ///   - cells: counts by bin.
    ///   - generator: of bootstrap and permutation.
    public init(_ values: [Double], _ cells: Histogram, using generator: MersenneTwister) {
        self.init(
            bins: values.map { Self.bin($0, in: cells.edges) },
            cells: cells.counts.indices.flatMap { [Int](repeating: $0, count: cells.counts[$0]) },
            of: cells.counts.count, largest: Self.largest(cells.counts), binning: Self.binning(values, cells),
            using: generator)
    }

    /// Compares values with the values of recorded cells, of which any distance up to 1 is possible.
    ///
    /// - Parameters:
    ///   - values: at least one.
    ///   - cells: at least one.
    ///   - generator: of bootstrap and permutation.
    public init(_ values: [Double], sample cells: [Double], using generator: MersenneTwister) {
        // Every value that occurs is a bin.
        let places = Set(values + cells).sorted()
        let index = Dictionary(uniqueKeysWithValues: zip(places, places.indices))
        self.init(
            bins: values.compactMap { index[$0] }, cells: cells.compactMap { index[$0] }, of: places.count, largest: 1,
            binning: nil, places: places, using: generator)
    }

    private init(
        bins: [Int], cells cellBins: [Int], of count: Int, largest: Double, binning: Double?, places: [Double]? = nil,
        using generator: MersenneTwister
    ) {
        let (own, cells) = (Self.counts(bins, count), Self.counts(cellBins, count))
        distance = Self.distance(own, cells)
        self.binning = binning ?? distance
        wasserstein = places.map { Self.area(own, cells, $0) }
        similarity = 1 - distance / largest
        var bootstrap: [Double] = []
        var larger = 0
        var expected = 0.0
        let pooled = bins + cellBins
        for _ in 0..<Self.resamples {
            bootstrap.append(
                Self.distance(
                    Self.counts(Self.drawn(bins, bins.count, generator), count),
                    Self.counts(Self.drawn(cellBins, cellBins.count, generator), count)))
            if places == nil {
                let mixed = pooled.shuffled(with: generator)
                let apart = Self.distance(
                    Self.counts(mixed.prefix(bins.count), count), Self.counts(mixed.dropFirst(bins.count), count))
                if apart >= distance - 1e-12 { larger += 1 }
            }
            expected +=
                1 - Self.distance(Self.counts(Self.drawn(cellBins, bins.count, generator), count), cells) / largest
        }
        bootstrap.sort()
        interval = bootstrap[Int(0.025 * Double(Self.resamples))]...bootstrap[Int(0.975 * Double(Self.resamples))]
        similarityInterval = 1 - interval.upperBound / largest...1 - interval.lowerBound / largest
        ceiling = expected / Double(Self.resamples)
        pValue =
            places == nil
            ? Double(1 + larger) / Double(1 + Self.resamples)
            : Self.exactP(distance, bins.count, cellBins.count)
    }

    static func bin(_ value: Double, in edges: [Double]) -> Int {
        let above = edges.firstIndex { $0 > value } ?? edges.count
        return min(max(above - 1, 0), edges.count - 2)
    }

    private static func counts(_ bins: some Sequence<Int>, _ count: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: count)
        for bin in bins { counts[bin] += 1 }
        return counts
    }

    /// A sample with replacement.
    private static func drawn(_ bins: [Int], _ count: Int, _ generator: MersenneTwister) -> [Int] {
        (0..<count).map { _ in bins[generator.index(below: bins.count)] }
    }

    /// max |ΔCDF| of two histograms over the same bins.
    static func distance(_ a: [Int], _ b: [Int]) -> Double {
        let (totalA, totalB) = (Double(a.reduce(0, +)), Double(b.reduce(0, +)))
        guard totalA > 0, totalB > 0 else { return 1 }
        var (sumA, sumB, distance) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            sumA += Double(x)
            sumB += Double(y)
            distance = max(distance, abs(sumA / totalA - sumB / totalB))
        }
        return distance
    }

    /// The distance from the worst that any sample could be: all of it in the first bin, or all in the last.
    static func largest(_ counts: [Int]) -> Double {
        let total = Double(counts.reduce(0, +))
        guard total > 0, let first = counts.first, let last = counts.last else { return 1 }
        return max(1 - Double(first) / total, 1 - Double(last) / total)
    }

    /// ∫ |ΔCDF| over the values that occur.
    private static func area(_ a: [Int], _ b: [Int], _ places: [Double]) -> Double {
        let (totalA, totalB) = (Double(a.reduce(0, +)), Double(b.reduce(0, +)))
        var (sumA, sumB, area) = (0.0, 0.0, 0.0)
        for index in places.indices.dropLast() {
            sumA += Double(a[index])
            sumB += Double(b[index])
            area += abs(sumA / totalA - sumB / totalB) * (places[index + 1] - places[index])
        }
        return area
    }

    /// The chance of a distance as large or larger between samples of one continuous distribution, exactly: the share of
    /// lattice paths from (0, 0) to (m, n) that leave the band (Kim & Jennrich 1973).
    ///
    /// - Complexity: O(m·n).
    static func exactP(_ distance: Double, _ m: Int, _ n: Int) -> Double {
        // Distances are multiples of 1/(m·n): a path stays inside while it is less than this many of them away.
        let bound = (distance * Double(m) * Double(n)).rounded()
        func isInside(_ i: Int, _ j: Int) -> Bool { Double(abs(i * n - j * m)) < bound }
        guard bound > 0 else { return 1 }
        var inside = (0...n).map { isInside(0, $0) ? 1.0 : 0 }
        for j in 1...n where inside[j - 1] == 0 { inside[j] = 0 }
        for i in 1...m {
            // Of the paths to (i, j), the part that came from (i - 1, j), and that from (i, j - 1).
            inside[0] = isInside(i, 0) ? inside[0] : 0
            for j in 1...n {
                let above = Double(i) / Double(i + j)
                inside[j] = isInside(i, j) ? above * inside[j] + (1 - above) * inside[j - 1] : 0
            }
        }
        return max(0, 1 - inside[n])
    }

    /// Between two edges the cells' distribution may be anywhere from its value at one to that at the other.
    private static func binning(_ values: [Double], _ cells: Histogram) -> Double {
        let total = Double(cells.counts.reduce(0, +))
        var cumulative = [0.0]
        for count in cells.counts { cumulative.append(cumulative[cumulative.count - 1] + Double(count) / total) }
        let sorted = values.sorted()
        var largest = 0.0
        for (index, value) in sorted.enumerated() {
            let bin = bin(value, in: cells.edges)
            for own in [Double(index), Double(index + 1)].map({ $0 / Double(sorted.count) }) {
                largest = max(largest, abs(own - cumulative[bin]), abs(own - cumulative[bin + 1]))
            }
        }
        return largest
    }
}

extension Array {
    fileprivate func shuffled(with generator: MersenneTwister) -> [Element] {
        var shuffled = self
        for place in indices.reversed() where place > 0 {
            shuffled.swapAt(place, generator.index(below: place + 1))
        }
        return shuffled
    }
}

/// Holm's correction for several tests (1979, *Scand. J. Stat.* 6:65): the p-values as they count together.
public func holmAdjusted(_ pValues: [Double]) -> [Double] {
    var adjusted = pValues
    var floor = 0.0
    for (rank, index) in pValues.indices.sorted(by: { (pValues[$0], $0) < (pValues[$1], $1) }).enumerated() {
        floor = max(floor, min(1, Double(pValues.count - rank) * pValues[index]))
        adjusted[index] = floor
    }
    return adjusted
}
