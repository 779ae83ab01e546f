import Foundation
import GaborBanks
import Physiology

extension ScoreProperty {
    /// For people, with the unit.
    var words: String {
        switch name {
        case "circular_variance": "circular variance"
        case "or_bandwidth_deg": "half-width 1/√2, °"
        case "orth_pref_ratio": "orth./preferred"
        case "or_selective": "orientation tuned"
        case "cv_bandwidth_ratio": "variance/half-width"
        case "opr_cv_diff": "orth./pref. − var."
        case "preferred_orientation_deg": "orientation"
        case "peak_sf_cpd": "peak frequency, c/°"
        case "sf_bandwidth_pct": "freq. low/high, %"
        case "sf_selective": "frequency tuned"
        case "modulation_ratio": "F1/F0"
        case "max_dc": "best rate, spikes/s"
        case "grating_summation_field_deg": "summation field, °"
        case "surround_diameter_deg": "surround, °"
        case "surround_suppression_index": "suppression"
        default: name
        }
    }

    /// Without the unit.
    var title: String { words.components(separatedBy: ", ")[0] }

    /// Whether a median says nothing: orientations go round, and of yes and no there is a share.
    var isCounted: Bool { ["preferred_orientation_deg", "or_selective", "sf_selective"].contains(name) }
    /// Whether it is yes or no.
    var isShare: Bool { ["or_selective", "sf_selective"].contains(name) }
}

extension ScoreProperty.Family {
    /// A heading of a narrow column.
    var heading: String {
        switch self {
        case .orientation: "orient."
        case .spatialFrequency: "freq."
        case .responseSelectivity: "F1/F0"
        case .responseMagnitude: "rate"
        case .receptiveFieldSize: "size"
        case .surroundModulation: "surr."
        }
    }
}

extension PropertyScore {
    /// How the units differ from the cells, in words: `F1/F0 has its median at 0.2, of cells at 0.6`.
    var difference: String {
        if property.name == "preferred_orientation_deg" { return "preferred orientations are other ones" }
        if property.isShare {
            return "\(percent(counts[counts.count - 1], of: units)) are \(property.words), of cells "
                + percent(property.cells.histogram.counts[1], of: property.cellCount)
        }
        guard let median else { return "\(property.words) is defined for none of \(units) units" }
        return "\(property.words) has its median at \(short(median)), of cells at \(short(property.cells.median))"
    }
}
