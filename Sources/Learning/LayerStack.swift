internal import Foundation
internal import GSL
internal import Networks
internal import Planes

/// Layers put one on another, each with weights of its own.
struct LayerStack {
    private let activation: Architecture.Activation
    private let generator: MersenneTwister
    private var nodes: [Node] = []
    private var constants: [String: Constant] = [:]
    /// The last tensor, and its shape without the batch.
    private var top = "image"
    private var shape = [1, Architecture.digit.height, Architecture.digit.width]

    /// Pixels from 0 to 255 become numbers from 0 to 1.
    init(activation: Architecture.Activation, generator: MersenneTwister) {
        self.activation = activation
        self.generator = generator
        constants["scale"] = Constant(name: "scale", shape: [1], type: .float32, source: .floats([1 / 255]))
        add(Node(name: "scaled", op: .mul, inputs: ["image", "scale"], outputs: ["scaled"]))
    }

    private mutating func add(_ node: Node) {
        nodes.append(node)
        top = node.outputs[0]
    }

    private mutating func activate(_ name: String) {
        let op = activation == .relu ? Operator.relu : .tanh
        add(Node(name: "\(name).\(activation.rawValue)", op: op, inputs: [top], outputs: ["\(name).active"]))
    }

    /// Weights and a bias; `shape` is outputs × what each reads.
    private mutating func addParameters(_ name: String, _ shape: [Int]) -> [String] {
        let inputs = Double(shape.dropFirst().reduce(1, *))
        let deviation = ((activation == .relu ? 2 : 1) / inputs).squareRoot()
        let weights = (0..<shape.reduce(1, *)).map { _ in Float(deviation * generator.gaussian()) }
        let names = ["\(name).weight", "\(name).bias"]
        constants[names[0]] = Constant(name: names[0], shape: shape, type: .float32, source: .floats(weights))
        constants[names[1]] = Constant(
            name: names[1], shape: [shape[0]], type: .float32,
            source: .floats([Float](repeating: 0, count: shape[0])))
        return names
    }

    /// A convolution of 5 × 5 and its activation.
    mutating func convolve(_ name: String, channels: Int, stride: Int, padding: Int) {
        let parameters = addParameters(name, [channels, shape[0], 5, 5])
        add(
            Node(
                name: name, op: .conv, inputs: [top] + parameters, outputs: [name],
                attributes: [
                    "kernel_shape": .ints([5, 5]), "strides": .ints([stride, stride]),
                    "pads": .ints([padding, padding, padding, padding]),
                ]))
        shape = [channels] + shape.dropFirst().map { ($0 + 2 * padding - 5) / stride + 1 }
        activate(name)
    }

    /// A pool of 2 × 2.
    mutating func pool(_ name: String, _ pooling: Architecture.Pooling) {
        add(
            Node(
                name: name, op: pooling == .max ? .maxPool : .averagePool, inputs: [top], outputs: [name],
                attributes: ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]))
        shape = [shape[0]] + shape.dropFirst().map { $0 / 2 }
    }

    /// A fully connected layer, and its activation unless it is the answer.
    mutating func connect(_ name: String, units: Int, isLast: Bool = false) {
        if shape.count > 1 {
            add(Node(name: "flat", op: .flatten, inputs: [top], outputs: ["flat"], attributes: ["axis": .int(1)]))
            shape = [shape.reduce(1, *)]
        }
        let parameters = addParameters(name, [units, shape[0]])
        add(
            Node(
                name: name, op: .gemm, inputs: [top] + parameters, outputs: [name],
                attributes: ["transB": .int(1)]))
        shape = [units]
        if !isLast { activate(name) }
    }

    /// The whole.
    func network(named name: String) -> Network {
        let (rows, columns) = (Architecture.digit.height, Architecture.digit.width)
        let image = Network.Input(
            name: "image", shape: [.named("N"), .known(1), .known(rows), .known(columns)])
        guard
            let network = try? Network(
                name: name, opset: 13, inputs: [image], outputs: [top], nodes: nodes, constants: constants)
        else { preconditionFailure("layers are put one on another") }
        return network
    }
}
