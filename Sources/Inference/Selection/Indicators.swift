import Networks
import Planes
import Workers

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
