import Networks
import Planes
import Workers

extension Factories {
    static let selections: [Operator: Factory] = [
        .argMax: { (context) throws(OperatorError) in Extreme(context: context, isLargest: true) },
        .argMin: { (context) throws(OperatorError) in Extreme(context: context, isLargest: false) },
        .hardmax: { (context) throws(OperatorError) in Hardmax(context: context) },
        .topK: { (context) throws(OperatorError) in Largest(context: context) },
        .nonZero: { (_) throws(OperatorError) in NonZero() },
        .oneHot: { (context) throws(OperatorError) in OneHot(context: context) },
        .gatherElements: { (context) throws(OperatorError) in GatherElements(context: context) },
        .gatherND: { (context) throws(OperatorError) in GatherSlices(context: context) },
        .scatterElements: { (context) throws(OperatorError) in try Scatter(context, isElements: true) },
        .scatterND: { (context) throws(OperatorError) in try Scatter(context, isElements: false) },
        .cumSum: { (context) throws(OperatorError) in RunningSum(context: context) },
    ]
}

/// An axis of a tensor, and how many elements lie before and after it.
struct AxisRuns {
    let outer, length, inner: Int

    init(_ shape: [Int], axis: Int) {
        outer = elementCount(Array(shape[..<axis]))
        length = shape[axis]
        inner = elementCount(Array(shape[(axis + 1)...]))
    }

    /// Calls `body` with the places of every run along the axis, and the number of the run.
    func forEach(_ body: (_ run: Int, _ places: [Int]) -> Void) {
        for outer in 0..<outer {
            for inner in 0..<inner {
                body(
                    outer * self.inner + inner,
                    (0..<length).map { (outer * length + $0) * self.inner + inner })
            }
        }
    }
}

/// The place of the largest or smallest along an axis.
struct Extreme: Computation {
    let context: OperatorContext
    let isLargest: Bool

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        guard let (axes, keeps) = context.instance(inputs).reduction, let axis = axes.first else {
            throw context.unfit(inputs)
        }
        let values = try inputs.value(0).numbers
        guard values.shape[axis] > 0 else { throw OperatorError("an axis of no element has none that is largest") }
        let isLast = context.node.int("select_last_index") == 1
        var shape = values.shape
        shape[axis] = 1
        var places = [Int](repeating: 0, count: elementCount(shape))
        AxisRuns(values.shape, axis: axis).forEach { run, elements in
            var best = 0
            for index in elements.indices.dropFirst() {
                let (value, largest) = (values.values[elements[index]], values.values[elements[best]])
                if isLargest ? value > largest : value < largest { best = index }
                if isLast, value == largest { best = index }
            }
            places[run] = best
        }
        if !keeps { shape.remove(at: axis) }
        return [.integers(Tensor(shape: shape, values: places))]
    }
}

/// 1 at the first of the largest along an axis, else 0.
struct Hardmax: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let values = try inputs.floats(0)
        let isOld = context.opset < 13
        let axis = try (context.node.int("axis") ?? (isOld ? 1 : -1)).axis(of: values.shape.count)
        let shape = isOld ? Array(values.shape[..<axis]) + [elementCount(Array(values.shape[axis...]))] : values.shape
        var result = [Float](repeating: 0, count: values.count)
        AxisRuns(shape, axis: axis).forEach { _, places in
            let largest = places.max {
                values.values[$0] < values.values[$1] || values.values[$0] == values.values[$1] && $0 > $1
            }
            if let largest { result[largest] = 1 }
        }
        return [.floats(Tensor(shape: values.shape, values: result))]
    }
}

