public import GaborBanks

/// What of a unit is scored beside the cells of V1: 15 properties in 6 families.
///
/// Seven more of the published score rest on textures (Freeman, Ziemba, Heeger, Simoncelli & Movshon 2013, *Nat. Neurosci.*
/// 16:974) whose pictures are not public: they are left out, and never filled in.
public struct ScoreProperty: Hashable, Sendable {
    /// As in the tables, with its unit's suffix.
    public let name: String
    /// Which it counts with.
    public let family: Family
    /// The published counts.
    public let cells: RecordedDistribution
    /// How many cells there were, those for which it is not defined included.
    public let cellCount: Int
    /// The ceiling as Brain-Score's own tests state it, to .005.
    public let publishedCeiling: Double
    /// A unit's; `nil` where it does not answer strongly enough.
    let value: @Sendable (UnitProperties) -> Value?

    /// Properties that are averaged before families are.
    public enum Family: String, Hashable, Sendable, CaseIterable {
        case orientation
        case spatialFrequency = "spatial_frequency"
        case responseSelectivity = "response_selectivity"
        case responseMagnitude = "response_magnitude"
        case receptiveFieldSize = "receptive_field_size"
        case surroundModulation = "surround_modulation"

        /// For people.
        public var words: String { rawValue.replacing("_", with: " ") }
    }

    /// A number, or that there is none for a unit that counts.
    enum Value: Hashable, Sendable {
        case number(Double)
        case missing

        init(_ number: Double?) {
            self = number.flatMap { $0.isNaN ? nil : .number($0) } ?? .missing
        }
    }

    /// By name.
    public static func == (a: ScoreProperty, b: ScoreProperty) -> Bool { a.name == b.name }
    /// By name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension ScoreProperty {
    /// The 15, by family.
    public static let all: [ScoreProperty] = orientation + frequency + magnitude + size

    /// How many properties of the published score are left out.
    public static let leftOut = 7

    private static func tuned(
        _ name: String, _ family: Family, _ cells: RecordedDistribution, of count: Int, _ ceiling: Double,
        _ value: @escaping @Sendable (UnitProperties) -> Double?
    ) -> ScoreProperty {
        ScoreProperty(
            name: name, family: family, cells: cells, cellCount: count, publishedCeiling: ceiling,
            value: { $0.answersOrientation ? Value(value($0)) : nil })
    }

    private static let orientation: [ScoreProperty] = [
        tuned("circular_variance", .orientation, ScoredCells.circularVariance, of: 304, 0.959) { $0.circularVariance },
        tuned("or_bandwidth_deg", .orientation, ScoredCells.halfWidth, of: 304, 0.964) { $0.halfWidth },
        tuned("orth_pref_ratio", .orientation, ScoredCells.orthogonalToPreferred, of: 304, 0.962) {
            $0.orthogonalToPreferred
        },
        tuned("or_selective", .orientation, ScoredCells.orientationSelective, of: 304, 0.994) {
            $0.halfWidth == nil ? 0 : 1
        },
        tuned("cv_bandwidth_ratio", .orientation, ScoredCells.varianceOverWidth, of: 304, 0.968) { unit in
            unit.halfWidth.map { unit.circularVariance / $0 }
        },
        tuned("opr_cv_diff", .orientation, ScoredCells.ratioMinusVariance, of: 304, 0.967) {
            $0.orthogonalToPreferred - $0.circularVariance
        },
        tuned("preferred_orientation_deg", .orientation, ScoredCells.waveAngle, of: 385, 0.962) { $0.waveAngle },
    ]

    private static let frequency: [ScoreProperty] = [
        ScoreProperty(
            name: "peak_sf_cpd", family: .spatialFrequency, cells: ScoredCells.peakFrequency, cellCount: 363,
            publishedCeiling: 0.967, value: { $0.answersFrequencyModulated ? Value($0.peakFrequency) : nil }),
        ScoreProperty(
            name: "sf_bandwidth_pct", family: .spatialFrequency, cells: ScoredCells.frequencyBandwidth, cellCount: 87,
            publishedCeiling: 0.933, value: { $0.answersFrequency ? Value($0.frequencyBandwidth) : nil }),
        ScoreProperty(
            name: "sf_selective", family: .spatialFrequency, cells: ScoredCells.frequencySelective, cellCount: 87,
            publishedCeiling: 0.963,
            value: { $0.answersFrequency ? Value($0.frequencyBandwidth == nil ? 0 : 1) : nil }),
    ]

    private static let magnitude: [ScoreProperty] = [
        tuned("modulation_ratio", .responseSelectivity, ScoredCells.modulationRatio, of: 304, 0.959) {
            $0.modulationRatio
        },
        tuned("max_dc", .responseMagnitude, ScoredCells.maxDC, of: 304, 0.968) { $0.maxDC },
    ]

    private static func sized(
        _ name: String, _ family: Family, _ cells: RecordedDistribution, _ ceiling: Double,
        _ value: @escaping @Sendable (UnitProperties) -> Double?
    ) -> ScoreProperty {
        ScoreProperty(
            name: name, family: family, cells: cells, cellCount: 190, publishedCeiling: ceiling,
            value: { $0.answersSize ? Value(value($0)) : nil })
    }

    private static let size: [ScoreProperty] = [
        sized("grating_summation_field_deg", .receptiveFieldSize, ScoredCells.summationField, 0.956) {
            $0.summationField
        },
        sized("surround_diameter_deg", .receptiveFieldSize, ScoredCells.surroundDiameter, 0.955) {
            $0.surroundDiameter
        },
        sized("surround_suppression_index", .surroundModulation, ScoredCells.suppression, 0.958) { $0.suppression },
    ]
}
