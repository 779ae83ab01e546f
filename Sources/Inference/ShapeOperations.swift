import Networks
import Planes
import Workers

extension Operators {
    static let shapes: [String: Maker] = [
        "Identity": { (_) throws(Refusal) in Reshaping { (shape, _) throws(Refusal) in shape } },
        "Dropout": { (_) throws(Refusal) in Reshaping { (shape, _) throws(Refusal) in shape } },
        "Reshape": { (recipe) throws(Refusal) in
            Reshaping { (shape, inputs) throws(Refusal) in try reshaped(shape, recipe, inputs) }
        },
        "Flatten": { (recipe) throws(Refusal) in
            let axis = recipe.node.int("axis") ?? 1
            return Reshaping { (shape, _) throws(Refusal) in
                let place = axis == shape.count ? axis : try axis.axis(of: shape.count)
                return [elementCount(Array(shape[..<place])), elementCount(Array(shape[place...]))]
            }
        },
        "Squeeze": { (recipe) throws(Refusal) in
            Reshaping { (shape, inputs) throws(Refusal) in
                guard let axes = try recipe.ints("axes", orInput: 1, inputs) else { return shape.filter { $0 != 1 } }
                var gone: Set<Int> = []
                for axis in axes { gone.insert(try axis.axis(of: shape.count)) }
                guard gone.allSatisfy({ shape[$0] == 1 }) else {
                    throw Refusal("axes \(axes) of \(shapeText(shape)) are not all of size 1")
                }
                return shape.indices.filter { !gone.contains($0) }.map { shape[$0] }
            }
        },
        "Unsqueeze": { (recipe) throws(Refusal) in
            Reshaping { (shape, inputs) throws(Refusal) in
                let axes = try recipe.ints("axes", orInput: 1, inputs) ?? []
                var places: Set<Int> = []
                for axis in axes { places.insert(try axis.axis(of: shape.count + axes.count)) }
                guard places.count == axes.count else { throw Refusal("axes \(axes) name one twice") }
                var rest = shape[...]
                return (0..<shape.count + axes.count).map { places.contains($0) ? 1 : rest.removeFirst() }
            }
        },
        "Shape": { (recipe) throws(Refusal) in ShapeOf(recipe.node) },
        "ConstantOfShape": { (recipe) throws(Refusal) in ConstantOfShape(value: recipe.node.tensor("value")) },
        "Cast": { (recipe) throws(Refusal) in Cast(type: recipe.node.int("to") ?? 1) },
        "Concat": { (recipe) throws(Refusal) in Concat(axis: recipe.node.int("axis") ?? 1) },
        "Split": { (recipe) throws(Refusal) in Split(recipe) },
    ]

    /// ONNX's rule: 0 keeps the size, −1 is what is left.
    private static func reshaped(_ shape: [Int], _ recipe: Recipe, _ inputs: Inputs) throws(Refusal) -> [Int] {
        guard let asked = try recipe.ints("shape", orInput: 1, inputs) else { throw Refusal("its shape is missing") }
        let keepsZero = recipe.node.int("allowzero") == 1
        var result = asked.enumerated().map { axis, size in
            size == 0 && !keepsZero && axis < shape.count ? shape[axis] : size
        }
        let count = elementCount(shape)
        if let open = result.firstIndex(of: -1) {
            result[open] = 1
            let rest = result.allSatisfy { $0 >= 0 } ? elementCount(result) : 0
            result[open] = rest == 0 ? 0 : count / rest
        }
        guard result.allSatisfy({ $0 >= 0 }), elementCount(result) == count else {
            throw Refusal(
                "\(shapeText(shape)) cannot be laid out as \(asked.map(String.init).joined(separator: " × "))")
        }
        return result
    }
}

/// The same elements in the same order under another shape.
struct Reshaping: Computation {
    let shape: @Sendable (_ shape: [Int], Inputs) throws(Refusal) -> [Int]

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        let value = try inputs.value(0)
        return [value.reshaped(to: try shape(value.shape, inputs))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        return [cotangent.reshaped(to: try inputs.value(0).shape)]
    }
}

/// A shape as whole numbers.
struct ShapeOf: Computation {
    private let start, end: Int?

    init(_ node: Node) {
        start = node.int("start")
        end = node.int("end")
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        let shape = try inputs.value(0).shape
        func place(_ index: Int) -> Int {
            let counted = index < 0 ? index + shape.count : index
            return min(max(counted, 0), shape.count)
        }
        let (from, to) = (place(start ?? 0), end.map(place) ?? shape.count)
        let sizes = from < to ? Array(shape[from..<to]) : []
        return [.integers(Tensor(shape: [sizes.count], values: sizes))]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] { [] }
}

/// One value everywhere.
struct ConstantOfShape: Computation {
    let value: Constant?

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        let shape = try checked(inputs.integers(0).values)
        do throws(NetworkError) {
            if let value, !value.type.isFloat {
                return [.integers(Tensor(shape: shape, repeating: try value.integers().first ?? 0))]
            }
            return [.floats(Tensor(shape: shape, repeating: try value?.floats().first ?? 0))]
        } catch {
            throw Refusal("\(error)")
        }
    }
}

/// Elements as floats or as whole numbers, cut off toward zero; truth is what is not 0.
struct Cast: Computation {
    /// The number of `TensorProto.DataType`.
    let type: Int

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        let value = try inputs.value(0)
        switch (value, type) {
        case (.floats, 1), (.floats, 10), (.floats, 11), (.floats, 16): return [value]
        case (.integers(let tensor), 1), (.integers(let tensor), 10), (.integers(let tensor), 11),
            (.integers(let tensor), 16):
            return [.floats(Tensor(shape: tensor.shape, values: tensor.values.map { Float($0) }))]
        case (.floats(let tensor), 9):
            return [.integers(Tensor(shape: tensor.shape, values: tensor.values.map { $0 == 0 ? 0 : 1 }))]
        case (.integers(let tensor), 9):
            return [.integers(Tensor(shape: tensor.shape, values: tensor.values.map { $0 == 0 ? 0 : 1 }))]
        case (.floats(let tensor), 2...7), (.floats(let tensor), 12...13):
            let whole = tensor.values.map { Int(exactly: $0.rounded(.towardZero)) }
            guard let values = whole as? [Int] else { throw Refusal("a value is no whole number of 64 bits") }
            return [.integers(Tensor(shape: tensor.shape, values: values))]
        case (.integers, 2...7), (.integers, 12...13): return [value]
        default: throw Refusal("elements of type \(type) in ONNX's numbering are not made")
        }
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] {
        if case .floats = inputs[0] { return cotangents }
        return []
    }
}
