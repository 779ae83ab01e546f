import GaborBanks
import Physiology
import Tables

extension Population {
    /// The comparisons as a text table and how to read it.
    var lines: [String] {
        let table = TextTable(
            columns: [
                ("beside macaque V1", .left), ("kernels", .right), ("cells", .right), ("KS distance", .right),
                ("alike", .right), ("ceiling", .right), ("p (Holm)", .right),
            ],
            rows: comparisons.map { row in
                let ks = row.comparison
                return [
                    Self.name(of: row),
                    row.property == "orientation_deg" ? String(row.values.count) : rounded(row.median, 2),
                    row.property == "orientation_deg" ? String(row.cells.cells) : rounded(row.cells.median, 2),
                    ks.map {
                        "\(rounded($0.distance, 2)) [\(rounded($0.interval.lowerBound, 2)) \(rounded($0.interval.upperBound, 2))]"
                    } ?? "-",
                    rounded(ks?.similarity, 2), rounded(ks?.ceiling, 2), rounded(row.adjustedP, 3),
                ]
            })
        return table.lines
            + wrapped(
                "Medians of both (orientation: how many); KS distance with its 95 % bootstrap interval; alike: KS similarity, 1 for equal distributions; ceiling: two halves of the cells against each other."
            )
    }

    static func name(of row: PopulationComparison) -> String {
        switch row.property {
        case "circular_variance": "circular variance"
        case "half_width_sqrt2_deg": "half-width 1/√2, °"
        case "orthogonal_to_preferred": "orth./preferred"
        case "bandwidth_index_percent":
            row.cells.reference.hasSuffix("simple") ? "bandwidth %, simple" : "bandwidth %, complex"
        case "orientation_deg": "orientation"
        case "frequency_cpd": row.cells.reference.hasSuffix("simple_foveal") ? "cycles/°, foveal" : "cycles/°, parafov."
        case "modulation_ratio": "F1/F0"
        case "suppression_index": "surround suppression"
        default: row.property
        }
    }
}
