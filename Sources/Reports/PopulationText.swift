import GaborBanks
import Physiology
import Tables

extension CellPopulation {
    /// What is said where units have none of the cells' properties.
    var nothingShared: [String] {
        account.flatMap { wrapped($0) }
            + wrapped(
                "There is nothing to compare: of the cells there are \(properties.map(\.name).joined(separator: ", ")), which these units have not."
            )
    }
}

extension Population {
    /// The comparisons as a text table and how to read it.
    var lines: [String] {
        let table = TextTable(
            columns: [
                (recorded == nil ? "\(cellName) of V1" : "beside your cells", .left), ("n", .right), ("median", .right),
                ("cells", .right),
                ("median", .right), ("alike [95 %]", .right), ("ceiling", .right), ("p", .right),
            ],
            rows: comparisons.map { row in
                let ks = row.comparison
                let isCircular = row.property == "orientation_deg"
                return [
                    recorded == nil ? Self.name(of: row) : Self.name(of: row, in: recorded?.name),
                    String(row.values.count),
                    isCircular ? "" : rounded(row.median, 2),
                    String(row.cells.count), isCircular ? "" : rounded(row.cells.median, 2),
                    ks.map {
                        "\(rounded($0.similarity, 2)) [\(Self.short($0.similarityInterval.lowerBound)) \(Self.short($0.similarityInterval.upperBound))]"
                    } ?? (row.signTest == nil ? "-" : "medians only"),
                    rounded(ks?.ceiling, 2), Self.pValue(row.adjustedP),
                ]
            })
        if let recorded {
            guard !comparisons.isEmpty else { return recorded.nothingShared }
            return table.lines + recorded.account.flatMap { wrapped($0) }
                + wrapped(
                    "Cell by cell. Alike: 1 − KS distance, 1 for equal distributions, with its bootstrap interval; ceiling: as many values drawn from the cells themselves; p: exact, Holm's, of equal distributions."
                )
        }
        return table.lines
            + wrapped(
                "Macaque cells. Alike: KS similarity, 1 for equal distributions, with its bootstrap interval; ceiling: as many values drawn from the cells themselves, so that chance alone can lift a row above it or leave it below; p: Holm's, of equal distributions."
            )
            + (comparisons.contains { $0.signTest != nil }
                ? wrapped("Medians only: of these cells no more is at hand; p by sign test.") : [])
    }

    /// A part of 1 without its zero.
    private static func short(_ value: Double) -> String {
        let text = rounded(value, 2)
        return text.hasPrefix("0.") ? String(text.dropFirst()) : text
    }

    /// A p-value of three decimals.
    private static func pValue(_ value: Double?) -> String {
        value.map { $0 < 0.0005 ? "<.001" : rounded($0, 3) } ?? "-"
    }

    private var cellName: String {
        switch cellType {
        case .simple: "simple cells"
        case .complex: "complex cells"
        case .all: "all cells"
        }
    }

    /// The property, and of cells of one type which.
    private static func name(of row: PopulationComparison, in recorded: String?) -> String {
        let type = row.cells.reference.dropFirst((recorded?.count ?? 0) + 2)
        return type.isEmpty ? row.property : "\(row.property), \(type)"
    }

    static func name(of row: PopulationComparison) -> String {
        let reference = row.cells.reference
        return switch row.property {
        case "circular_variance": "circular variance"
        case "half_width_sqrt2_deg": "half-width 1/√2, °"
        case "orthogonal_to_preferred": "orth./preferred"
        case "bandwidth_index_percent": reference.hasSuffix("simple") ? "bandwidth %, simple" : "bandwidth %, compl."
        case "orientation_deg": "orientation"
        case "frequency_cpd":
            reference.hasSuffix("foveal") && !reference.hasSuffix("parafoveal")
                ? "cycles/°, foveal" : "cycles/°, parafov."
        case "modulation_ratio": "F1/F0"
        case "suppression_index": "suppression"
        default: row.property
        }
    }
}
