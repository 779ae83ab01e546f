import GaborBanks
public import Kernels
import Planes
public import Workers

/// Those kernels of a layer of which the same is identified.
struct KernelParts {
    let alive, oriented, gabors: [KernelStudy]
    var fits: [Gabor] { gabors.compactMap(\.fit?.gabor) }

    init(_ study: LayerStudy) {
        alive = study.kernels.filter(\.classification.kernelClass.hasTuning)
        oriented = alive.filter(\.classification.kernelClass.isOriented)
        gabors = alive.filter(\.classification.kernelClass.isGabor)
    }
}

/// What was measured of units, by the names of properties that recorded cells may have too.
struct MeasuredUnits {
    /// Of each property the units' values, and which units they are.
    private(set) var values: [String: (values: [Double], note: String)] = [:]

    private mutating func add(_ property: String, _ values: [Double], _ note: String) {
        self.values[property] = (values, note)
    }

    /// Measures of tuning to orientation.
    private mutating func add(_ tunings: [OrientationTuning], _ note: String) {
        add("circular_variance", tunings.map(\.circularVariance), note)
        add("gosi", tunings.compactMap(\.globalSelectivity), note + ", 8 directions of 45°")
        add("osi", tunings.compactMap(\.selectivityIndex), note)
        add("orth_pref_ratio", tunings.compactMap(\.orthogonalToPreferred), note)
        add("half_width_deg", tunings.compactMap { $0.halfWidth(at: 0.5) }, "those that fall to a half on both sides")
        add(
            "half_width_sqrt2_deg", tunings.compactMap { $0.halfWidth(at: 0.5.squareRoot()) },
            "those that fall to 1/√2 on both sides")
    }

    /// Without memory a unit answers both directions alike.
    private mutating func addNoDirection(of units: Int) {
        add("dsi", [Double](repeating: 0, count: units), "0 by construction: units without time have no direction")
    }

    private mutating func add(_ tunings: [FrequencyTuning], _ resolution: PixelsPerDegree?, _ note: String) {
        add("bandwidth_oct", tunings.compactMap { $0.bandwidthOctaves() }, note)
        add("bandwidth_index_percent", tunings.compactMap(\.schillerIndex), note)
        guard let resolution else { return }
        add(
            "frequency_cpd", tunings.map { $0.peak * resolution.value },
            "\(note); assumes \(resolution.value) pixels per degree")
    }

    /// Kernels of a first layer.
    init(_ kernels: KernelParts, resolution: PixelsPerDegree?) {
        add(kernels.alive.map(\.tuning.orientation), "all kernels but dead ones")
        addNoDirection(of: kernels.alive.count)
        add(kernels.oriented.map(\.tuning.frequency), resolution, "Gabors and edges")
        add(
            "orientation_deg", kernels.oriented.map(\.tuning.orientation.preferred.degrees),
            "Gabors and edges, as measured")
        add("nx", kernels.fits.map(\.nx), "Gabors")
        add("ny", kernels.fits.map(\.ny), "Gabors")
    }

    /// Recorded units.
    init(heard: [Recording], tuned: [Recording], resolution: PixelsPerDegree?) {
        add(heard.map(\.search.orientation), "all units that answer")
        add(
            "dsi", heard.compactMap { $0[.direction].direction?.globalSelectivity },
            "all units that answer, 8 directions of 45°")
        add(heard.map(\.search.frequency), resolution, "all units that answer")
        add("orientation_deg", tuned.map(\.search.orientation.peakOrientation.degrees), "tuned units")
        add("modulation_ratio", heard.compactMap(\.drift.ratio), "units with a mean answer")
        add("suppression_index", heard.compactMap(\.size.suppression), "all units that answer")
    }

    /// Units of a V1 score.
    init(_ units: [UnitProperties]) {
        let tuned = units.filter(\.answersOrientation)
        let note = "units that answer"
        add("circular_variance", tuned.map(\.circularVariance), note + ", 12 orientations")
        add("gosi", tuned.compactMap(\.globalSelectivity), note + ", 8 directions of 45°")
        addNoDirection(of: tuned.count)
        add("half_width_sqrt2_deg", tuned.compactMap(\.halfWidth), note)
        add("orth_pref_ratio", tuned.map(\.orthogonalToPreferred), note)
        add("orientation_deg", tuned.map(\.preferredOrientation), note)
        add("modulation_ratio", tuned.map(\.modulationRatio), note)
        add("frequency_cpd", units.filter(\.answersFrequencyModulated).map(\.peakFrequency), note)
        add("bandwidth_index_percent", units.filter(\.answersFrequency).compactMap(\.frequencyBandwidth), note)
        let sized = units.filter(\.answersSize)
        add("suppression_index", sized.compactMap(\.suppression), note)
        add("grating_summation_field_deg", sized.compactMap(\.summationField), note)
        add("surround_diameter_deg", sized.compactMap(\.surroundDiameter), note)
    }
}

extension CellPopulation {
    /// The properties that cells and units both have, of all cells, then of each type.
    func rows(beside units: [String: (values: [Double], note: String)]) -> [PopulationComparison.Row] {
        properties.map(\.name).flatMap { property -> [PopulationComparison.Row] in
            guard let measured = units[property] else { return [] }
            return ([self] + types).compactMap { population in
                population.cells(property).map {
                    .init(property: property, cells: $0, values: measured.values, note: measured.note)
                }
            }
        }
    }
}

extension CellPopulation {
    /// Cells of which there are receptive-field maps: what is measured of kernels is measured of the maps, by the same fits
    /// and against the same null.
    ///
    /// - Parameters:
    ///   - name: of the cells, for reports.
    ///   - maps: one for each cell.
    ///   - nullCount: noise maps per map.
    ///   - seed: of those.
    ///   - workers: any number gives the same cells.
    ///   - finished: hears how many maps are done.
    /// - Throws: ``CellError/noShape(maps:)``: no map of which anything could be measured.
    public init(
        name: String, maps: KernelBank, seed: UInt64, nullCount: Int = LayerStudy.defaultNullCount, workers: Workers,
        finished: (@Sendable (Int) -> Void)? = nil
    ) throws(CellError) {
        let study = LayerStudy(of: maps, seed: seed, nullCount: nullCount, workers: workers, finished: finished)
        let parts = KernelParts(study)
        let units = MeasuredUnits(parts, resolution: nil)
        // The maps have no time in them, and nothing is said on directions.
        let properties: [Property] = Self.known.filter { $0 != "dsi" }.compactMap { property in
            units.values[property].flatMap { $0.values.isEmpty ? nil : Property(name: property, values: $0.values) }
        }
        guard !properties.isEmpty else { throw .noShape(maps: maps.count) }
        let (gabors, edges) = (parts.gabors.count, parts.oriented.count - parts.gabors.count)
        self.init(
            name, maps.count, properties,
            measured:
                "measured on their maps '\(maps.name)' of \(maps.size) as kernels are, \(gabors) of them Gabors and \(edges) edges beyond what noise gives"
        )
    }
}

extension ScoreStudy {
    /// A layer's units beside the user's cells.
    public typealias Beside = (layer: String, comparisons: [PopulationComparison])

    /// Each layer's units beside the user's cells.
    public func compared(with cells: CellPopulation, seed: UInt64) -> [Beside] {
        layers.map { layer in
            (
                layer.layer,
                PopulationComparison.all(cells.rows(beside: MeasuredUnits(layer.units).values), seed: seed)
            )
        }
    }
}
