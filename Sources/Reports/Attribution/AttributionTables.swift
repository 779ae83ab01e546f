import Inference
import Physiology
import Planes
public import Tables

extension ExplainedPicture {
    /// What the tables are called.
    public static let tableNames = ["explained", "attribution"]

    /// Rows of ``attributionTable``.
    public var attributionRows: Int { explanation.maps.reduce(0) { $0 + $1.attribution.values.count } }

    /// `explained`: one row per picture and method.
    public var explainedTable: Table { Self.explained.table(explanation.maps.map { Row(picture: self, map: $0) }) }

    /// `attribution`: one row per picture, method and place.
    public var attributionTable: Table {
        Self.attribution.table(
            explanation.maps.flatMap { map in
                map.attribution.values.values.indices.map { Place(picture: self, map: map, index: $0) }
            })
    }

    /// Each method's values as an array of channel × row × column, by file name.
    public var arrays: [(name: String, array: NumpyArray)] {
        explanation.maps.map { map in
            let values = map.attribution.values
            return (
                "\(stem)-\(map.attribution.method.name).npy",
                NumpyArray(shape: Array(values.shape.dropFirst()), values: values.values)
            )
        }
    }

    private struct Row: Sendable {
        let picture: ExplainedPicture
        let map: ExplanationStudy.Map
        var found: Attribution { map.attribution }
    }

    private struct Place: Sendable {
        let picture: ExplainedPicture
        let map: ExplanationStudy.Map
        let index: Int

        var size: (rows: Int, columns: Int) {
            (map.attribution.values.shape[2], map.attribution.values.shape[3])
        }
        var channel: Int { index / (size.rows * size.columns) }
        var row: Int { index / size.columns % size.rows }
        var column: Int { index % size.columns }
    }

    private static let attribution = TableLayout<Place>(
        name: "attribution", title: "How much each place has to do with what is explained",
        fields: [
            .init(Column("image", .string, "The file's name", key: true)) { .text($0.picture.name) },
            .init(Column("method", .string, "How it was found", key: true)) {
                .text($0.map.attribution.method.name)
            },
            .init(
                Column(
                    "channel", .integer, "Of the network's input, after preprocessing; 0 for grad-cam", key: true)
            ) { .integer($0.channel) },
            .init(Column("row", .integer, "Of the network's input, for grad-cam of the layer's map", key: true)) {
                .integer($0.row)
            },
            .init(Column("col", .integer, "As row", key: true)) { .integer($0.column) },
            .init(
                Column(
                    "value", .number, "In units of what is explained; of derivatives, of it per unit of the input")
            ) { Cell(single: $0.map.attribution.values.values[$0.index]) },
            .init(
                Column("y_px", .number, unit: "pixel", "Centre of what the place sees of the input, from above")
            ) { place in .number(place.map.centers.map { $0.y[place.row] } ?? Double(place.row)) },
            .init(
                Column("x_px", .number, unit: "pixel", "Centre of what the place sees of the input, from the left")
            ) { place in .number(place.map.centers.map { $0.x[place.column] } ?? Double(place.column)) },
            .init(Column("image_row", .integer, "Row of a file of several pictures, 0-based", key: true)) {
                Cell($0.picture.row)
            },
        ])

    private static let explained = TableLayout<Row>(
        name: "explained", title: "What is explained of each picture, and what each method finds altogether",
        fields: [
            .init(Column("image", .string, "The file's name", key: true)) { .text($0.picture.name) },
            .init(Column("image_row", .integer, "Row of a file of several pictures, 0-based", key: true)) {
                Cell($0.picture.row)
            },
            .init(Column("method", .string, "How it was found", key: true)) { .text($0.found.method.name) },
            .init(Column("target", .string, "What is explained")) { .text($0.picture.target) },
            .init(Column("class", .integer, "Place in the network's answer, 0-based; empty for units")) {
                Cell($0.found.index)
            },
            .init(Column("label", .string, "Name of the class; empty without names")) { Cell($0.picture.label) },
            .init(Column("answer", .number, "What is explained, of the picture")) { .number($0.found.answer) },
            .init(Column("baseline_answer", .number, "The same of the baseline; empty for methods without one")) {
                Cell($0.found.baselineAnswer)
            },
            .init(Column("sum", .number, "Of all that is attributed")) { .number($0.found.sum) },
            .init(
                Column(
                    "completeness_error_frac", .number,
                    "Of integrated gradients: how far the sum is from answer less baseline_answer, as a part of that")
            ) { Cell($0.found.completenessError) },
            .init(Column("largest", .number, "The value largest in size")) { .number($0.found.largest) },
            .init(
                Column(
                    "last_layer_rho", .number,
                    "Spearman's correlation with the map after the last layer's weights were permuted")
            ) { Cell($0.map.check?.lastLayer) },
            .init(
                Column(
                    "all_layers_rho", .number,
                    "Spearman's correlation with the map after the weights of every layer were permuted")
            ) { Cell($0.map.check?.allLayers) },
            .init(Column("layer", .string, "Of grad-cam: the layer whose maps are weighted")) {
                if case .gradCAM(let layer, _) = $0.found.method { .text(layer.label) } else { .absent }
            },
        ])
}

extension Attribution {
    /// The value largest in size.
    fileprivate var largest: Double {
        Double(values.values.reduce(Float(0)) { abs($1) > abs($0) ? $1 : $0 })
    }
}
