import Networks

/// A node of every operator in the table, with all that its rules need to know.
struct OperatorSample: CustomStringConvertible, Sendable {
    let op: Operator

    /// The node reads an image of 1 × 4 × 6 × 6, or that in a row.
    private static let image = [1, 4, 6, 6]

    var description: String { op.name }

    static let all = Operator.table.map(Self.init)

    /// The image, then the node, which gives `y`.
    var network: Network {
        get throws {
            let inputs = self.inputs
            let names = inputs.indices.map { inputs[$0] == nil ? "" : "c\($0)" }
            let isRow = op == .gemm || op.kind == .recurrence
            let isOfShape = [.constantOfShape, .range].contains(op)
            let node = Node(
                name: "n", op: op, inputs: isOfShape ? names : [isRow ? "row" : "x"] + names,
                outputs: op == .split ? ["y", "z"] : ["y"], attributes: attributes)
            let flat = Node(op: op == .gemm ? .flatten : .squeeze, inputs: ["x"], outputs: ["row"])
            let constants = zip(names, inputs).compactMap { name, constant in constant?.named(name) }
            return try Network(
                opset: 17, inputs: [.init(name: "x", shape: Self.image.map { .known($0) })], outputs: ["y"],
                nodes: (isRow ? [flat] : []) + [node],
                constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        }
    }

    private func weight(_ shape: [Int]) -> Constant {
        Constant(name: "", shape: shape, type: .float32, source: .none)
    }

    private func numbers(_ values: [Int], isScalar: Bool = false) -> Constant {
        Constant(name: "", shape: isScalar ? [] : [values.count], type: .int64, source: .integers(values))
    }

    /// What it reads besides the image.
    private var inputs: [Constant?] {
        let scale = weight([])
        switch op.kind {
        case .convolution(let kernel): return [Constant?](repeating: scale, count: kernel - 1) + [weight([4, 4, 3, 3])]
        case .product(let second):
            return [Constant?](repeating: scale, count: second - 1) + [weight(op == .gemm ? [144, 3] : [6, 2])]
        case .alongAxis(.before): return [numbers([2])]
        case .recurrence: return [weight([1, 4 * 5, 6]), weight([1, 4 * 5, 5])]
        default: break
        }
        switch op {
        case .reshape: return [numbers([1, -1])]
        case .expand: return [numbers([2, 4, 6, 6])]
        case .tile: return [numbers([1, 1, 2, 2])]
        case .gather: return [numbers([0, 2])]
        case .gatherElements: return [numbers([2], isScalar: true)]
        case .gatherND: return [numbers([0, 3])]
        case .gridSample: return [weight([1, 5, 3, 2])]
        case .oneHot: return [numbers([3], isScalar: true), weight([2])]
        case .scatterElements, .scatterND: return [numbers([1]), weight([1, 4, 6, 6])]
        case .topK: return [numbers([2])]
        case .quant: return [weight([]), weight([]), numbers([4], isScalar: true)]
        case .concat: return [weight([1, 4, 6, 6])]
        case .constantOfShape: return [numbers([2, 3])]
        case .range: return [0, 5, 2].map { numbers([$0], isScalar: true) }
        default: return []
        }
    }

    private var attributes: [String: Attribute] {
        switch op {
        case .einsum: ["equation": .string("abcd,de->abce")]
        case .depthToSpace, .spaceToDepth: ["blocksize": .int(2)]
        case .pad: ["pads": .ints([0, 0, 1, 1, 0, 0, 1, 1])]
        case .slice: ["starts": .ints([1]), "ends": .ints([3]), "axes": .ints([2])]
        case .unsqueeze: ["axes": .ints([0])]
        case .gather, .split: ["axis": .int(1)]
        case .resize, .upsample: ["scales": .floats([1, 1, 2, 2])]
        case .randomNormal, .randomUniform: ["shape": .ints([2, 3])]
        case _ where op.kind == .pool: ["kernel_shape": .ints([2, 2])]
        default: [:]
        }
    }
}
