import Physiology
public import Tables

extension SurveyReport {
    /// The table `models`: a row per model, or per layer of each.
    public var table: Table {
        TableLayout<SurveyRow>(
            name: Self.tableName, title: "Models side by side", fields: Self.identity + Self.classes + Self.rest
        ).table(rows)
    }

    private typealias Field = TableLayout<SurveyRow>.Field

    private static let identity: [Field] = [
        .init(Column("model", .string, "The file, as it was named", key: true)) { .text($0.model) },
        .init(Column("format", .string, "What it is")) { Cell($0.format) },
        .init(Column("layer", .string, "The layer looked at", key: true)) { Cell($0.layer) },
        .init(Column("kernels", .integer, "Kernels of the layer")) { Cell($0.kernels?.count) },
        .init(Column("height_px", .integer, unit: "pixel", "Rows of a kernel")) { Cell($0.kernels?.height) },
        .init(Column("width_px", .integer, unit: "pixel", "Columns of a kernel")) { Cell($0.kernels?.width) },
        .init(Column("channels", .integer, "Channels that a kernel reads")) { Cell($0.kernels?.channels) },
    ]

    private static let named: [(column: String, classes: [String])] = [
        ("gabor", ["gabor", "color_gabor"]), ("edge", ["edge", "color_edge"]), ("ramp", ["ramp", "color_ramp"]),
        ("center_surround", ["center_surround"]), ("blob", ["blob", "color_blob"]),
        ("unstructured", ["unstructured"]), ("dead", ["dead"]),
    ]

    private static let classes: [Field] =
        named.map { name, classes in
            .init(
                Column("\(name)_frac", .number, unit: "fraction", "Part of the kernels of this class, beyond noise")
            ) { Cell($0.kernels?.share(classes)) }
        }
        + named.prefix(6).map { name, shapes in
            .init(Column("\(name)_shape_frac", .number, unit: "fraction", "Part of the kernels of this shape")) {
                Cell($0.kernels?.shapeShare(shapes))
            }
        } + [
            .init(
                Column(
                    "noise_gabor_frac", .number, unit: "fraction",
                    "Part of noise kernels of the same spectra that the same rule calls Gabor")
            ) { Cell($0.kernels?.noiseGabors) }
        ]

    private static func median(_ property: String, _ description: String) -> Field {
        .init(Column("median_\(property)", .number, description)) { Cell($0.kernels?.medians[property]) }
    }

    private static func similarity(_ property: String, _ column: String) -> Field {
        .init(Column("ks_\(column)", .number, "KS similarity of \(column) to simple cells of macaque V1")) {
            Cell($0.kernels?.similarities[property])
        }
    }

    private static let rest: [Field] =
        [
            median("circular_variance", "Median circular variance"),
            median("half_width_deg", "Median half-width at half height, degrees"),
            median("frequency_cpp", "Median peak frequency of Gabors and edges, cycles/pixel"),
            median("bandwidth_oct", "Median frequency bandwidth, octaves"),
            median("nx", "Median nx of Gabors"), median("ny", "Median ny of Gabors"),
            similarity("nx", "nx"), similarity("ny", "ny"), similarity("orientation_deg", "orientation"),
            similarity("bandwidth_index_percent", "bandwidth"),
        ] + fields("rf", "the layer", \.field) + fields("last_rf", "the last map", \.lastField) + scores

    private static func fields(
        _ name: String, _ whose: String, _ field: @escaping @Sendable (SurveyRow) -> SurveyRow.Field?
    ) -> [Field] {
        let stride = name.replacing("rf", with: "stride")
        return [
            .init(Column("\(name)_h_px", .integer, unit: "pixel", "Rows that a unit of \(whose) sees")) {
                Cell(field($0)?.height)
            },
            .init(Column("\(name)_w_px", .integer, unit: "pixel", "Columns that a unit of \(whose) sees")) {
                Cell(field($0)?.width)
            },
            .init(Column("\(stride)_h_px", .number, unit: "pixel", "Rows from unit to unit of \(whose)")) {
                Cell(field($0)?.strideHeight)
            },
            .init(Column("\(stride)_w_px", .number, unit: "pixel", "Columns from unit to unit of \(whose)")) {
                Cell(field($0)?.strideWidth)
            },
        ]
    }

    private static let scores: [Field] = [
        .init(
            Column(
                "v1_score", .number,
                "V1 score of the layer that is most like V1, or, where every layer has a row, of the layer; where asked for"
            )
        ) {
            Cell($0.score?.value)
        },
        .init(Column("v1_low", .number, "2.5 % of it over units")) { Cell($0.score?.low) },
        .init(Column("v1_high", .number, "97.5 % of it over units")) { Cell($0.score?.high) },
        .init(Column("v1_layer", .string, "The layer that has it")) { Cell($0.score?.layer) },
        .init(Column("error", .string, "Why the model, or its score, could not be looked at")) { Cell($0.error) },
        .init(Column("v1_score_permuted", .number, "v1_score with weights permuted within each layer")) {
            Cell($0.permuted?.value)
        },
    ]
}
