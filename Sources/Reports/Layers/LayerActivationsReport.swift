import Networks
public import Planes
import ReceptiveFields
public import Tables

/// What `show` tells: a picture's way through a network, layer by layer, to its answer.
public struct LayerActivationsReport: Sendable {
    let picture: String
    let image: Image
    let layers: [LayerActivation]
    let model: String
    let preprocessing: String
    let predictions: PredictionReport?
    private let notes: [String]
    private let top: Int
    private let given: [(name: String, tensor: Tensor<Float>)]

    /// A report.
    ///
    /// - Parameters:
    ///   - model: the file's name without its folder.
    ///   - picture: what the picture is called.
    ///   - image: the picture at the network's size.
    ///   - preprocessing: one line on what was done to it.
    ///   - layers: in network order.
    ///   - predictions: the answer, where it is one number for each class.
    ///   - notes: sentences on layers that are not shown, and on how the network was run.
    ///   - top: strongest channels that the table holds of each layer.
    ///   - given: what the network took and what the layers gave, whole, by name.
    public init(
        model: String, picture: String, image: Image, preprocessing: String, layers: [LayerActivation],
        predictions: PredictionReport?, notes: [String] = [], top: Int,
        given: [(name: String, tensor: Tensor<Float>)] = []
    ) {
        self.given = given
        self.model = model
        self.picture = picture
        self.image = image
        self.preprocessing = preprocessing
        self.layers = layers
        self.predictions = predictions
        self.notes = notes
        self.top = top
    }

    /// The report.
    ///
    /// - Parameters:
    ///   - place: of the folder, if any.
    ///   - figures: the pictures there are.
    ///   - hasArrays: whether it has arrays.
    ///   - hasPage: whether it has a page to walk through.
    public func text(
        place: String?, figures: FigureSet, hasArrays: Bool = false, hasPage: Bool = false
    ) -> String {
        var lines = wrapped(
            "\(model) on \(picture): \(predictions.map(\.firstAndSecond) ?? "its answer is not one number for each class")."
        )
        lines += notes.flatMap { wrapped($0) }
        lines += ["", "input: \(sizes([image.size.height, image.size.width])) pixels"]
        lines += wrapped("    preprocessing \(preprocessing)", indent: "    ")
        for layer in layers { lines += [""] + Self.block(layer) }
        if let predictions { lines += ["", "answer"] + predictions.block(predictions.pictures[0]) }
        lines.append("")
        lines += wrapped(
            "A channel's share is that of the layer's squared activations; where units are no maps, the highest come first; a unit is active above 0."
        )
        lines += wrapped(
            place.map {
                "Tables are in \($0)/tables (\(Self.tableNames.joined(separator: ", "))); the picture is \($0)/figures/walk.png\(hasPage ? "; \($0)/walk.html is a page on which every unit can be asked" : "")\(hasArrays ? "; arrays are in \($0)/arrays" : "")."
            } ?? "Tables: --table \(Self.tableNames.joined(separator: "|")), or all and the picture with --out DIR.")
        return (lines + figures.leftOut).joined(separator: "\n") + "\n"
    }

    private static func block(_ layer: LayerActivation) -> [String] {
        let (name, size) = (
            "\(shortened(layer.field.node.label, 36)) (\(shortened(layer.field.node.op.name, 20)))", layer.sizeText
        )
        let gap = max(2, 80 - name.count - size.count)
        let parameters = layer.field.cost.parameters
        let does =
            [
                layer.purpose,
                parameters > 0 ? "\(counted(parameters)) \(parameters == 1 ? "parameter" : "parameters")" : "",
                "a unit \(layer.fieldText)",
            ].filter { !$0.isEmpty }.joined(separator: "; ")
        return [name + String(repeating: " ", count: gap) + size] + indented(does) + indented(strongest(layer))
    }

    private static func indented(_ text: String) -> [String] {
        // Spaces that do not break begin the first line as the others.
        wrapped("\u{A0}\u{A0}\u{A0}\u{A0}" + text, indent: "    ")
    }

    private static func strongest(_ layer: LayerActivation) -> String {
        guard let range = layer.range else { return "no units" }
        let isMap = layer.wall != nil
        // Units that are not active are no leaders, unless none is: then the highest is.
        let active = layer.parts.filter { isMap ? $0.share > 0 : $0.peak > 0 }
        let parts = (active.isEmpty ? Array(layer.parts.prefix(1)) : active).prefix(3).map { part in
            "\(part.index) (\(isMap ? "\(rounded(100 * part.share, 0)) %" : amount(part.peak)))"
        }
        let what =
            isMap
            ? (parts.count == 1 ? "strongest channel" : "strongest channels")
            : parts.count == 1 ? "highest unit" : "highest units"
        return "\(what) \(parts.joined(separator: ", ")); "
            + "\(rounded(100 * layer.activeShare, 0)) % active; \(amount(range.lowerBound)) to \(amount(range.upperBound))"
    }

