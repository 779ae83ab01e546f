import Networks
import Planes
import Workers

/// Elements at places of their own along an axis.
struct GatherElements: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (value, indices) = (try inputs.value(0), try inputs.integers(1))
        return [value.picked(try elementPlaces(indices, in: value.shape, context), as: indices.shape)]
    }
}

/// Slices at places of several axes, which the last axis of the indices names.
struct GatherSlices: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (value, indices) = (try inputs.value(0), try inputs.integers(1))
        guard let shape = context.instance(inputs).selected.first ?? nil else { throw context.unfit(inputs) }
        let slices = try slicePlaces(indices, in: value.shape, batch: context.node.int("batch_dims") ?? 0)
        let places = slices.starts.flatMap { start in (0..<slices.length).map { start + $0 } }
        return [value.picked(places, as: try checked(shape.shape))]
    }
}

/// A tensor with other elements, or slices, written to places, or taken together with those that are there.
struct Scatter: Computation {
    private let context: OperatorContext
    private let isElements: Bool
    private let combine: @Sendable (_ old: Float, _ new: Float) -> Float

    init(_ context: OperatorContext, isElements: Bool) throws(OperatorError) {
        self.context = context
        self.isElements = isElements
        let reduction = context.node.string("reduction") ?? "none"
        combine =
            switch reduction {
            case "none": { $1 }
            case "add": { $0 + $1 }
            case "mul": { $0 * $1 }
            case "max": { max($0, $1) }
            case "min": { min($0, $1) }
            default: throw OperatorError("reduction '\(reduction)' is not one of none, add, mul, max, min")
            }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (value, indices, updates) = (try inputs.value(0), try inputs.integers(1), try inputs.value(2))
        let places: [Int]
        if isElements {
            places = try elementPlaces(indices, in: value.shape, context)
        } else {
            let slices = try slicePlaces(indices, in: value.shape, batch: 0)
            places = slices.starts.flatMap { start in (0..<slices.length).map { start + $0 } }
        }
        guard updates.numbers.count == places.count else { throw context.unfit(inputs) }
        var result = value.numbers
        let new = updates.numbers.values
        result.update { values in
            for (place, update) in zip(places, new) { values[place] = combine(values[place], update) }
        }
        if case .integers = value {
            return [.integers(Tensor(shape: result.shape, values: result.values.map { Count.whole($0) }))]
        }
        return [.floats(result)]
    }
}

/// The places in a tensor of elements that indices name along an axis, each at its own place along the others.
private func elementPlaces(
    _ indices: Tensor<Int>, in shape: [Int], _ context: OperatorContext
) throws(OperatorError) -> [Int] {
    let axis = try (context.node.int("axis") ?? 0).axis(of: shape.count)
    guard indices.shape.count == shape.count,
        zip(indices.shape, shape).enumerated().allSatisfy({ $0 == axis || $1.0 <= $1.1 })
    else { throw .shapes(shape, indices.shape, "indices are no longer than the tensor along any other axis") }
    let (steps, strides) = (IndexMap.strides(indices.shape), IndexMap.strides(shape))
    var places: [Int] = []
    places.reserveCapacity(indices.count)
    for (number, index) in indices.values.enumerated() {
        guard (-shape[axis]..<shape[axis]).contains(index) else {
            throw OperatorError("index \(index) lies outside the \(shape[axis]) places of axis \(axis)")
        }
        var place = (index < 0 ? index + shape[axis] : index) * strides[axis]
        for other in shape.indices where other != axis {
            place += number / steps[other] % indices.shape[other] * strides[other]
        }
        places.append(place)
    }
    return places
}

/// Where slices begin that indices name along the first axes after those of the batch, and how long they are.
private func slicePlaces(
    _ indices: Tensor<Int>, in shape: [Int], batch: Int
) throws(OperatorError) -> (starts: [Int], length: Int) {
    guard let axes = indices.shape.last, batch >= 0, batch < indices.shape.count, batch + axes <= shape.count, axes > 0,
        Array(indices.shape[..<batch]) == Array(shape[..<batch])
    else { throw .shapes(shape, indices.shape, "the last axis of the indices names axes of the tensor") }
    let strides = IndexMap.strides(shape)
    let length = elementCount(Array(shape[(batch + axes)...]))
    let block = elementCount(Array(shape[batch...]))
    let perBatch = max(1, indices.count / axes / max(1, elementCount(Array(shape[..<batch]))))
    var starts: [Int] = []
    for number in 0..<indices.count / axes {
        var start = number / perBatch * block
        for axis in 0..<axes {
            let (index, size) = (indices.values[number * axes + axis], shape[batch + axis])
            guard (-size..<size).contains(index) else {
                throw OperatorError("index \(index) lies outside the \(size) places of axis \(batch + axis)")
            }
            start += (index < 0 ? index + size : index) * strides[batch + axis]
        }
        starts.append(start)
    }
    _ = try checked([starts.count, length])
    return (starts, length)
}
