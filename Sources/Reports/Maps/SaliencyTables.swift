import Planes
public import Retinotopy
public import Tables

extension SaliencyStudy {
    /// The tables that `saliency` writes.
    public static let tableNames = ["saliency", "peaks"]

    private struct Row: Sendable {
        let image: String
        /// Order of fixation, from 1.
        let rank: Int?
        let place: Place
    }

    private typealias Field = TableLayout<Row>.Field

    /// `saliency`: every hypercolumn.
    public var mapTable: Table {
        TableLayout(
            name: "saliency", title: "One row per hypercolumn: how strongly V1 calls the eyes there",
            fields: [Self.image] + Self.hypercolumn(isKey: true) + Self.position + [Self.saliency] + Self.preference
                + [Self.zScore, Self.wavelength]
        ).table(
            (0..<map.size.count).map {
                Row(image: name, rank: nil, place: place(row: $0 / map.size.width, column: $0 % map.size.width))
            })
    }

    /// `peaks`: the fixations.
    public var peaksTable: Table {
        let rank = Field(Column("rank", .integer, "Order of fixation, 1 is the first", key: true)) { Cell($0.rank) }
        return TableLayout(
            name: "peaks",
            title:
                "One row per fixation: the place that stands out most, then the next not within \(Self.returnRadius) of the smallest hypercolumns of an earlier one",
            fields: [Self.image, rank] + Self.hypercolumn(isKey: false) + Self.position + [Self.saliency, Self.zScore]
                + Self.preference + [Self.wavelength]
        ).table(peaks.enumerated().map { Row(image: name, rank: $0 + 1, place: $1) })
    }

    private static let image = Field(Column("image", .string, "Name of the picture or the scene", key: true)) {
        .text($0.image)
    }

    private static func hypercolumn(isKey: Bool) -> [Field] {
        [
            Field(
                Column(
                    "row", .integer, "Hypercolumn from the top, 0-based, of fixations on the sheet of wavelength_px",
                    key: isKey)
            ) {
                .integer($0.place.row)
            },
            Field(Column("col", .integer, "Hypercolumn from the left, likewise", key: isKey)) {
                .integer($0.place.column)
            },
        ]
    }

    private static let position: [Field] = [
        Field(Column("x_px", .number, unit: "pixel", "Its centre on the picture, to the right; empty for scenes")) {
            Cell($0.place.center?.x)
        },
        Field(Column("y_px", .number, unit: "pixel", "Its centre on the picture, down; empty for scenes")) {
            Cell($0.place.center?.y)
        },
        Field(Column("x_deg", .number, unit: "degree", "To the right of fixation; empty without --field")) {
            Cell($0.place.point?.x)
        },
        Field(Column("y_deg", .number, unit: "degree", "Up from fixation; empty without --field")) {
            Cell($0.place.point?.y)
        },
        Field(Column("eccentricity_deg", .number, unit: "degree", "From fixation; empty without --field")) {
            Cell($0.place.point?.eccentricity)
        },
        Field(
            Column(
                "polar_angle_deg", .number, unit: "degree",
                "Counter-clockwise from the right horizontal meridian; empty without --field and at fixation")
        ) { Cell($0.place.point?.polarAngle) },
    ]

    private static let saliency = Field(
        Column("saliency", .number, "Mean response of the most active cell, 0 to 1")
    ) { Cell($0.place.saliency) }

    private static let zScore = Field(
        Column(
            "z_score", .number,
            "Standard deviations above the mean of all others, without itself: of a picture places that no neighbour exceeds, by cells of its wavelength (spread at least 0.01); of a scene its bars"
        )
    ) { Cell($0.place.zScore) }

    private static let wavelength = Field(
        Column("wavelength_px", .number, unit: "pixel", "What the cells are tuned to; empty for scenes")
    ) { Cell($0.place.wavelength) }

    private static let preference: [Field] = [
        Field(
            Column(
                "orientation_deg", .number, unit: "degree",
                "Of the most active cell's bars, counter-clockwise; empty where none is active")
        ) { Cell($0.place.orientation?.degrees) },
        Field(Column("wave_direction_deg", .number, unit: "degree", "Orientation + 90")) {
            Cell($0.place.orientation?.waveDirection)
        },
    ]
}
