import Networks
import ReceptiveFields
import Tables

/// A network layer by layer: its size, what it costs, and what one of its units sees.
struct NetworkSummary: Sendable {
    private let fields: ReceptiveFields
    private let network: Network

    /// Follows a network.
    ///
    /// - Throws: ``NetworkError`` for an image that is too small for it.
    init(_ network: Network) throws(NetworkError) {
        self.network = network
        fields = try ReceptiveFields(of: network, image: ImageInput(of: network))
    }

    var tensors: [TensorField] { fields.tensors }
    var parameters: Int { Count.sum(tensors.map(\.cost.parameters)) }
    var multiplyAdds: Int { Count.sum(tensors.map { $0.cost.multiplyAdds ?? 0 }) }

    /// The tensor of a layer.
    subscript(layer: String) -> TensorField {
        guard let tensor = tensors.first(where: { $0.node.name == layer }) else {
            preconditionFailure("a lesson names the layers of its own network")
        }
        return tensor
    }

    /// `6×28×28`, or `120`: narrow, as eight columns share the page.
    static func shape(_ tensor: TensorField) -> String {
        (tensor.shape ?? []).dropFirst().map(String.init).joined(separator: "×")
    }

    /// The layers worth a line: those that change the shape, or learn.
    var shown: [TensorField] {
        tensors.filter { [.conv, .gemm, .maxPool, .averagePool, .flatten].contains($0.node.op) }
    }

    /// The summary as aligned text; bends stay out, as they change neither shape nor field.
    var lines: [String] {
        TextTable(
            columns: [
                ("layer", .left), ("op", .left), ("maps", .left), ("units", .right), ("parameters", .right),
                ("sees px", .right), ("step px", .right),
            ],
            rows: shown.map { tensor in
                [
                    tensor.node.name, tensor.node.op.name, Self.shape(tensor),
                    Numeral.count(elementCount(tensor.shape ?? [])), Numeral.count(tensor.cost.parameters),
                    "\(tensor.rows.strictSize)", tensor.rows.stride.map { Numeral.text($0) } ?? "all",
                ]
            }
        ).lines
    }

    /// `C3  sees 6 + (5 - 1)·2 = 14`, for every window.
    var growth: [String] {
        var (size, step) = (1, 1)
        return tensors.filter { $0.node.op.kind.hasWindow }.map { tensor in
            let (before, gap) = (size, step)
            let kernel = (tensor.rows.size - size) / step + 1
            (size, step) = (tensor.rows.size, Int(tensor.rows.stride ?? Double(step)))
            let name = tensor.node.name.padded(8)
            return "\(name)sees \(before) + (\(kernel) - 1)·\(gap) = \(size)".padded(38) + "step \(step)"
        }
    }

    /// `(5·5·6 + 1)·16 = 2416`.
    func parameterWorking(_ layer: String) -> [String] {
        let parameters = self[layer].cost.parameters
        guard let weights = shapeOfWeights(layer) else { return ["\(parameters)"] }
        let inputs = weights.dropFirst()
        let each = (inputs.dropFirst() + inputs.prefix(1)).map(String.init).joined(separator: "·")
        return ["(\(each) + 1)·\(weights[0]) = \(parameters)"]
    }

    private func shapeOfWeights(_ layer: String) -> [Int]? {
        self[layer].node.input(1).flatMap { network.constants[$0]?.shape }
    }

    /// The summary for programs.
    func table(_ name: String) -> Table {
        TableLayout<TensorField>(
            name: name, title: "One row per layer, in network order",
            fields: [
                .init(Column("index", .integer, "Place in the network, 0-based", key: true)) { .integer($0.index) },
                .init(Column("layer", .string, "Its name")) { .text($0.node.name) },
                .init(Column("op", .string, "Operation in ONNX's words")) { .text($0.node.op.name) },
                .init(Column("output_channels", .integer, "Maps, or units of a connected layer")) {
                    Cell($0.shape.map { $0[1] })
                },
                .init(Column("output_h", .integer, "Rows of a map")) {
                    Cell($0.shape.flatMap { $0.count == 4 ? $0[2] : nil })
                },
                .init(Column("output_w", .integer, "Columns of a map")) {
                    Cell($0.shape.flatMap { $0.count == 4 ? $0[3] : nil })
                },
                .init(Column("parameters", .integer, "Weights and biases")) { .integer($0.cost.parameters) },
                .init(Column("macs", .integer, "Multiply-adds; empty where nothing is multiplied")) {
                    Cell($0.cost.multiplyAdds)
                },
                .init(Column("rf_h_px", .integer, unit: "pixel", "Image rows that a unit sees, not clipped")) {
                    .integer($0.rows.strictSize)
                },
                .init(Column("rf_w_px", .integer, unit: "pixel", "Image columns that a unit sees, not clipped")) {
                    .integer($0.columns.strictSize)
                },
                .init(
                    Column(
                        "stride_px", .number, unit: "pixel", "From one unit's field to the next; empty if all see all")
                ) {
                    Cell($0.rows.stride)
                },
            ]
        ).table(tensors)
    }
}
