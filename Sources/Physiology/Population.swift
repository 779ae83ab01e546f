import Foundation
public import GaborBanks
import GSL
public import Planes

/// One property of a layer's kernels beside the same property of recorded cells.
public struct PopulationComparison: Hashable, Sendable {
    /// As in the tables, with its unit's suffix.
    public let property: String
    /// The recorded cells.
    public let cells: RecordedCells
    /// The kernels' values.
    public let values: [Double]
    /// How far apart the two are; `nil` with fewer than 5 kernels, or where only the cells' median is known.
    public let comparison: KolmogorovSmirnov?
    /// Whether the values lie around the cells' median, where that is all that is known of them.
    public let signTest: SignTest?
    /// The p-value corrected for all properties compared (Holm); `nil` where there is no comparison.
    public let adjustedP: Double?
    /// Which kernels, what was assumed.
    public let note: String

    /// Fewest kernels that are compared.
    public static let fewest = 5

    /// Of whichever comparison there is.
    public var pValue: Double? { comparison?.pValue ?? signTest?.pValue }

    /// The kernels' median; `nil` without kernels.
    public var median: Double? { values.isEmpty ? nil : values.median }
}

extension PopulationComparison {
    /// What is to be compared with what.
    struct Row {
        let property: String
        let cells: RecordedCells
        let values: [Double]
        let note: String

        /// How units are tuned to orientation.
        ///
        /// - Parameter units: what the units are called.
        static func orientations(
            _ tunings: [OrientationTuning], beside type: CellType, of units: String, note: String
        ) -> [Row] {
            let rows = [
                Row(
                    property: "circular_variance", cells: MacaqueV1.circularVariance(of: type),
                    values: tunings.map(\.circularVariance), note: note),
                Row(
                    property: "half_width_sqrt2_deg", cells: MacaqueV1.halfWidthAtRoot2(of: type),
                    values: tunings.compactMap { $0.halfWidth(at: 0.5.squareRoot()) },
                    note: "\(units) whose tuning falls to 1/√2 on both sides"),
            ]
            guard type == .all else { return rows }
            return rows + [
                Row(
                    property: "orthogonal_to_preferred", cells: .counted(MacaqueV1.orthogonalToPreferred),
                    values: tunings.compactMap(\.orthogonalToPreferred), note: note)
            ]
        }

        /// Which orientations units prefer.
        static func preferred(_ orientations: [Orientation], beside type: CellType, of units: String) -> Row {
            // Degrees from −22.5 up to 157.5, as the published bins run.
            Row(
                property: "orientation_deg", cells: .counted(MacaqueV1.preferredOrientation(of: type)),
                values: orientations.map { $0.degrees < 157.5 ? $0.degrees : $0.degrees - 180 },
                note: units + ", as measured; bins of 45° from −22.5°")
        }

        /// How narrowly units are tuned to frequency.
        static func bandwidths(_ tunings: [FrequencyTuning], beside type: CellType, of units: String) -> [Row] {
            MacaqueV1.bandwidthIndices(of: type).map { cells in
                Row(
                    property: "bandwidth_index_percent", cells: .counted(cells),
                    values: tunings.compactMap(\.schillerIndex), note: "\(units) with a low and a high cut")
            }
        }

        /// The frequencies that units prefer, beside foveal and beside parafoveal cells.
        static func frequencies(
            _ frequencies: [SpatialFrequency], beside type: CellType, at resolution: PixelsPerDegree, note: String
        ) -> [Row] {
            MacaqueV1.peakFrequencies(of: type).map { cells in
                Row(
                    property: "frequency_cpd", cells: .counted(cells),
                    values: frequencies.map { $0.cyclesPerDegree(at: resolution) },
                    note: note + ", as measured; assumes \(resolution.value) pixels per degree")
            }
        }
    }

    /// Comparisons of some properties, their p-values corrected for all of them.
    static func all(_ rows: [Row], seed: UInt64) -> [PopulationComparison] {
        let compared = rows.enumerated().map { stream, row -> KolmogorovSmirnov? in
            guard row.values.count >= fewest else { return nil }
            let generator = MersenneTwister(seed: seed, stream: 1 << 32 + UInt64(stream))
            return switch row.cells {
            case .sampled(let cells): KolmogorovSmirnov(row.values, sample: cells.values, using: generator)
            case .counted(let cells): KolmogorovSmirnov(row.values, cells.histogram, using: generator)
            case .median: nil
            }
        }
        let signs = rows.map { row -> SignTest? in
            guard row.values.count >= fewest, case .median(let cells) = row.cells else { return nil }
            return SignTest(row.values, median: cells.median)
        }
        let pValues = zip(compared, signs).map { $0?.pValue ?? $1?.pValue }
        var adjusted = holmAdjusted(pValues.compactMap(\.self))[...]
        return rows.indices.map { index in
            PopulationComparison(
                property: rows[index].property, cells: rows[index].cells, values: rows[index].values,
                comparison: compared[index], signTest: signs[index],
                adjustedP: pValues[index] == nil ? nil : adjusted.popFirst(), note: rows[index].note)
        }
    }
}

