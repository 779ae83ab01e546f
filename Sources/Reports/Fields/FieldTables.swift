import Networks
import Planes
public import ReceptiveFields
public import Tables

/// Tables of receptive fields: one row per tensor, one row per unit.
public struct FieldTables: Sendable {
    private let fields: ReceptiveFields
    private let resolution: Double?

    /// Tables of a network.
    ///
    /// - Parameters:
    ///   - fields: of the network.
    ///   - resolution: pixels per degree, where one is assumed.
    public init(_ fields: ReceptiveFields, resolution: Double?) {
        self.fields = fields
        self.resolution = resolution
    }

    /// One row per tensor that sees pixels, in network order.
    public var tensors: Table {
        let misalignments = Dictionary(fields.misalignments.map { ($0.node.label, $0) }) { first, _ in first }
        let unknown = Set(fields.unknown.map(\.label))
        let resolution = resolution
        let rows = fields.tensors.map { field in
            Row(
                field: field, resolution: resolution,
                note: FieldNote(
                    field, misalignment: misalignments[field.node.label], isUnknown: unknown.contains(field.node.label)
                )
                .text)
        }
        return Self.layout.table(rows)
    }

    private struct Row: Sendable {
        let field: TensorField
        let resolution: Double?
        let note: String
    }

    private typealias Field = TableLayout<Row>.Field

    private static let layout = TableLayout<Row>(
        name: "receptive_fields", title: "What every tensor's units see, in network order",
        fields: identity.map { $0.reading(\.field) } + sizes + qualities)

    /// Which tensor a row is about.
    static let identity: [TableLayout<TensorField>.Field] = [
        .init(Column("index", .integer, "Place among the tensors that see pixels, from 0", key: true)) {
            .integer($0.index)
        },
        .init(Column("layer", .string, "Node as named in the file, or its first output")) {
            .text($0.node.label)
        },
        .init(Column("op", .string, "Operation in ONNX's words")) { .text($0.node.op.name) },
        .init(Column("tensor", .string, "Tensor as named in the file")) { .text($0.tensor) },
        .init(Column("output_channels", .integer, "Channels")) { Cell($0.channels) },
        .init(Column("output_h", .integer, "Rows of units, those of the image, whatever the order of axes")) {
            Cell($0.height)
        },
        .init(Column("output_w", .integer, "Columns of units, those of the image")) { Cell($0.width) },
    ]

    private static let sizes: [Field] = [
        .init(Column("rf_h_px", .integer, unit: "pixel", "Rows of the local field, not clipped to the image")) {
            .integer($0.field.rows.size)
        },
        .init(Column("rf_w_px", .integer, unit: "pixel", "Columns of the local field, not clipped to the image")) {
            .integer($0.field.columns.size)
        },
        .init(Column("stride_h_px", .number, unit: "pixel", "Rows from one unit's field to the next")) {
            Cell($0.field.rows.stride)
        },
        .init(Column("stride_w_px", .number, unit: "pixel", "Columns from one unit's field to the next")) {
            Cell($0.field.columns.stride)
        },
        .init(Column("start_y_px", .number, unit: "pixel", "First row of unit 0's field; negative in the padding")) {
            Cell($0.field.rows.start)
        },
        .init(Column("start_x_px", .number, unit: "pixel", "First column of unit 0's field; negative in the padding")) {
            Cell($0.field.columns.start)
        },
        .init(Column("center_y_px", .number, unit: "pixel", "Row of unit 0's centre: start + (size - 1)/2")) {
            Cell($0.field.rows.center)
        },
        .init(Column("center_x_px", .number, unit: "pixel", "Column of unit 0's centre: start + (size - 1)/2")) {
            Cell($0.field.columns.center)
        },
        .init(
            Column(
                "strict_rf_h_px", .integer, unit: "pixel",
                "Rows seen with everything: the image's after global operations")
        ) {
            .integer($0.field.rows.strictSize)
        },
        .init(Column("strict_rf_w_px", .integer, unit: "pixel", "Columns seen with everything")) {
            .integer($0.field.columns.strictSize)
        },
    ]

