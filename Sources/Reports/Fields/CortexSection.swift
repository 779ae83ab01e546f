import Networks
import ReceptiveFields
import Tables

/// Fields in degrees beside those of visual cortex.
struct CortexSection {
    private let fields: ReceptiveFields
    private let resolution: Double

    init(_ fields: ReceptiveFields, resolution: Double) {
        self.fields = fields
        self.resolution = resolution
    }

    /// The largest rows for which the comparison is shown.
    private static let mostRows = 10

    /// Local fields of different sizes, evenly chosen.
    private var chosen: [TensorField] {
        var sizes: Set<Int> = []
        let distinct = fields.tensors.filter {
            !$0.rows.isGlobal && $0.isExact && sizes.insert($0.rows.size).inserted && $0.rows.size > 1
        }
        guard distinct.count > Self.mostRows else { return distinct }
        return (0..<Self.mostRows).map { distinct[$0 * (distinct.count - 1) / (Self.mostRows - 1)] }
    }

    var lines: [String] {
        let columns = [CorticalField.macaqueV1] + CorticalField.human
        let table = TextTable(
            columns: [("layer", .left), ("width", .right)] + columns.map { ($0.area, .right) } + [
                ("at 5° like", .left)
            ],
            rows: chosen.map { field in
                let width = Double(field.rows.size) / resolution
                return [shortened(field.node.label, 14), "\(rounded(width, 2))°"]
                    + columns.map { Self.place($0.eccentricity(width: width)) }
                    + [CorticalField.nearestAtFive(width: width)?.area.replacing("macaque ", with: "") ?? ""]
            })
        return wrapped(
            "At \(rounded(resolution, 2).trimmed) pixels per degree (assumed), where cortex has fields of a layer's width:"
        )
            + table.lines
            + wrapped(
                "<0: cortex has none so small; >90: none so large. Macaque V1: diameter .22 + .044·E (Dow 1981). Human: 2σ of population fields, σ = .5 + slope·E (Harvey & Dumoulin 2011). At 5° in macaque, second-hand: V1 1.3°, V2 2.2°, V4 4.8°, TEO 8.9°, TE 38.5°; definitions of size differ, and a network's box is wider than what drives its unit."
            )
    }

    private static func place(_ eccentricity: Double?) -> String {
        guard let eccentricity else { return "" }
        return eccentricity < 0 ? "<0" : eccentricity > 90 ? ">90" : "\(rounded(eccentricity, 1))°"
    }
}
