import Networks
import Planes
import Workers

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