    /// Whole from 100 on.
    private static func amount(_ value: Float) -> String { rounded(Double(value), abs(value) >= 100 ? 0 : 2) }

    // MARK: Arrays

    /// What the network took and what each layer gave, with the axes that the network's file has, to be looked at
    /// elsewhere: `007-conv2.npy` is what the layer of index 7 gave.
    public var arrays: [(name: String, array: NumpyArray)] {
        given.map { name, tensor in
            let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" }
            return ("\(Self.cut(safe)).npy", NumpyArray(shape: tensor.shape, values: tensor.values))
        }
    }

    /// A name of at most 100 letters: its beginning, where the layer's index stands, and its end.
    private static func cut(_ name: [Character]) -> String {
        name.count <= 100 ? String(name) : String(name.prefix(8) + ["_"] + name.suffix(91))
    }

    // MARK: Tables

    /// What the tables are called.
    public static let tableNames = ["walk", "strongest", "guesses"]

    /// As ``tableNames``; without guesses that table is empty.
    public var tables: [Table] {
        let strongest = layers.flatMap { layer in
            layer.parts.prefix(top).enumerated().map { Strongest(layer: layer, rank: $0 + 1, part: $1) }
        }
        return [
            Self.activations.table(layers), Self.strongest.table(strongest),
            predictions?.table ?? PredictionReport.noGuesses,
        ]
    }

    private struct Strongest: Sendable {
        let layer: LayerActivation
        let rank: Int
        let part: LayerActivation.Part

        /// The centre of what the unit sees, along an axis.
        func center(_ axis: AxisField, _ place: Int?) -> Double? {
            guard let place, let center = axis.center, let stride = axis.stride else { return nil }
            return center + Double(place) * stride
        }
    }

    private static let activations = TableLayout<LayerActivation>(
        name: "walk", title: "What each layer shown does and gave, in network order",
        fields: FieldTables.identity.map { $0.reading(\.field) } + [
            .init(Column("rf_h_px", .integer, unit: "pixel", "Rows of the picture that a unit sees")) {
                .integer($0.field.rows.size)
            },
            .init(Column("rf_w_px", .integer, unit: "pixel", "Columns of the picture that a unit sees")) {
                .integer($0.field.columns.size)
            },
            .init(Column("parameters", .integer, "Learned numbers")) { .integer($0.field.cost.parameters) },
            .init(Column("does", .string, "What the layer does; empty for operations without a phrase")) {
                Cell($0.purpose.isEmpty ? nil : $0.purpose)
            },
            .init(Column("lowest", .number, "Lowest activation")) {
                $0.range.map { Cell(single: $0.lowerBound) } ?? .absent
            },
            .init(Column("highest", .number, "Highest activation")) {
                $0.range.map { Cell(single: $0.upperBound) } ?? .absent
            },
            .init(Column("mean", .number, "Mean activation")) { Cell($0.range == nil ? nil : $0.mean) },
            .init(Column("active_frac", .number, "Part of the units above 0")) {
                Cell($0.range == nil ? nil : $0.activeShare)
            },
        ])

    private static let strongest = TableLayout<Strongest>(
        name: "strongest", title: "The strongest channels of each layer, or its highest units where it has no maps",
        fields: [
            .init(Column("index", .integer, "The layer's, as in the table walk", key: true)) {
                .integer($0.layer.field.index)
            },
            .init(Column("layer", .string, "Node as named in the file, or its first output")) {
                .text($0.layer.field.node.label)
            },
            .init(Column("rank", .integer, "1 is the strongest channel, or the highest unit", key: true)) {
                .integer($0.rank)
            },
            .init(Column("channel", .integer, "The channel, or the unit, 0-based")) { .integer($0.part.index) },
            .init(Column("energy_frac", .number, "Part of the layer's squared activations")) {
                .number($0.part.share)
            },
            .init(Column("peak", .number, "Its activation that is largest in size")) { Cell(single: $0.part.peak) },
            .init(Column("row", .integer, "Row of the unit that gave it; empty without maps")) {
                Cell($0.part.place?.row)
            },
            .init(Column("col", .integer, "Column of the unit that gave it; empty without maps")) {
                Cell($0.part.place?.column)
            },
            .init(Column("x_px", .number, unit: "pixel", "Centre of what that unit sees, from the left")) {
                Cell($0.center($0.layer.field.columns, $0.part.place?.column))
            },
            .init(Column("y_px", .number, unit: "pixel", "Centre of what that unit sees, from the top")) {
                Cell($0.center($0.layer.field.rows, $0.part.place?.row))
            },
        ])
}