/// A layer's kernels beside the cells of macaque V1, property by property, like with like.
public struct Population: Hashable, Sendable {
    /// Which cells of macaque V1, where ``recorded`` is `nil`.
    public let cellType: CellType
    /// The cells that the user brought.
    public let recorded: CellPopulation?
    /// Sorted as compared.
    public let comparisons: [PopulationComparison]
    /// Units whose orientation is within 22.5° of horizontal or vertical, and all oriented ones.
    public let cardinal: Cardinal
    /// The same of the cells (De Valois 1982a).
    public var cardinalCells: Cardinal {
        let counts = MacaqueV1.preferredOrientation(of: cellType).histogram.counts
        return Cardinal(near: counts[0] + counts[2], of: counts.reduce(0, +))
    }

    /// How many of some lie near the cardinal axes.
    public struct Cardinal: Hashable, Sendable {
        /// Within 22.5° of horizontal or vertical, and all.
        public let near, of: Int
    }

    /// Compares what is identified: circular variance and half-width of all living kernels; orientation and, where pixels per
    /// degree are given, peak frequency, both as measured, of Gabors and edges; nx, ny and bandwidth of Gabors.
    ///
    /// - Parameters:
    ///   - study: of a first layer.
    ///   - cellType: kernels are linear, so simple cells are like them.
    ///   - resolution: pixels per degree, where assumed.
    ///   - seed: of bootstrap and permutation; each property has a stream of its own.
    ///   - population: the user's, in place of macaque V1's.
    public init(
        _ study: LayerStudy, beside cellType: CellType = .simple, resolution: PixelsPerDegree? = nil, seed: UInt64 = 0,
        cells population: CellPopulation? = nil
    ) {
        let parts = KernelParts(study)
        let (alive, gabors, oriented, fits) = (parts.alive, parts.gabors, parts.oriented, parts.fits)
        func cut(_ interval: KeyPath<KernelStudy.Intervals, ProfileInterval>) -> String {
            let count = gabors.count { $0.intervals?[keyPath: interval].isCensored == true }
            return count > 0 ? "; the window cuts \(count), whose true values may be larger" : ""
        }
        let orientations = oriented.map(\.tuning.orientation.preferred)
        if let population {
            let measured = MeasuredUnits(parts, resolution: resolution)
            self.init(
                cellType, PopulationComparison.all(population.rows(beside: measured.values), seed: seed),
                preferred: orientations, recorded: population)
            return
        }
        var rows = PopulationComparison.Row.orientations(
            alive.map(\.tuning.orientation), beside: cellType, of: "kernels", note: "all kernels but dead ones")
        if cellType != .complex {
            rows += [
                .init(
                    property: "nx", cells: .counted(MacaqueV1.nx), values: fits.map(\.nx), note: "Gabors" + cut(\.nx)),
                .init(
                    property: "ny", cells: .counted(MacaqueV1.ny), values: fits.map(\.ny), note: "Gabors" + cut(\.ny)),
            ]
        }
        rows += PopulationComparison.Row.bandwidths(gabors.map(\.tuning.frequency), beside: cellType, of: "Gabors")
        rows.append(.preferred(orientations, beside: cellType, of: "Gabors and edges"))
        if let resolution {
            rows += PopulationComparison.Row.frequencies(
                oriented.map { SpatialFrequency(cyclesPerPixel: $0.tuning.frequency.peak) }, beside: cellType,
                at: resolution, note: "Gabors and edges")
        }
        self.init(cellType, PopulationComparison.all(rows, seed: seed), preferred: orientations)
    }

    init(
        _ cellType: CellType, _ comparisons: [PopulationComparison], preferred: [Orientation],
        recorded: CellPopulation? = nil
    ) {
        self.cellType = cellType
        self.recorded = recorded
        self.comparisons = comparisons
        let near = preferred.count { orientation in
            [0.0, 90].contains { orientation.distance(to: Orientation(degrees: $0)) <= 22.5 }
        }
        cardinal = Cardinal(near: near, of: preferred.count)
    }
}
