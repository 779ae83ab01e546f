import GaborBanks
public import Physiology
public import Tables

extension ScoreStudy {
    /// Names of the tables.
    public static let tableNames = ["score", "scorecard", "units"]

    /// The tables: a row per layer and property, per layer, per unit.
    ///
    /// - Parameters:
    ///   - family: whose properties alone are listed, if any.
    ///   - beside: the units beside the user's cells, listed after the others.
    public func tables(of family: ScoreProperty.Family? = nil, beside: [Beside] = []) -> [Table] {
        [scoreTable(of: family, beside), cardTable, unitTable]
    }

    /// A property of a layer beside cells.
    private struct ScoreRow: Sendable {
        let layer, property, family, reference: String
        let units, cells: Int
        let median, cellMedian: Double?
        let similarity, ceiling, score: Double?
        let interval: ClosedRange<Double>?

        init(_ layer: String, _ row: PropertyScore) {
            (self.layer, property, family) = (layer, row.property.name, row.property.family.rawValue)
            reference = row.property.cells.reference
            (units, cells) = (row.units, row.property.cellCount)
            (median, cellMedian) = (row.median, row.property.cells.median)
            (similarity, ceiling, score, interval) = (row.similarity, row.ceiling, row.score, row.interval)
        }

        init(_ layer: String, _ row: PopulationComparison) {
            (self.layer, property, family, reference) = (layer, row.property, "", row.cells.reference)
            (units, cells) = (row.values.count, row.cells.count)
            (median, cellMedian) = (row.median, row.cells.median)
            let ks = row.comparison
            (similarity, ceiling, score) = (ks?.similarity, ks?.ceiling, ks.map { $0.similarity / $0.ceiling })
            interval = ks.map { ks in
                ks.similarityInterval.lowerBound / ks.ceiling...ks.similarityInterval.upperBound / ks.ceiling
            }
        }
    }

    private typealias ScoreField = TableLayout<ScoreRow>.Field

    private static let scoreFields: [ScoreField] = [
        .init(Column("layer", .string, "The layer's node", key: true)) { .text($0.layer) },
        .init(Column("property", .string, "What of the units is compared", key: true)) { .text($0.property) },
        .init(Column("family", .string, "Which it counts with; empty beside your cells")) {
            $0.family.isEmpty ? .absent : .text($0.family)
        },
        .init(Column("reference", .string, "Whose cells", key: true)) { .text($0.reference) },
        .init(Column("n_units", .integer, "Units that answer strongly enough to count")) { .integer($0.units) },
        .init(Column("n_cells", .integer, "Recorded cells")) { .integer($0.cells) },
        .init(Column("median_units", .number, "Median of the units that have the property")) { Cell($0.median) },
        .init(Column("median_cells", .number, "Median of the cells, or of their histogram")) { Cell($0.cellMedian) },
        .init(
            Column(
                "ks_similarity", .number,
                "1 - largest difference of cumulative distributions over the largest possible, mean of bootstrap samples"
            )
        ) { Cell($0.similarity) },
        .init(Column("ceiling", .number, "The same of the cells themselves")) { Cell($0.ceiling) },
        .init(Column("score", .number, "Similarity over ceiling")) { Cell($0.score) },
        .init(Column("low", .number, "2.5 % of the score over bootstrap samples of units")) {
            Cell($0.interval?.lowerBound)
        },
        .init(Column("high", .number, "97.5 % of the score over bootstrap samples of units")) {
            Cell($0.interval?.upperBound)
        },
    ]

    private func scoreTable(of family: ScoreProperty.Family?, _ beside: [Beside]) -> Table {
        let published = layers.flatMap { layer in
            layer.properties.filter { family == nil || $0.property.family == family }
                .map { ScoreRow(layer.layer, $0) }
        }
        let own = beside.flatMap { layer, rows in rows.map { ScoreRow(layer, $0) } }
        return TableLayout<ScoreRow>(
            name: "score", title: "How like V1's cells the units of each layer are, property by property",
            fields: Self.scoreFields
        ).table(published + own)
    }

