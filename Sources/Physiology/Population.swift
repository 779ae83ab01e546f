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

extension PopulationComparison {
    /// What is to be compared with what.
    struct Row {
        let property: String
        let cells: RecordedDistribution
        let values: [Double]
        let note: String
    }

    /// Comparisons of some properties, their p-values corrected for all of them.
    static func all(_ rows: [Row], seed: UInt64) -> [PopulationComparison] {
        let compared = rows.enumerated().map { stream, row in
            row.values.count < fewest
                ? nil
                : KolmogorovSmirnov(
                    row.values, row.cells.histogram,
                    using: MersenneTwister(seed: seed, stream: 1 << 32 + UInt64(stream)))
        }
        var adjusted = holmAdjusted(compared.compactMap { $0?.pValue })[...]
        return zip(rows, compared).map { row, comparison in
            PopulationComparison(
                property: row.property, cells: row.cells, values: row.values, comparison: comparison,
                adjustedP: comparison == nil ? nil : adjusted.popFirst(), note: row.note)
        }
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
        let selective = alive.compactMap(\.tuning.frequency.schillerIndex)
        let cut = "kernels with a low and a high cut"
        var rows: [PopulationComparison.Row] = [
            .init(
                property: "circular_variance", cells: MacaqueV1.circularVariance,
                values: alive.map(\.tuning.orientation.circularVariance), note: everyone),
            .init(
                property: "half_width_sqrt2_deg", cells: MacaqueV1.halfWidthAtRoot2,
                values: alive.compactMap { $0.tuning.orientation.halfWidth(at: 0.5.squareRoot()) },
                note: "kernels whose tuning falls to 1/√2 on both sides"),
            .init(
                property: "orthogonal_to_preferred", cells: MacaqueV1.orthogonalToPreferred,
                values: alive.compactMap(\.tuning.orientation.orthogonalToPreferred), note: everyone),
            .init(property: "nx", cells: MacaqueV1.nx, values: fits.map(\.nx), note: oriented),
            .init(property: "ny", cells: MacaqueV1.ny, values: fits.map(\.ny), note: oriented),
            .init(
                property: "bandwidth_index_percent", cells: MacaqueV1.bandwidthIndexSimple, values: selective,
                note: cut),
            .init(
                property: "bandwidth_index_percent", cells: MacaqueV1.bandwidthIndexComplex, values: selective,
                note: cut),
            .init(
                property: "orientation_deg", cells: MacaqueV1.preferredOrientation,
                values: fits.map { Population.fromHorizontal($0.orientation) },
                note: oriented + "; bins of 45° from −22.5°"),
        ]
        if let resolution {
            for cells in [MacaqueV1.peakFrequencySimpleFoveal, MacaqueV1.peakFrequencySimpleParafoveal] {
                rows.append(
                    .init(
                        property: "frequency_cpd", cells: cells,
                        values: fits.map { $0.spatialFrequency.cyclesPerDegree(at: resolution) },
                        note: oriented + "; assumes \(resolution.value) pixels per degree"))
            }
        }
        self.init(comparisons: PopulationComparison.all(rows, seed: seed), preferred: fits.map(\.orientation))
    }

    init(comparisons: [PopulationComparison], preferred: [Orientation]) {
        self.comparisons = comparisons
        let near = preferred.count { orientation in
            [0.0, 90].contains { orientation.distance(to: Orientation(degrees: $0)) <= 22.5 }
        }
        cardinal = (near, preferred.count)
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
