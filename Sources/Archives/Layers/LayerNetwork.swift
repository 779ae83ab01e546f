import Networks

/// A list of layers as a network, with weights of the right shapes and no values.
struct LayerNetwork {
    private let file: LazyFile
    private var nodes: [Node] = []
    private var constants: [String: Constant] = [:]
    private var image: Network.Input?
    /// Channels of every layer.
    private var channels: [String: Int] = [:]
    private var last = LayerNetwork.imageName

    private static let imageName = "image"
    /// What a list calls the image; no operator of ONNX's.
    private static let image = Operator("Input")

    /// The network of a list.
    ///
    /// - Throws: ``ArchiveError``: an input that no row before gives, a convolution without kernel or channels, and what
    ///   is no network.
    static func network(_ list: LayerList, _ file: LazyFile) throws(ArchiveError) -> Network {
        var builder = LayerNetwork(file)
        for row in list.rows { try builder.add(row) }
        return try builder.network()
    }

    private init(_ file: LazyFile) {
        self.file = file
    }

    private func network() throws(ArchiveError) -> Network {
        do throws(NetworkError) {
            return try Network(
                opset: 17, inputs: [image ?? Self.open(channels[Self.imageName] ?? 3)], outputs: [last], nodes: nodes,
                constants: constants)
        } catch {
            throw .notANetwork(file: file.path, reason: "\(error)")
        }
    }

    /// An image whose size is given on the command line.
    private static func open(_ channels: Int) -> Network.Input {
        Network.Input(name: imageName, shape: [.known(1), .known(channels), .named("rows"), .named("columns")])
    }

    private mutating func add(_ row: LayerList.Row) throws(ArchiveError) {
        if row.op == Self.image { return try addImage(row) }
        if image == nil, nodes.isEmpty { channels[Self.imageName] = 3 }
        let inputs = row.inputs.isEmpty ? [last] : row.inputs
        for name in inputs where channels[name] == nil {
            throw refused(row, "'\(name)' is given by no row before it")
        }
        let read = inputs.map { channels[$0] ?? 1 }
        channels[row.layer] = row.op == .concat ? read.reduce(0, +) : row.channels ?? read[0]
        var names = inputs
        if [.conv, .convTranspose].contains(row.op) { names += try weights(row, inputs: read[0]) }
        if row.op == .batchNormalization {
            names += ["scale", "bias", "mean", "variance"].map { constant("\(row.layer).\($0)", [read[0]]) }
        }
        if row.op == .gemm { names = try fullyConnected(row, inputs[0]) }
        if row.op == .resize {
            let scales = [1, 1] + (row.stride ?? [1, 1]).map(Float.init)
            constants["\(row.layer).scales"] = Constant(
                name: "\(row.layer).scales", shape: [4], type: .float32, source: .floats(scales))
            names += ["", "\(row.layer).scales"]
        }
        nodes.append(
            Node(name: row.layer, op: row.op, inputs: names, outputs: [row.layer], attributes: attributes(row)))
        last = row.layer
    }

    private mutating func addImage(_ row: LayerList.Row) throws(ArchiveError) {
        guard image == nil, nodes.isEmpty else { throw refused(row, "the image comes first, and once") }
        let size = row.kernel.map { $0.map(Network.Dimension.known) } ?? [.named("rows"), .named("columns")]
        image = Network.Input(name: row.layer, shape: [.known(1), .known(row.channels ?? 3)] + size)
        channels[row.layer] = row.channels ?? 3
        last = row.layer
    }

    private mutating func constant(_ name: String, _ shape: [Int]) -> String {
        constants[name] = Constant(name: name, shape: shape, type: .float32, source: .none)
        return name
    }

    private mutating func weights(_ row: LayerList.Row, inputs: Int) throws(ArchiveError) -> [String] {
        guard let kernel = row.kernel, let outputs = row.channels else {
            throw refused(row, "a convolution says its kernel and how many channels it gives")
        }
        let groups = row.groups ?? 1
        guard inputs.isMultiple(of: groups), outputs.isMultiple(of: groups) else {
            throw refused(row, "\(groups) groups do not part \(inputs) channels into \(outputs)")
        }
        let shape =
            row.op == .conv ? [outputs, inputs / groups] + kernel : [inputs, outputs / groups] + kernel
        return [constant("\(row.layer).weight", shape), constant("\(row.layer).bias", [outputs])]
    }

    /// A fully connected layer reads all elements of its input, as many as the layers before give.
    private mutating func fullyConnected(_ row: LayerList.Row, _ input: String) throws(ArchiveError) -> [String] {
        guard let outputs = row.channels else { throw refused(row, "a Gemm says how many channels it gives") }
        let before = try network()
        let isOpen = before.inputs.contains {
            $0.shape?.contains { if case .named = $0 { true } else { false } } ?? true
        }
        guard !isOpen, let shape = (try? Shapes(of: before)).flatMap({ $0[input] }) else {
            throw refused(row, "a fully connected layer needs to know the image's size, in a row 'Input'")
        }
        var read = input
        if shape.count != 2 {
            read = "\(row.layer).flat"
            nodes.append(Node(name: read, op: .flatten, inputs: [input], outputs: [read]))
        }
        let count = Networks.elementCount(Array(shape.dropFirst()))
        return [read, constant("\(row.layer).weight", [outputs, count]), constant("\(row.layer).bias", [outputs])]
    }

    private func attributes(_ row: LayerList.Row) -> [String: Attribute] {
        var result: [String: Attribute] = [:]
        if row.op == .concat { result["axis"] = .int(1) }
        if row.op == .gemm { result["transB"] = .int(1) }
        if row.op == .lrn { result["size"] = .int(row.kernel?[0] ?? 5) }
        guard row.op.kind.hasWindow else { return result }
        result["kernel_shape"] = row.kernel.map(Attribute.ints)
        result["strides"] = row.stride.map(Attribute.ints)
        result["dilations"] = row.dilation.map(Attribute.ints)
        result["pads"] = row.padding.map { .ints($0 + $0) }
        if row.isSame { result["auto_pad"] = .string("SAME_UPPER") }
        if row.isCeil { result["ceil_mode"] = .int(1) }
        if case .convolution = row.op.kind { result["group"] = .int(row.groups ?? 1) }
        return result
    }

    private func refused(_ row: LayerList.Row, _ expectation: String) -> ArchiveError {
        .malformed(file: file.path, place: "line \(row.line), layer '\(row.layer)'", expectation: expectation)
    }
}