    private static let qualities: [Field] = [
        .init(Column("exact", .boolean, "Whether this is the field, not an upper bound")) { .flag($0.field.isExact) },
        .init(Column("aligned", .boolean, "Whether every unit's field is its neighbour's, moved on")) {
            .flag($0.field.isAligned)
        },
        .init(Column("dense", .boolean, "Whether the field has no holes")) { .flag($0.field.isDense) },
        .init(Column("parameters", .integer, "Learned numbers of the node")) { .integer($0.field.cost.parameters) },
        .init(Column("macs", .integer, "Multiply-adds of the node for one image; empty for other operations")) {
            Cell($0.field.cost.multiplyAdds)
        },
        .init(Column("input_seen_frac", .number, "Part of the image that the central unit sees, with everything")) {
            Cell($0.field.seenShare)
        },
        .init(
            Column(
                "productive", .boolean,
                "Whether the smallest path to its input sees no more than the image; empty for nodes without a window")
        ) {
            $0.field.isProductive.map(Cell.flag) ?? .absent
        },
        .init(Column("rf_h_deg", .number, unit: "degree", "Rows of the local field in degrees; empty without --ppd")) {
            row in
            Cell(row.resolution.map { Double(row.field.rows.size) / $0 })
        },
        .init(Column("rf_w_deg", .number, unit: "degree", "Columns of the local field in degrees; empty without --ppd"))
        { row in
            Cell(row.resolution.map { Double(row.field.columns.size) / $0 })
        },
        .init(Column("note", .string, "How the field varies, what meets, what is not known")) {
            $0.note.isEmpty ? .absent : .text($0.note)
        },
        .init(Column("padded_frac", .number, "Part of the units whose field runs over the image's edge")) {
            Cell($0.field.paddedShare)
        },
    ]
}

/// What a row of the table cannot say in a number.
struct FieldNote {
    /// Clauses with semicolons; empty where there is nothing to say.
    let text: String

    init(_ field: TensorField, misalignment: Misalignment?, isUnknown: Bool) {
        var parts: [String] = []
        if isUnknown {
            parts.append("'\(field.node.op)' is not followed: an upper bound")
        } else if !field.isExact {
            parts.append("an upper bound")
        }
        if !field.rows.isGlobal, field.rows.hasGlobalPart || field.columns.hasGlobalPart {
            parts.append("strictly all is seen, through a global operation")
        }
        let axes = [("rows", field.rows), ("columns", field.columns)]
        if field.isTransposed, let rows = field.axes.rows, let columns = field.axes.columns {
            parts.append("transposed: the image's rows lie along axis \(rows), its columns along axis \(columns)")
        }
        for (name, axis) in axes where !axis.isUniform { parts.append("\(name) \(Self.variation(axis))") }
        if let misalignment { parts.append(Self.text(misalignment)) }
        for (name, axis) in axes where axis.seen.count < axis.pixels && !axis.seen.isEmpty {
            parts.append("\(axis.pixels - axis.seen.count) \(name) are seen by no unit")
        }
        text = parts.joined(separator: "; ")
    }

    /// `vary from unit to unit: 5 to 7 px`.
    private static func variation(_ axis: AxisField) -> String {
        let sizes =
            axis.sizes.lowerBound == axis.sizes.upperBound
            ? "\(axis.sizes.lowerBound) px" : "\(axis.sizes.lowerBound) to \(axis.sizes.upperBound) px"
        switch axis.extent {
        case .local(let rates) where rates.count == 1:
            return "\(sizes), repeated every \(rates[0].period) units, \(rates[0].advance) px on"
        case .local(let rates):
            let strides = rates.map { rounded($0.stride, 3).trimmed }.joined(separator: " and ")
            return "\(sizes): branches of strides \(strides)"
        case .global, .irregular: return "\(sizes), following no rule; clipped"
        }
    }

    /// `paths meet 0.5 px apart`.
    static func text(_ misalignment: Misalignment) -> String {
        let offsets = misalignment.offsets
        guard let rows = offsets[0], let columns = offsets[1] else {
            return "paths of unequal strides meet"
        }
        return rows == columns
            ? "paths meet \(rounded(rows, 2).trimmed) px apart"
            : "paths meet \(rounded(rows, 2).trimmed) px apart in rows, \(rounded(columns, 2).trimmed) px in columns"
    }
}

extension AxisField {
    /// How much a unit sees: `7`, or where that varies from unit to unit `5 to 7`.
    var sizeText: String {
        isUniform || sizes.lowerBound == sizes.upperBound ? "\(size)" : "\(sizes.lowerBound) to \(sizes.upperBound)"
    }
}

extension String {
    /// A decimal number without the zeros at its end.
    var trimmed: String {
        guard contains(".") else { return self }
        var text = self
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
