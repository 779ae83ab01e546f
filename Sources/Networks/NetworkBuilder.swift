/// Puts a network together layer by layer: each reads the one before unless told otherwise.
///
/// Shapes are followed from the image's, so that a layer knows how much it reads. Parameters are named after their layer,
/// `conv1.weight` and `conv1.bias`.
public struct NetworkBuilder {
    /// The tensor that the next layer reads.
    public private(set) var top: String

    private let name: String
    private let opset: Int
    private let image: Network.Input
    private let values: (_ shape: [Int]) -> Constant.Source
    private var nodes: [Node] = []
    private var shapes: Shapes
    /// Why the shapes of the first layer that cannot be are not known.
    private var failure: NetworkError?

    /// A network that is its image so far.
    ///
    /// - Parameters:
    ///   - name: of the network.
    ///   - opset: the version of ONNX's operators that is meant.
    ///   - image: its only input.
    ///   - values: of parameters, by their shape, which is one axis for biases; none on paper.
    public init(
        _ name: String = "", opset: Int, image: Network.Input,
        values: @escaping (_ shape: [Int]) -> Constant.Source = { _ in .none }
    ) {
        (self.name, self.opset, self.image, self.values, top) = (name, opset, image, values, image.name)
        shapes = Shapes(opset: opset)
        // The batch may be open; of an image without a size no shape is known.
        let isSized = image.shape?.dropFirst().allSatisfy { if case .known = $0 { true } else { false } } ?? false
        if isSized, let shape = image.closedShape { shapes.add(image.name, of: shape) }
    }

    /// The sizes of the axes of a tensor, 1 for an open batch; `nil` where they are not known.
    public func shape(of tensor: String) -> [Int]? { shapes[tensor] }

    /// The whole, of which the last layer is the output.
    ///
    /// - Throws: ``NetworkError`` for layers that are no network.
    public func network() throws(NetworkError) -> Network {
        try Network(
            name: name, opset: opset, inputs: [image], outputs: [top], nodes: nodes, constants: shapes.constants)
    }

    /// Adds one node. That it cannot be is told by whoever follows the network's shapes, or a layer that needs them.
    ///
    /// - Parameters:
    ///   - op: the operation.
    ///   - layer: its name.
    ///   - output: the tensor it gives, if not of the same name.
    ///   - inputs: the tensors it reads, if not the one before.
    ///   - constants: further inputs, which are the layer's own; `nil` leaves one out.
    ///   - attributes: its settings.
    public mutating func add(
        _ op: Operator, _ layer: String, giving output: String? = nil, reading inputs: [String]? = nil,
        _ constants: [Constant?] = [], _ attributes: [String: Attribute] = [:]
    ) {
        for constant in constants.compactMap(\.self) { shapes.add(constant) }
        let node = Node(
            name: layer, op: op, inputs: (inputs ?? [top]) + constants.map { $0?.name ?? "" },
            outputs: [output ?? layer], attributes: attributes)
        do throws(NetworkError) { try shapes.follow(node) } catch { failure = failure ?? error }
        nodes.append(node)
        top = node.outputs[0]
    }

    /// A parameter of a layer, with the values that parameters have.
    public func parameter(_ name: String, of layer: String, _ shape: [Int]) -> Constant {
        Constant(name: "\(layer).\(name)", shape: shape, type: .float32, source: values(shape))
    }
}

/// Layers that most networks have.
extension NetworkBuilder {
    /// A convolution with a bias.
    ///
    /// - Parameters:
    ///   - layer: its name.
    ///   - op: `conv`, or `convTranspose`.
    ///   - filters: channels that it gives.
    ///   - kernel: rows and columns, or a size for each axis in space.
    ///   - groups: into which channels are parted.
    ///   - channels: of what it reads, where no shape tells.
    ///   - inputs: the tensors it reads, if not the one before.
    ///   - settings: of its window, besides the kernel.
    /// - Throws: ``NetworkError`` where nothing tells how many channels it reads.
    public mutating func convolve(
        _ layer: String, by op: Operator = .conv, filters: Int, kernel: [Int], groups: Int = 1,
        channels: Int? = nil, reading inputs: [String]? = nil, _ settings: [String: Attribute] = [:]
    ) throws(NetworkError) {
        let channels = if let channels { channels } else { try known(inputs?.first ?? top, for: layer)[1] }
        var attributes = settings.merging(.window(kernel: kernel)) { given, _ in given }
        if groups > 1 { attributes["group"] = .int(groups) }
        let sides = op == .convTranspose ? [channels, filters / groups] : [filters, channels / groups]
        let weight = parameter("weight", of: layer, sides + kernel)
        add(op, layer, reading: inputs, [weight, parameter("bias", of: layer, [filters])], attributes)
    }

    /// A fully connected layer of all elements of what it reads, laid in a row by a layer `flat` where they are not.
    ///
    /// - Throws: ``NetworkError`` where no shape tells how many it reads.
    public mutating func connect(
        _ layer: String, units: Int, reading input: String? = nil, flat: String = "flat"
    ) throws(NetworkError) {
        var read = input ?? top
        let shape = try known(read, for: layer)
        if shape.count != 2 {
            add(.flatten, flat, reading: [read], [], ["axis": .int(1)])
            read = flat
        }
        let weight = parameter("weight", of: layer, [units, elementCount(Array(shape.dropFirst()))])
        add(.gemm, layer, reading: [read], [weight, parameter("bias", of: layer, [units])], ["transB": .int(1)])
    }

    private func known(_ tensor: String, for layer: String) throws(NetworkError) -> [Int] {
        if let shape = shape(of: tensor), shape.count > 1 { return shape }
        throw failure ?? .impossible(node: layer, reason: "the shape of '\(tensor)', which it reads, is not known")
    }
}

extension [String: Attribute] {
    /// The settings of a window that slides over axes; what is left out has ONNX's default.
    ///
    /// - Parameters:
    ///   - kernel: its size along each axis.
    ///   - strides: steps along each axis.
    ///   - dilations: steps between its elements along each axis.
    ///   - padding: for each axis, before and after alike.
    public static func window(
        kernel: [Int]? = nil, strides: [Int]? = nil, dilations: [Int]? = nil, padding: [Int]? = nil
    ) -> [String: Attribute] {
        [
            "kernel_shape": kernel, "strides": strides, "dilations": dilations, "pads": padding.map { $0 + $0 },
        ].compactMapValues { sizes in sizes.map { .ints($0) } }
    }
}
