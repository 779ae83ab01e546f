import Figures
public import Kernels
import Networks
public import Planes
public import Tables

/// What `kernels` shows: a file's convolutions and the kernels of one.
public struct LayerListing: Sendable {
    /// One convolution.
    public struct Layer: Hashable, Sendable {
        let name, op: String
        let outputs, inputs: Int
        let size: PixelSize
        let group, parameters: Int

        /// A convolution; `inputs` are those of one group.
        public init(
            name: String, op: String, outputs: Int, inputs: Int, size: PixelSize, group: Int, parameters: Int
        ) {
            self.name = name
            self.op = op
            self.outputs = outputs
            self.inputs = inputs
            self.size = size
            self.group = group
            self.parameters = parameters
        }
    }

    /// The file's name without its folder.
    public let file: String
    private let format: String
    private let byteCount: Int
    private let layers: [Layer]
    private let takenIndex: Int
    private let reason: String
    private let notes: [String]
    private let cautions: [String]
    private let kernels: KernelBank
    private let bias: [Float]?

    /// A listing of a file.
    ///
    /// - Parameters:
    ///   - file: its name without its folder.
    ///   - format: its name for people.
    ///   - byteCount: of the file.
    ///   - layers: its convolutions.
    ///   - taken: index of the layer whose kernels are shown.
    ///   - reason: why it was taken, as a clause.
    ///   - notes: how the weights were read where that could be doubted, whole sentences.
    ///   - cautions: what is to be known before any number about the kernels, whole sentences.
    ///   - kernels: of the layer that was taken.
    ///   - bias: one per kernel, or `nil`.
    /// - Precondition: `taken` is an index of `layers`.
    public init(
        file: String, format: String, byteCount: Int, layers: [Layer], taken: Int, reason: String, notes: [String],
        cautions: [String] = [], kernels: KernelBank, bias: [Float]?
    ) {
        precondition(layers.indices.contains(taken), "the layer taken is one of the layers")
        self.file = file
        self.format = format
        self.byteCount = byteCount
        self.layers = layers
        takenIndex = taken
        self.reason = reason
        self.notes = notes
        self.cautions = cautions
        self.kernels = kernels
        self.bias = bias
    }

    private var taken: String { layers[takenIndex].name }

    /// The montage of the taken layer.
    public var figures: FigureSet {
        var set = FigureSet()
        let montage = Montage(
            title:
                "\(taken): \(counted(kernels.count, "kernel", "kernels")) of \(kernels.channelCount) × \(kernels.size)",
            sections: [
                Montage.Section(
                    heading: "In the layer's order",
                    tiles: kernels.kernels.enumerated().map { index, kernel in
                        Montage.Tile(pictures: [kernel.picture(limit: kernel.largest)], caption: "\(index)")
                    })
            ],
            note: KernelBank.scaleNote(channels: kernels.channelCount),
            scaleBars: [Montage.ScaleBar(scale: .grey, low: "−max", high: "+max |weight|")])
        set.add("kernels") { () throws(FigureError) in try montage.drawn() }
        return set
    }

    /// The report.
    public func text(place: String?, figures: FigureSet) -> String {
        let total = Count.sum(layers.map(\.parameters))
        let count = counted(layers.count, "convolution", "convolutions")
        let end =
            place.map {
                wrapped("Tables are in \($0)/tables (layers, kernels, kernel_values); pictures in \($0)/figures.")
            }
            ?? wrapped("Tables: --table layers|kernels|kernel_values, or all of them and a picture with --out DIR.")
        let heading =
            wrapped(
                "\(file) (\(format), \(size)): \(count), \(counted(total, "parameter", "parameters")) in \(layers.count == 1 ? "it" : "them")"
            )
            + cautions.flatMap { wrapped("\(taken): \($0)") }
        let choice = wrapped("Taken: \(taken), as it is \(reason).") + notes.flatMap { wrapped($0) }
        let lines = heading + [""] + table.lines + [""] + choice + [""] + end + figures.leftOut
        return lines.joined(separator: "\n") + "\n"
    }