    private var cardTable: Table {
        var fields: [TableLayout<LayerScore>.Field] = [
            .init(Column("layer", .string, "The layer's node", key: true)) { .text($0.layer) },
            .init(Column("v1_score", .number, "Mean of the families; empty where no unit answers")) {
                Cell($0.score?.value)
            },
            .init(Column("low", .number, "2.5 % of it over bootstrap samples of units")) {
                Cell($0.score?.interval.lowerBound)
            },
            .init(Column("high", .number, "97.5 % of it over bootstrap samples of units")) {
                Cell($0.score?.interval.upperBound)
            },
        ]
        fields += ScoreProperty.Family.allCases.map { family in
            .init(Column(family.rawValue, .number, "Mean score of \(family.words)")) { layer in
                Cell(layer.families.first { $0.family == family }?.score)
            }
        }
        fields.append(
            .init(Column("n_units", .integer, "Units whose receptive field lies where the stimuli do")) {
                .integer($0.units.count)
            })
        return TableLayout<LayerScore>(
            name: "scorecard", title: "The V1 score of each layer and its families", fields: fields
        ).table(layers)
    }

    private var unitTable: Table {
        TableLayout<UnitRow>(
            name: "units", title: "Every unit whose receptive field lies where the stimuli do", fields: UnitRow.fields
        ).table(layers.flatMap { layer in layer.units.map { UnitRow(layer: layer.layer, unit: $0) } })
    }
}

/// A unit of a layer.
private struct UnitRow: Sendable {
    let layer: String
    let unit: UnitProperties

    typealias Field = TableLayout<UnitRow>.Field

    private static func number(
        _ name: String, unit: String? = nil, _ description: String,
        _ value: @escaping @Sendable (UnitProperties) -> Double?
    ) -> Field {
        .init(Column(name, .number, unit: unit, description)) { Cell(value($0.unit)) }
    }

    static let fields: [Field] =
        [
            .init(Column("layer", .string, "The layer's node", key: true)) { .text($0.layer) },
            .init(Column("channel", .integer, "0-based", key: true)) { .integer($0.unit.channel) },
            .init(Column("row", .integer, "Of the layer's map, 0-based", key: true)) { .integer($0.unit.row) },
            .init(Column("col", .integer, "Of the layer's map, 0-based", key: true)) { .integer($0.unit.column) },
            number("rf_x_deg", unit: "degree", "Middle of its field, right of the image's middle") { $0.fieldX },
            number("rf_y_deg", unit: "degree", "Middle of its field, below the image's middle") { $0.fieldY },
            number("baseline", unit: "spikes/second", "Rate at grey") { $0.baseline },
            number("max_dc", unit: "spikes/second", "Mean rate over the phases of the best grating") { $0.maxDC },
            number("max_ac", unit: "spikes/second", "First harmonic of the rate over those phases") { $0.maxAC },
            number("modulation_ratio", "F1/F0; above 1 like a simple cell") { $0.modulationRatio },
            number("circular_variance", "Over 12 orientations") { $0.circularVariance },
        ] + shapes + frequencies

    private static let shapes: [Field] = [
        number("or_bandwidth_deg", unit: "degree", "Half-width at 1/sqrt 2 of the peak") { $0.halfWidth },
        .init(Column("or_selective", .boolean, "Whether there is a half-width")) {
            .flag($0.unit.halfWidth != nil)
        },
        number("orth_pref_ratio", "Response across over response along") { $0.orthogonalToPreferred },
        number("cv_bandwidth_ratio", unit: "1/degree", "Circular variance over half-width") { unit in
            unit.halfWidth.map { unit.circularVariance / $0 }
        },
        number("opr_cv_diff", "orth_pref_ratio minus circular_variance") {
            $0.orthogonalToPreferred - $0.circularVariance
        },
        number("preferred_orientation_deg", unit: "degree", "Of the bars, counter-clockwise from horizontal") {
            $0.preferredOrientation
        },
    ]

    private static let frequencies: [Field] = [
        number("peak_sf_cpd", unit: "cycle/degree", "Preferred spatial frequency") { $0.peakFrequency },
        number("sf_bandwidth_pct", unit: "percent", "100 low/high at 1/sqrt 2 of the peak") { $0.frequencyBandwidth },
        .init(Column("sf_selective", .boolean, "Whether there is a bandwidth")) {
            .flag($0.unit.frequencyBandwidth != nil)
        },
        number("surround_suppression_index", "(peak - plateau)/peak over sizes") { $0.suppression },
        number("grating_summation_field_deg", unit: "degree", "Diameter of 95 % of the largest response") {
            $0.summationField
        },
        number("surround_diameter_deg", unit: "degree", "Diameter at which suppression ends") { $0.surroundDiameter },
        number("wave_direction_deg", unit: "degree", "Of the wave, 90 degrees from the bars") { $0.waveDirection },
    ]
}
