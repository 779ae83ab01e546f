import Networks

/// A chain of layers written down without weights, as a paper's table gives them.
struct NetworkOnPaper {
    /// One layer of a chain.
    enum Layer: Hashable {
        case convolution(String, filters: Int, kernel: Int, padding: Int = 0)
        case average(String, kernel: Int)
        case largest(String, kernel: Int)
        case bend(String, op: Operator)
        case flatten(String)
        case connected(String, units: Int)
        case softmax(String)
    }

    private(set) var nodes: [Node] = []
    private(set) var constants: [String: Constant] = [:]
    private var tensor = "image"
    /// Channels, or after flattening all numbers.
    private var width: Int
    /// Rows and columns.
    private var side: Int

    /// The network of a chain, on an image of so many channels and a side.
    ///
    /// - Throws: ``NetworkError`` for a chain that cannot be.
    static func network(
        _ name: String, channels: Int, side: Int, _ layers: [Layer]
    ) throws(NetworkError) -> Network {
        var paper = NetworkOnPaper(width: channels, side: side)
        for layer in layers { paper.append(layer) }
        return try Network(
            name: name, opset: 13,
            inputs: [
                Network.Input(name: "image", shape: [.known(1), .known(channels), .known(side), .known(side)])
            ],
            outputs: [paper.tensor], nodes: paper.nodes, constants: paper.constants)
    }

    private init(width: Int, side: Int) {
        self.width = width
        self.side = side
    }

    private mutating func append(_ layer: Layer) {
        switch layer {
        case .convolution(let name, let filters, let kernel, let padding):
            add(
                name, .conv, weights: [filters, width, kernel, kernel],
                ["pads": .ints([Int](repeating: padding, count: 4))])
            (width, side) = (filters, side + 2 * padding - kernel + 1)
        case .average(let name, let kernel): addPool(name, .averagePool, kernel)
        case .largest(let name, let kernel): addPool(name, .maxPool, kernel)
        case .bend(let name, let op): add(name, op)
        case .flatten(let name):
            add(name, .flatten)
            (width, side) = (width * side * side, 1)
        case .connected(let name, let units):
            add(name, .gemm, weights: [units, width], ["transB": .int(1)])
            width = units
        case .softmax(let name): add(name, .softmax)
        }
    }

    private mutating func addPool(_ name: String, _ op: Operator, _ kernel: Int) {
        add(name, op, ["kernel_shape": .ints([kernel, kernel]), "strides": .ints([kernel, kernel])])
        side = (side - kernel) / kernel + 1
    }

    private mutating func add(
        _ name: String, _ op: Operator, weights: [Int]? = nil, _ attributes: [String: Attribute] = [:]
    ) {
        var inputs = [tensor]
        if let weights {
            let shapes = [("weights", weights), ("bias", [weights[0]])]
            for (suffix, shape) in shapes {
                let constant = Constant(name: "\(name).\(suffix)", shape: shape, type: .float32, source: .none)
                constants[constant.name] = constant
                inputs.append(constant.name)
            }
        }
        tensor = name
        nodes.append(Node(name: name, op: op, inputs: inputs, outputs: [name], attributes: attributes))
    }
}
