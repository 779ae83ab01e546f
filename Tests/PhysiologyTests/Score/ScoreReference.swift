/// What other programs make of AlexNet: see `Reference/ORIGIN.md`.
struct ScoreReference: Decodable {
    struct Unit: Decodable, Hashable {
        let channel, row, column: Int
    }

    struct Layer: Decodable {
        let units: [Unit]
        let affine: [Double]
        let score: [String: Double]
        let families: [String: Double]
        let values: [String: [Double?]]

        enum CodingKeys: String, CodingKey {
            case units, affine, score, families
            case values = "per_unit"
        }
    }

    struct Histogram: Decodable {
        let counts: [Int]
        let cells: Int
        let bins: [Double]
    }

    let histograms: [String: Histogram]
    let ceilings: [String: Double]
    let published: [String: Double]
    let layers: [String: Layer]

    enum CodingKeys: String, CodingKey {
        case histograms, ceilings, layers
        case published = "published_ceilings"
    }

    static func read() throws -> ScoreReference {
        try References.json("v1_score_alexnet.json", as: ScoreReference.self)
    }

    /// Our names of its properties.
    static let names = [
        "max_dc": "max_dc", "modulation_ratio": "modulation_ratio", "circular_variance": "circular_variance",
        "bandwidth": "or_bandwidth_deg", "orth_pref_ratio": "orth_pref_ratio", "or_selective": "or_selective",
        "cv_bandwidth_ratio": "cv_bandwidth_ratio", "opr_cv_diff": "opr_cv_diff",
        "pref_or": "preferred_orientation_deg", "peak_sf": "peak_sf_cpd", "sf_selective": "sf_selective",
        "sf_bandwidth": "sf_bandwidth_pct", "surround_suppression_index": "surround_suppression_index",
        "grating_summation_field": "grating_summation_field_deg", "surround_diameter": "surround_diameter_deg",
    ]
}
