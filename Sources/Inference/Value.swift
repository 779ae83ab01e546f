import Networks
import Planes
import Workers

/// What passes between operations: activations, or the whole numbers of shape arithmetic, which stay exact.
///
/// Truth values are the whole numbers 0 and 1. Numbers of other widths are kept as 32-bit floats.
enum Value: Sendable {
    case floats(Tensor<Float>)
    case integers(Tensor<Int>)

    /// Sizes of the axes.
    var shape: [Int] {
        switch self {
        case .floats(let tensor): tensor.shape
        case .integers(let tensor): tensor.shape
        }
    }

    /// A constant of the network.
    init(_ constant: Constant) throws(NetworkError) {
        self =
            constant.type.isFloat
            ? .floats(Tensor(shape: constant.shape, values: try constant.floats()))
            : .integers(Tensor(shape: constant.shape, values: try constant.integers()))
    }

    /// Its shape, and its elements where they may be shapes or indices.
    var facts: TensorFacts {
        switch self {
        case .floats(let tensor): TensorFacts(tensor.shape, tensor.count < 64 ? .floats(tensor.values) : nil)
        case .integers(let tensor): TensorFacts(tensor.shape, .integers(tensor.values))
        }
    }

    /// The same elements in the same order under another shape of as many.
    consuming func reshaped(to shape: [Int]) -> Value {
        switch consume self {
        case .floats(let tensor): .floats(tensor.reshaped(to: shape))
        case .integers(let tensor): .integers(tensor.reshaped(to: shape))
        }
    }

    /// The first element that is NaN or infinite.
    func firstNonFinite(_ workers: Workers) -> Float? {
        guard case .floats(let tensor) = self, !isFinite(tensor, workers) else { return nil }
        return tensor.values.first { !$0.isFinite }
    }
}

/// What a node reads, in its order; an input that is left out is absent.
struct Inputs {
    private var values: [Value?]

    init(_ values: [Value?]) { self.values = values }

    /// How many are named, absent ones in the middle included.
    var count: Int { values.count }

    /// An input, or `nil` where it is left out.
    subscript(index: Int) -> Value? { values.indices.contains(index) ? values[index] : nil }

    /// An input of either kind.
    func value(_ index: Int) throws(OperatorError) -> Value {
        guard let value = self[index] else { throw OperatorError("input \(index) is missing") }
        return value
    }

    /// An input of numbers.
    func floats(_ index: Int) throws(OperatorError) -> Tensor<Float> {
        guard case .floats(let tensor) = try value(index) else {
            throw OperatorError("input \(index) holds whole numbers; floats are needed")
        }
        return tensor
    }

    /// An input of either kind that is handed over.
    mutating func take(_ index: Int) throws(OperatorError) -> Value {
        let value = try value(index)
        values[index] = nil
        return value
    }

    /// Puts another value in the place of an input that is there, or was taken.
    mutating func replace(_ index: Int, with value: Value) { values[index] = value }

    /// An input of numbers that is handed over: where nobody else holds it, it can be changed in place.
    mutating func takeFloats(_ index: Int) throws(OperatorError) -> Tensor<Float> {
        let tensor = try floats(index)
        values[index] = nil
        return tensor
    }

    /// An input of numbers that may be left out.
    func optionalFloats(_ index: Int) throws(OperatorError) -> Tensor<Float>? {
        self[index] == nil ? nil : try floats(index)
    }

    /// An input of whole numbers.
    func integers(_ index: Int) throws(OperatorError) -> Tensor<Int> {
        guard case .integers(let tensor) = try value(index) else {
            throw OperatorError("input \(index) holds floats; whole numbers are needed")
        }
        return tensor
    }

    /// An input of whole numbers that may be left out.
    func optionalIntegers(_ index: Int) throws(OperatorError) -> [Int]? {
        self[index] == nil ? nil : try integers(index).values
    }
}
