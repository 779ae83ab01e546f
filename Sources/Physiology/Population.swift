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

        /// How units are tuned to orientation: three properties.
        ///
        /// - Parameter units: what the units are called.
        static func orientations(_ tunings: [OrientationTuning], of units: String, note: String) -> [Row] {
            [
                Row(
                    property: "circular_variance", cells: MacaqueV1.circularVariance,
                    values: tunings.map(\.circularVariance), note: note),
                Row(
                    property: "half_width_sqrt2_deg", cells: MacaqueV1.halfWidthAtRoot2,
                    values: tunings.compactMap { $0.halfWidth(at: 0.5.squareRoot()) },
                    note: "\(units) whose tuning falls to 1/√2 on both sides"),
                Row(
                    property: "orthogonal_to_preferred", cells: MacaqueV1.orthogonalToPreferred,
                    values: tunings.compactMap(\.orthogonalToPreferred), note: note),
            ]
        }

        /// How narrowly units are tuned to frequency, beside simple and beside complex cells.
        static func bandwidths(_ tunings: [FrequencyTuning], of units: String) -> [Row] {
            [MacaqueV1.bandwidthIndexSimple, MacaqueV1.bandwidthIndexComplex].map { cells in
                Row(
                    property: "bandwidth_index_percent", cells: cells, values: tunings.compactMap(\.schillerIndex),
                    note: "\(units) with a low and a high cut")
            }
        }

        /// The frequencies that units prefer, beside foveal and beside parafoveal cells.
        static func frequencies(
            _ frequencies: [SpatialFrequency], at resolution: PixelsPerDegree, note: String
        ) -> [Row] {
            [MacaqueV1.peakFrequencySimpleFoveal, MacaqueV1.peakFrequencySimpleParafoveal].map { cells in
                Row(
                    property: "frequency_cpd", cells: cells,
                    values: frequencies.map { $0.cyclesPerDegree(at: resolution) },
                    note: note + "; assumes \(resolution.value) pixels per degree")
            }
        }
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
        var rows = PopulationComparison.Row.orientations(alive.map(\.tuning.orientation), of: "kernels", note: everyone)
        rows += [
            .init(property: "nx", cells: MacaqueV1.nx, values: fits.map(\.nx), note: oriented),
            .init(property: "ny", cells: MacaqueV1.ny, values: fits.map(\.ny), note: oriented),
        ]
        rows += PopulationComparison.Row.bandwidths(alive.map(\.tuning.frequency), of: "kernels")
        rows += [
            .init(
                property: "orientation_deg", cells: MacaqueV1.preferredOrientation,
                values: fits.map { Population.fromHorizontal($0.orientation) },
                note: oriented + "; bins of 45° from −22.5°")
        ]
        if let resolution {
            rows += PopulationComparison.Row.frequencies(
                fits.map(\.spatialFrequency), at: resolution, note: oriented)
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
