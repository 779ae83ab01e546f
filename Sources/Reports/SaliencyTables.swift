import Planes
import Retinotopy
public import Tables

extension SaliencyStudy {
    /// One hypercolumn of one study.
    private struct Place: Sendable {
        let study: SaliencyStudy
        let row, column: Int
        /// Order of fixation, from 1.
        var rank: Int?

        var value: Double { study.map.values[row * study.map.size.width + column] }
        var center: (x: Double, y: Double)? { study.center(row: row, column: column) }
        var point: VisualPoint? { study.visualPoint(row: row, column: column) }
        var orientation: Orientation? { study.map.orientation(row: row, column: column) }
    }

    private typealias Field = TableLayout<Place>.Field

    /// Every hypercolumn of some studies.
    public static func map(of studies: [SaliencyStudy]) -> Table {
        let fields =
            [image, row(isKey: true), column(isKey: true)] + position + [value] + preference
        return TableLayout(
            name: "saliency", title: "One row per hypercolumn: how strongly V1 calls the eyes there", fields: fields
        ).table(
            studies.flatMap { study in
                (0..<study.map.size.count).map {
                    Place(study: study, row: $0 / study.map.size.width, column: $0 % study.map.size.width)
                }
            })
    }

    /// The fixations of some studies.
    public static func peaks(of studies: [SaliencyStudy]) -> Table {
        let rank = Field(Column("rank", .integer, "Order of fixation, 1 is the first", key: true)) { Cell($0.rank) }
        let zScore = Field(
            Column(
                "z_score", .number,
                "Standard deviations above the mean over the picture's hypercolumns, of a scene over its bars")
        ) { Cell($0.study.zScore($0.value)) }
        let fields =
            [image, rank, row(isKey: false), column(isKey: false)] + position + [value, zScore] + preference
        return TableLayout(
            name: "peaks",
            title:
                "One row per fixation: the most salient place, then the most salient not within \(returnRadius) hypercolumns of an earlier one",
            fields: fields
        ).table(
            studies.flatMap { study in
                study.peaks.enumerated().map { Place(study: study, row: $1.row, column: $1.column, rank: $0 + 1) }
            })
    }

    private static let image = Field(Column("image", .string, "File as given, or name of the scene", key: true)) {
        .text($0.study.name)
    }

    private static func row(isKey: Bool) -> Field {
        Field(Column("row", .integer, "Hypercolumn from the top, 0-based", key: isKey)) { .integer($0.row) }
    }

    private static func column(isKey: Bool) -> Field {
        Field(Column("col", .integer, "Hypercolumn from the left, 0-based", key: isKey)) { .integer($0.column) }
    }

    private static let position: [Field] = [
        Field(Column("x_px", .number, unit: "pixel", "Its centre on the photograph, to the right; empty for scenes")) {
            Cell($0.center?.x)
        },
        Field(Column("y_px", .number, unit: "pixel", "Its centre on the photograph, down; empty for scenes")) {
            Cell($0.center?.y)
        },
        Field(Column("x_deg", .number, unit: "degree", "To the right of fixation; empty without --field")) {
            Cell($0.point?.x)
        },
        Field(Column("y_deg", .number, unit: "degree", "Up from fixation; empty without --field")) {
            Cell($0.point?.y)
        },
        Field(Column("eccentricity_deg", .number, unit: "degree", "From fixation; empty without --field")) {
            Cell($0.point?.eccentricity)
        },
        Field(
            Column(
                "polar_angle_deg", .number, unit: "degree",
                "Counter-clockwise from the right horizontal meridian; empty without --field")
        ) { Cell($0.point?.polarAngle) },
    ]

    private static let value = Field(
        Column("saliency", .number, "Mean response of the most active cell, 0 to 1")
    ) { Cell($0.value) }

    private static let preference: [Field] = [
        Field(
            Column("orientation_deg", .number, unit: "degree", "Of the most active cell's bars, counter-clockwise")
        ) { Cell($0.orientation?.degrees) },
        Field(Column("wave_direction_deg", .number, unit: "degree", "Orientation + 90")) {
            Cell($0.orientation?.waveDirection)
        },
    ]
}