    /// The layers in a table of at most 80 columns, the one taken with a mark.
    private var table: TextTable {
        let columns: [(heading: String, alignment: TextTable.Alignment)] = [
            ("", .left), ("", .right), ("layer", .left), ("op", .left), ("kernels", .right), ("each", .left),
            ("groups", .right), ("parameters", .right),
        ]
        var rows = layers.enumerated().map { index, layer in
            [
                index == takenIndex ? "▸" : "", "\(index)", "", layer.op, "\(layer.outputs)",
                "\(layer.inputs) × \(layer.size)", "\(layer.group)", "\(layer.parameters)",
            ]
        }
        // Names have what the other columns, two spaces apart, leave of the line.
        let taken = columns.indices.filter { $0 != 2 }.reduce(2 * (columns.count - 1)) { sum, column in
            sum + max(columns[column].heading.count, rows.map { $0[column].count }.max() ?? 0)
        }
        for index in rows.indices { rows[index][2] = shortened(layers[index].name, to: max(8, 80 - taken)) }
        return TextTable(columns: columns, rows: rows)
    }

    private var size: String {
        byteCount < 1_000_000
            ? "\(rounded(Double(byteCount) / 1e3, 1)) kB" : "\(rounded(Double(byteCount) / 1e6, 1)) MB"
    }

    private struct Row: Sendable {
        let index: Int
        let kernel: Kernel
        let bias: Float?
    }

    /// `layers`, `kernels` and `kernel_values`.
    public var tables: [Table] {
        let taken = taken
        let layersTable = TableLayout<(Int, Layer)>(
            name: "layers", title: "One row per convolution, in the file's order",
            fields: [
                .init(Column("index", .integer, "Place in the file, 0-based", key: true)) { .integer($0.0) },
                .init(Column("layer", .string, "Name in the file")) { .text($0.1.name) },
                .init(Column("op", .string, "Operator")) { .text($0.1.op) },
                .init(Column("outputs", .integer, "Kernels: output channels")) { .integer($0.1.outputs) },
                .init(Column("inputs", .integer, "Channels of a kernel: input channels of its group")) {
                    .integer($0.1.inputs)
                },
                .init(Column("height_px", .integer, unit: "pixel", "Rows of a kernel")) { .integer($0.1.size.height) },
                .init(Column("width_px", .integer, unit: "pixel", "Columns of a kernel")) { .integer($0.1.size.width) },
                .init(Column("groups", .integer, "Groups of channels")) { .integer($0.1.group) },
                .init(Column("parameters", .integer, "Weights and biases")) { .integer($0.1.parameters) },
            ]
        ).table(layers.enumerated().map { ($0.offset, $0.element) })
        let kernelsTable = TableLayout<Row>(
            name: "kernels", title: "One row per kernel of \(taken)",
            fields: [
                .init(Column("kernel", .integer, "Output channel, 0-based", key: true)) { .integer($0.index) },
                .init(Column("layer", .string, "Name in the file")) { _ in .text(taken) },
                .init(Column("height_px", .integer, unit: "pixel", "Rows")) { .integer($0.kernel.size.height) },
                .init(Column("width_px", .integer, unit: "pixel", "Columns")) { .integer($0.kernel.size.width) },
                .init(Column("channels", .integer, "Input channels")) { .integer($0.kernel.channels.count) },
                .init(Column("bias", .number, "Added to the response; empty without one")) {
                    Cell($0.bias.map { Double($0) })
                },
                .init(Column("mean", .number, "Mean weight")) { Cell($0.kernel.mean) },
                .init(Column("norm", .number, "Root of the sum of squared weights")) { Cell($0.kernel.norm) },
                .init(Column("min", .number, "Smallest weight")) { Cell($0.kernel.values.min().map { Double($0) }) },
                .init(Column("max", .number, "Largest weight")) { Cell($0.kernel.values.max().map { Double($0) }) },
                .init(Column("flags", .string, "zero where all weights are 0")) {
                    $0.kernel.norm == 0 ? .text("zero") : .absent
                },
            ]
        ).table(kernels.kernels.enumerated().map { Row(index: $0, kernel: $1, bias: bias?[$0]) })
        return [
            layersTable, kernelsTable,
            kernels.valuesTable(name: "kernel_values", key: "kernel", title: "Every weight of \(taken)"),
        ]
    }
}

/// A name with its middle left out where it is longer than the room for it.
private func shortened(_ name: String, to room: Int) -> String {
    guard name.count > room else { return name }
    return "\(name.prefix((room - 1) / 2))…\(name.suffix(room - 1 - (room - 1) / 2))"
}