/// The largest (or smallest) along an axis, in order, and where they are; of equal ones the first comes first.
struct Largest: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let value = try inputs.value(0)
        let shape = value.shape
        let axis = try (context.node.int("axis") ?? -1).axis(of: shape.count)
        let counts = if let count = context.node.int("k") { [count] } else { try inputs.integers(1).values }
        guard let count = counts.first, (0...shape[axis]).contains(count) else { throw context.unfit(inputs) }
        let isLargest = context.node.int("largest") != 0
        let numbers = value.numbers.values
        var result = shape
        result[axis] = count
        var chosen = [Int](repeating: 0, count: elementCount(result))
        var indices = chosen
        let inner = elementCount(Array(shape[(axis + 1)...]))
        AxisRuns(shape, axis: axis).forEach { run, places in
            let order = places.indices.sorted {
                let (a, b) = (numbers[places[$0]], numbers[places[$1]])
                return a == b ? $0 < $1 : isLargest ? a > b : a < b
            }
            for (rank, index) in order.prefix(count).enumerated() {
                let (outer, column) = run.quotientAndRemainder(dividingBy: inner)
                let place = (outer * count + rank) * inner + column
                (chosen[place], indices[place]) = (places[index], index)
            }
        }
        return [value.picked(chosen, as: result), .integers(Tensor(shape: result, values: indices))]
    }
}

/// The places of what is not 0: an axis × how many.
struct NonZero: Computation {
    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let values = try inputs.value(0).numbers
        let places = values.values.indices.filter { values.values[$0] != 0 }
        let strides = IndexMap.strides(values.shape)
        let rows = values.shape.indices.flatMap { axis in
            places.map { $0 / strides[axis] % max(values.shape[axis], 1) }
        }
        return [.integers(Tensor(shape: [values.shape.count, places.count], values: rows))]
    }
}

/// Off everywhere along a new axis but at the place that is named.
struct OneHot: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let indices = try inputs.value(0).numbers
        let values = try inputs.value(2)
        let depths = try inputs.value(1).numbers.values
        guard let depth = depths.first.map({ Count.whole($0) }), values.numbers.count == 2 else {
            throw context.unfit(inputs)
        }
        let axis = try (context.node.int("axis") ?? -1).axis(of: indices.shape.count + 1)
        let shape = try checked(indices.shape[..<axis] + [depth] + indices.shape[axis...])
        var places = [Int](repeating: 0, count: elementCount(shape))
        let inner = elementCount(Array(indices.shape[axis...]))
        for (index, value) in indices.values.enumerated() {
            let whole = Count.whole(value)
            let place = whole < 0 ? whole + depth : whole
            guard (0..<depth).contains(place) else { continue }
            let (outer, column) = index.quotientAndRemainder(dividingBy: max(inner, 1))
            places[(outer * depth + place) * inner + column] = 1
        }
        return [values.picked(places, as: shape)]
    }
}

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

/// The sum of what comes before each place of an axis, the place itself with it or not.
struct RunningSum: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let value = try inputs.value(0)
        guard let axis = try inputs.integers(1).values.first?.axis(of: value.shape.count) else {
            throw context.unfit(inputs)
        }
        let (isExclusive, isReverse) = (context.node.int("exclusive") == 1, context.node.int("reverse") == 1)
        func sums<Element: AdditiveArithmetic>(
            _ tensor: Tensor<Element>, _ add: (Element, Element) -> Element
        ) -> Tensor<Element> {
            var result = tensor
            result.update { values in
                AxisRuns(tensor.shape, axis: axis).forEach { _, places in
                    var sum = Element.zero
                    for place in isReverse ? places.reversed() : places {
                        let next = add(sum, tensor.values[place])
                        values[place] = isExclusive ? sum : next
                        sum = next
                    }
                }
            }
            return result
        }
        switch value {
        case .floats(let tensor): return [.floats(sums(tensor, +))]
        case .integers(let tensor): return [.integers(sums(tensor, &+))]
        }
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

extension Value {
    /// The elements at places, under a shape of as many.
    fileprivate func picked(_ places: [Int], as shape: [Int]) -> Value {
        switch self {
        case .floats(let tensor): .floats(Tensor(shape: shape, values: places.map { tensor.values[$0] }))
        case .integers(let tensor): .integers(Tensor(shape: shape, values: places.map { tensor.values[$0] }))
        }
    }
}
