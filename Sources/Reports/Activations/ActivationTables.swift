public import Physiology
public import Planes
import ReceptiveFields
public import Tables

/// The tables of recorded activations.
public enum ActivationTables {
    /// What they are called.
    public static let names = ["units", "stimuli", "activations", "rdm", "similarity"]

    /// What makes a table shorter, by its name; what is said of one that is too long.
    public static let waysOut = [
        "units": "take fewer --units, pool them with --pool, ",
        "activations": "the arrays hold its numbers; fewer --units, ", "rdm": "take fewer pictures, ",
    ]

    /// One picture, as it was shown.
    public struct Stimulus: Sendable {
        let index: Int
        let path: String
        let sha256: String?
        let size: PixelSize?
        /// Why it could not be shown.
        public let error: String?
        let carried: [String]

        /// A picture; one that could not be shown has an error and no size.
        public init(
            index: Int, path: String, sha256: String?, size: PixelSize?, error: String?, carried: [String]
        ) {
            (self.index, self.path, self.sha256, self.size) = (index, path, sha256, size)
            (self.error, self.carried) = (error, carried)
        }
    }

    /// Rows of `stimuli`, and behind them what the list says of each, under its own names.
    public static func stimuli(_ rows: [Stimulus], carrying columns: [String]) -> Table {
        TableLayout<Stimulus>(
            name: "stimuli", title: "The pictures in their order, a row of the arrays each",
            fields: [
                .init(Column("stimulus", .integer, "0-based; the row of the arrays", key: true)) { .integer($0.index) },
                .init(Column("path", .string, "As it was given, or below a folder that was")) { .text($0.path) },
                .init(Column("sha256", .string, "Of the file; empty for one that could not be read")) {
                    Cell($0.sha256)
                },
                .init(Column("height_px", .integer, unit: "pixel", "Rows of the picture")) { Cell($0.size?.height) },
                .init(Column("width_px", .integer, unit: "pixel", "Columns of the picture")) { Cell($0.size?.width) },
                .init(Column("error", .string, "Why it could not be shown; its row of the arrays is then no number")) {
                    Cell($0.error)
                },
            ]
                + own(columns).enumerated().map { place, name in
                    .init(Column(name, .string, "Carried along from the list")) {
                        Cell($0.carried[place].isEmpty ? nil : $0.carried[place])
                    }
                }
        ).table(rows)
    }

    /// Names that are none of ours.
    private static func own(_ columns: [String]) -> [String] {
        let ours: Set = ["stimulus", "path", "sha256", "height_px", "width_px", "error"]
        return columns.map { name in
            var name = name
            while ours.contains(name) { name = "list_\(name)" }
            return name
        }
    }

    /// Rows of `units`: a layer's units from one to another.
    public static func units(
        _ layer: ActivationLayer, _ part: Range<Int>, degrees: Double, width: Int, fixation: (x: Double, y: Double)
    ) -> Table {
        let resolution = Double(width) / degrees
        return unitLayout.table(
            part.map {
                Unit(layer: layer.name, index: $0, unit: layer.unit($0), resolution: resolution, fixation: fixation)
            })
    }

    private struct Unit: Sendable {
        let layer: String
        let index: Int
        let unit: ActivationLayer.Unit
        let resolution: Double
        let fixation: (x: Double, y: Double)

        func center(_ set: PixelSet) -> Double? { set.isEmpty ? nil : Double(set.first + set.last) / 2 }
    }

    private static let unitLayout = TableLayout<Unit>(
        name: "units", title: "What each column of the arrays is, layer by layer",
        fields: [
            .init(Column("layer", .string, "Node as named in the file, or its first output")) { .text($0.layer) },
            .init(Column("unit", .integer, "0-based; the column of the layer's array")) { .integer($0.index) },
            .init(Column("channel", .integer, "Channel, 0-based; without maps the place in the layer")) {
                .integer($0.unit.channel)
            },
            .init(Column("row", .integer, "Row on the map; empty without maps and where units are pooled")) {
                Cell($0.unit.place?.row)
            },
            .init(Column("col", .integer, "Column on the map; likewise")) { Cell($0.unit.place?.column) },
        ] + ActivationLayer.Unit.windowFields.map { $0.reading(\.unit) } + degreeFields)

    private static let degreeFields: [TableLayout<Unit>.Field] = [
        .init(Column("x_deg", .number, unit: "degree", "Centre of what it sees, right of fixation")) { row in
            Cell(row.center(row.unit.columns).map { ($0 - row.fixation.x) / row.resolution + 0 })
        },
        .init(Column("y_deg", .number, unit: "degree", "Centre of what it sees, above fixation")) { row in
            Cell(row.center(row.unit.rows).map { (row.fixation.y - $0) / row.resolution + 0 })
        },
        .init(Column("rf_h_deg", .number, unit: "degree", "Height of what it sees")) {
            Cell(Double($0.unit.rows.size) / $0.resolution)
        },
        .init(Column("rf_w_deg", .number, unit: "degree", "Width of what it sees")) {
            Cell(Double($0.unit.columns.size) / $0.resolution)
        },
    ]
}
