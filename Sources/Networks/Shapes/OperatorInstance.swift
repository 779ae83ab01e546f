/// A node with what is known of its inputs: all that its geometry follows from.
///
/// Of a node whose maps have the channels last, everything here speaks of the same with channels first.
public struct OperatorInstance: Sendable {
    /// The node.
    public let node: Node
    /// The version of ONNX's operations that it means.
    public let opset: Int
    /// What is known of each input, in the order of the node's.
    public let inputs: [TensorFacts?]
    /// Whether the node's own maps have the channels last.
    public let isChannelsLast: Bool

    /// A node with what is known of each of its inputs.
    public init(node: Node, opset: Int, inputs: [TensorFacts?]) {
        isChannelsLast = node.isChannelsLast
        self.opset = opset
        guard isChannelsLast, let map = inputs.first else {
            (self.node, self.inputs) = (node, inputs)
            return
        }
        self.node = node.channelsFirst
        self.inputs = [map.map { TensorFacts($0.shape.channelsFirst) }] + inputs.dropFirst()
    }

    /// The shape of an input; `nil` where it is left out or not known.
    public func shape(_ index: Int) -> [Int]? { inputs.indices.contains(index) ? inputs[index]?.shape : nil }

    /// The elements of an input, where they are known.
    public func numbers(_ index: Int) -> Numbers? { inputs.indices.contains(index) ? inputs[index]?.numbers : nil }

    /// Whole numbers that later versions take as an input and earlier ones as an attribute.
    ///
    /// - Returns: `.absent` where neither is given, `.open` where the input is not known before the network runs.
    func setting(_ name: String, input index: Int) -> Setting {
        if let values = node.ints(name) { return .values(values) }
        guard node.input(index) != nil else { return .absent }
        return numbers(index).map { .values($0.integers) } ?? .open
    }

    /// A setting that may not be there, or not be known.
    enum Setting {
        case values([Int])
        case absent
        case open

        /// The values, others where there are none, `nil` where they are open.
        func values(or other: @autoclosure () -> [Int]) -> [Int]? {
            switch self {
            case .values(let values): values
            case .absent: other()
            case .open: nil
            }
        }
    }

    /// An axis counted from the end where it is negative; `nil` if there is none such.
    public func axis(_ axis: Int, of rank: Int) -> Int? {
        let counted = axis < 0 ? axis + rank : axis
        return (0..<rank).contains(counted) ? counted : nil
    }

    /// Axes, each counted from the front, in ascending order; `nil` if one is none or named twice.
    func axes(_ axes: [Int], of rank: Int) -> [Int]? {
        let counted = axes.compactMap { axis($0, of: rank) }.sorted()
        return counted.count == axes.count && Set(counted).count == counted.count ? counted : nil
    }

    /// An error about this node.
    func impossible(_ reason: String) -> NetworkError { .impossible(node: node.label, reason: reason) }
}
