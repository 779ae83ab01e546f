import Foundation
public import GaborBanks
import GSL
public import Planes

/// One property of a layer's kernels beside the same property of recorded cells.
public struct PopulationComparison: Hashable, Sendable {
    /// As in the tables, with its unit's suffix.
    public let property: String
    /// The recorded cells.
    public let cells: RecordedDistribution
    /// The kernels' values.
    public let values: [Double]
    /// How far apart the two are; `nil` with fewer than 5 kernels.
    public let comparison: KolmogorovSmirnov?
    /// `comparison`'s p-value corrected for all properties compared (Holm); `nil` where there is no comparison.
    public let adjustedP: Double?
    /// Which kernels, what was assumed.
    public let note: String

    /// Fewest kernels that are compared.
    public static let fewest = 5

    /// The kernels' median; `nil` without kernels.
    public var median: Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

/// A layer's kernels beside the cells of macaque V1, property by property.
public struct Population: Hashable, Sendable {
    /// Sorted as compared.
    public let comparisons: [PopulationComparison]
    /// Kernels whose orientation is within 22.5° of horizontal or vertical, and all oriented ones.
    public let cardinal: (near: Int, of: Int)
    /// The same of 385 cells (De Valois 1982a).
    public static var cardinalCells: (near: Int, of: Int) {
        let counts = MacaqueV1.preferredOrientation.histogram.counts
        return (counts[0] + counts[2], counts.reduce(0, +))
    }

    /// Compares what can be compared without assumptions and, where pixels per degree are given, peak frequency too.
    ///
    /// - Parameter seed: of bootstrap and permutation; each property has a stream of its own.
    public init(_ study: LayerStudy, resolution: PixelsPerDegree? = nil, seed: UInt64 = 0) {
        let alive = study.kernels.filter { $0.classification.kernelClass != .dead }
        let gabors = alive.filter { $0.classification.kernelClass.isGabor }
        let fits = gabors.compactMap { $0.fit?.gabor }
        let everyone = "all kernels but dead ones"
        let oriented = "Gabor-like kernels"
        var rows: [(String, RecordedDistribution, [Double], String)] = [
            (
                "circular_variance", MacaqueV1.circularVariance, alive.map(\.tuning.orientation.circularVariance),
                everyone
            ),
            (
                "half_width_sqrt2_deg", MacaqueV1.halfWidthAtRoot2,
                alive.compactMap { $0.tuning.orientation.halfWidth(at: 0.5.squareRoot()) },
                "kernels whose tuning falls to 1/√2 on both sides"
            ),
            (
                "orthogonal_to_preferred", MacaqueV1.orthogonalToPreferred,
                alive.compactMap(\.tuning.orientation.orthogonalToPreferred), everyone
            ),
            ("nx", MacaqueV1.nx, fits.map(\.nx), oriented),
            ("ny", MacaqueV1.ny, fits.map(\.ny), oriented),
            (
                "bandwidth_index_percent", MacaqueV1.bandwidthIndexSimple,
                alive.compactMap(\.tuning.frequency.schillerIndex), "kernels with a low and a high cut"
            ),
            (
                "bandwidth_index_percent", MacaqueV1.bandwidthIndexComplex,
                alive.compactMap(\.tuning.frequency.schillerIndex), "kernels with a low and a high cut"
            ),
            (
                "orientation_deg", MacaqueV1.preferredOrientation,
                fits.map { Population.fromHorizontal($0.orientation) }, oriented + "; bins of 45° from −22.5°"
            ),
        ]
        if let resolution {
            for cells in [MacaqueV1.peakFrequencySimpleFoveal, MacaqueV1.peakFrequencySimpleParafoveal] {
                rows.append(
                    (
                        "frequency_cpd", cells,
                        fits.map { $0.spatialFrequency.cyclesPerDegree(at: resolution) },
                        oriented + "; assumes \(resolution.value) pixels per degree"
                    ))
            }
        }
        let compared = rows.enumerated().map { stream, row in
            row.2.count < PopulationComparison.fewest
                ? nil
                : KolmogorovSmirnov(
                    row.2, row.1.histogram, using: MersenneTwister(seed: seed, stream: 1 << 32 + UInt64(stream)))
        }
        var adjusted = holmAdjusted(compared.compactMap { $0?.pValue })[...]
        comparisons = zip(rows, compared).map { row, comparison in
            PopulationComparison(
                property: row.0, cells: row.1, values: row.2, comparison: comparison,
                adjustedP: comparison == nil ? nil : adjusted.popFirst(), note: row.3)
        }
        let near = fits.count {
            min(
                $0.orientation.distance(to: Orientation(degrees: 0)),
                $0.orientation.distance(to: Orientation(degrees: 90))) <= 22.5
        }
        cardinal = (near, fits.count)
    }

    /// Degrees from −22.5 up to 157.5, as the published bins run.
    private static func fromHorizontal(_ orientation: Orientation) -> Double {
        orientation.degrees < 157.5 ? orientation.degrees : orientation.degrees - 180
    }

    /// Equal comparisons and counts.
    public static func == (a: Population, b: Population) -> Bool {
        a.comparisons == b.comparisons && a.cardinal == b.cardinal
    }

    /// By the comparisons.
    public func hash(into hasher: inout Hasher) { hasher.combine(comparisons) }
}
