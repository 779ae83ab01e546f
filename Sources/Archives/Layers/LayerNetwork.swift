import Networks

/// A list of layers as a network, with weights of the right shapes and no values.
struct LayerNetwork {
    private let file: LazyFile
    private var builder: NetworkBuilder
    /// Channels of every layer, which are known even where the image's size is open.
    private var channels: [String: Int]

    /// What a list calls the image; no operator of ONNX's.
    private static let image = Operator("Input")

    /// The network of a list.
    ///
    /// - Throws: ``ArchiveError``: an input that no row before gives, a convolution without kernel or channels, and what
    ///   is no network.
    static func network(_ list: LayerList, _ file: LazyFile) throws(ArchiveError) -> Network {
        var rows = list.rows[...]
        let image = rows.first?.op == Self.image ? rows.removeFirst() : nil
        var network = LayerNetwork(image, file)
        for row in rows { try network.add(row) }
        return try network.naming { (builder) throws(NetworkError) in try builder.network() }
    }

    /// Of an image without a row, and of one without a size, the size is given on the command line.
    private init(_ row: LayerList.Row?, _ file: LazyFile) {
        let (name, count) = (row?.layer ?? "image", row?.channels ?? 3)
        let size = row?.kernel.map { $0.map(Network.Dimension.known) } ?? [.named("rows"), .named("columns")]
        builder = NetworkBuilder(
            opset: 17, image: Network.Input(name: name, shape: [.known(1), .known(count)] + size))
        channels = [name: count]
        self.file = file
    }

    /// Asks the builder; an error names the file.
    private mutating func naming<Result>(
        _ body: (inout NetworkBuilder) throws(NetworkError) -> Result
    ) throws(ArchiveError) -> Result {
        do throws(NetworkError) { return try body(&builder) } catch {
            throw .notANetwork(file: file.path, reason: "\(error)")
        }
    }

    private mutating func add(_ row: LayerList.Row) throws(ArchiveError) {
        guard row.op != Self.image else { throw refused(row, "the image comes first, and once") }
        let inputs = row.inputs.isEmpty ? [builder.top] : row.inputs
        for name in inputs where channels[name] == nil {
            throw refused(row, "'\(name)' is given by no row before it")
        }
        let read = inputs.map { channels[$0] ?? 1 }
        channels[row.layer] = row.op == .concat ? Count.sum(read) : row.channels ?? read[0]
        switch row.op {
        case .conv, .convTranspose: try convolve(row, inputs, channels: read[0])
        case .gemm: try connect(row, inputs[0])
        case .batchNormalization:
            let parameters = ["scale", "bias", "mean", "variance"]
            builder.add(
                row.op, row.layer, reading: inputs,
                parameters.map { builder.parameter($0, of: row.layer, [read[0]]) })
        case .resize:
            let scales = [1, 1] + (row.stride ?? [1, 1]).map(Float.init)
            let constant = Constant(
                name: "\(row.layer).scales", shape: [4], type: .float32, source: .floats(scales))
            builder.add(row.op, row.layer, reading: inputs, [nil, constant])
        default: builder.add(row.op, row.layer, reading: inputs, [], attributes(row))
        }
    }

    private mutating func convolve(_ row: LayerList.Row, _ inputs: [String], channels: Int) throws(ArchiveError) {
        guard let kernel = row.kernel, let filters = row.channels else {
            throw refused(row, "a convolution says its kernel and how many channels it gives")
        }
        let groups = row.groups ?? 1
        guard channels.isMultiple(of: groups), filters.isMultiple(of: groups) else {
            throw refused(row, "\(groups) groups do not part \(channels) channels into \(filters)")
        }
        let attributes = attributes(row)
        try naming { (builder) throws(NetworkError) in
            try builder.convolve(
                row.layer, by: row.op, filters: filters, kernel: kernel, groups: groups, channels: channels,
                reading: inputs, attributes)
        }
    }

    /// A fully connected layer reads all elements of its input, as many as the layers before give.
    private mutating func connect(_ row: LayerList.Row, _ input: String) throws(ArchiveError) {
        guard let units = row.channels else { throw refused(row, "a Gemm says how many channels it gives") }
        guard builder.shape(of: input) != nil else {
            throw refused(row, "a fully connected layer needs to know the image's size, in a row 'Input'")
        }
        try naming { (builder) throws(NetworkError) in
            try builder.connect(row.layer, units: units, reading: input, flat: "\(row.layer).flat")
        }
    }

    private func attributes(_ row: LayerList.Row) -> [String: Attribute] {
        switch row.op {
        case .concat: return ["axis": .int(1)]
        case .lrn: return ["size": .int(row.kernel?[0] ?? 5)]
        default: guard row.op.kind.hasWindow else { return [:] }
        }
        var result: [String: Attribute] = .window(
            kernel: row.kernel, strides: row.stride, dilations: row.dilation, padding: row.padding)
        if row.isSame { result["auto_pad"] = .string("SAME_UPPER") }
        if row.isCeil { result["ceil_mode"] = .int(1) }
        return result
    }

    private func refused(_ row: LayerList.Row, _ expectation: String) -> ArchiveError {
        .malformed(file: file.path, place: "line \(row.line), layer '\(row.layer)'", expectation: expectation)
    }
}
