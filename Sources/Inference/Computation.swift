import Networks
import Planes
import Workers

/// What a node does, made once from its settings and the weights that are known.
protocol Computation: Sendable {
    /// Whether what it gives is finite where what it reads is, or it refuses to give it.
    var givesFinite: Bool { get }

    /// Computes the node's outputs.
    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value]

    /// The vector-Jacobian product: from the derivatives by the outputs those by the inputs.
    ///
    /// - Parameters:
    ///   - cotangents: one per output, `nil` for zero.
    /// - Returns: one per input, `nil` for zero and for whole numbers.
    /// - Throws: ``OperatorError/noGradient`` where it is not computed.
    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?]
}

extension Computation {
    var givesFinite: Bool { false }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        throw .noGradient
    }
}

/// What an operation is made from; where its maps have the channels last, that of the same with channels first.
struct OperatorContext {
    /// The node.
    let node: Node
    /// The version of ONNX's operations that it means.
    let opset: Int
    /// Inputs that do not depend on the image.
    let known: Inputs
    /// The shape of the first input, where it is known before the network runs.
    var shape: [Int]?
    /// Which loops compute.
    let algorithm: Runner.Algorithm
    /// What the elements of the inputs are that the file brings along.
    let types: [NumberType?]

    init(
        _ node: Node, opset: Int, known: Inputs, types: [NumberType?] = [], shape: [Int]? = nil,
        algorithm: Runner.Algorithm
    ) {
        self.node = node.isChannelsLast ? node.channelsFirst : node
        self.types = types
        self.opset = opset
        self.known = known
        self.shape = node.isChannelsLast ? shape?.channelsFirst : shape
        self.algorithm = algorithm
    }

    /// The node with its inputs, from which its geometry follows.
    func instance(_ inputs: Inputs) -> OperatorInstance {
        OperatorInstance(node: node, opset: opset, inputs: node.inputs.indices.map { inputs[$0]?.facts })
    }

    /// Settings that are none for what reaches the node.
    func unfit(_ inputs: Inputs) -> OperatorError {
        let shapes = node.inputs.indices.compactMap { inputs[$0].map { shapeText($0.shape) } }
        return OperatorError("its settings do not fit inputs of shape \(shapes.joined(separator: ", "))")
    }
}

/// How the operators that are run are made ready: a row each, in the file of their family.
enum Factories {
    typealias Factory = @Sendable (OperatorContext) throws(OperatorError) -> any Computation

    static let all: [Operator: Factory] = Dictionary(
        uniqueKeysWithValues: [
            pointwise, clips, choices, convolutions, poolings, normalizations, products, reductions, shapes,
            arrangements, resizings, quantizations, selections, recurrences, bits,
        ].flatMap { $0.map { ($0, $1) } })

    /// An operation as its node's maps lie.
    static func arranged(_ operation: any Computation, for node: Node) -> any Computation {
        node.isChannelsLast ? ChannelsLast(operation: operation) : operation
    }
}

extension Tensor {
    /// A tensor that an operation gives, whose values are written by `fill`.
    ///
    /// - Throws: ``OperatorError`` for more than ``Budget/mostElements``, which no layer of an image has.
    init(
        checked shape: [Int], filledBy fill: (UnsafeMutableBufferPointer<Element>) -> Void
    ) throws(OperatorError) {
        self.init(shape: try checked(shape), filledBy: fill)
    }
}

/// The shape, unless a size is negative or there are more than ``Budget/mostElements``.
///
/// Sizes of 0 count as 1, so that no part of a shape is larger either.
func checked(_ shape: [Int]) throws(OperatorError) -> [Int] {
    guard shape.allSatisfy({ $0 >= 0 }) else { throw OperatorError("its output would be of shape \(shapeText(shape))") }
    guard elementCount(shape.map { max($0, 1) }) <= Budget.mostElements else {
        throw OperatorError("its output of shape \(shapeText(shape)) would hold more than 2^27 elements")
    }
    return shape
}

/// Refuses work that would take minutes: a layer of a real network needs a hundredth of that.
///
/// - Parameter factors: whose product is the number of multiplications and additions.
func checkWork(_ factors: [Int]) throws(OperatorError) {
    guard elementCount(factors) <= Budget.mostWork else { throw OperatorError("it needs more than 2^39 multiply-adds") }
}

extension Int {
    /// An axis counted from the end where negative.
    ///
    /// - Throws: ``OperatorError`` for an axis that the shape does not have.
    func axis(of rank: Int) throws(OperatorError) -> Int {
        guard (-rank..<rank).contains(self) else { throw OperatorError("axis \(self) of \(rank) axes") }
        return self < 0 ? self + rank : self
    }
}

extension Workers {
    /// Runs over 0 ..< `count` in ranges of a fixed size, which depends on nothing else, so that results do not.
    func inPieces(_ count: Int, of size: Int, _ work: @Sendable (Range<Int>) -> Void) {
        forEach((count + size - 1) / size) { work($0 * size..<min(($0 + 1) * size, count)) }
    }

    /// The same of work that says whether something holds; whether it holds of every range.
    func allSatisfy(_ count: Int, inPiecesOf size: Int, _ work: @Sendable (Range<Int>) -> Bool) -> Bool {
        allSatisfy((count + size - 1) / size) { work($0 * size..<min(($0 + 1) * size, count)) }
    }
}
