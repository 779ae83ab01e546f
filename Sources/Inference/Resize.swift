import Foundation
import Networks
import Planes
import Workers

/// An axis read at other places: each output is a weighted sum of some inputs.
struct WeightedAxis: Sendable {
    /// For each output, places and weights.
    let taps: [[(place: Int, weight: Float)]]

    /// An axis as a `Resize` reads it; inputs beyond the ends are the outermost ones. Where it shrinks without aliasing the
    /// filter is widened by as much. An output that `tf_crop_and_resize` places outside the input is 0.
    ///
    /// - Parameters:
    ///   - cubic: the parameter of Keys's kernel.
    ///   - excludesOutside: whether inputs beyond the ends are left out, and the others weigh more.
    init(_ resampling: Networks.Resampling, cubic: Double, excludesOutside: Bool) {
        let inside = 0...resampling.inputs - 1
        taps = (0..<resampling.outputs).map { output in
            let x = Double(resampling.coordinate(output))
            if resampling.coordinates == "tf_crop_and_resize", x < 0 || x > Double(inside.upperBound) { return [] }
            let width = resampling.isShrunk ? Double(resampling.scale) : 1
            let weighted = resampling.taps(output).map { place in
                let weight: Double =
                    switch resampling.interpolation {
                    case .nearest: 1
                    case .linear: max(0, 1 - abs(x - Double(place)) * width)
                    case .cubic: Self.cubic(abs(x - Double(place)) * width, cubic)
                    }
                return (place: place, weight: weight)
            }
            let kept = excludesOutside ? weighted.filter { inside.contains($0.place) } : weighted
            let sum = excludesOutside || resampling.isShrunk ? kept.reduce(0) { $0 + $1.weight } : 1
            return kept.map { (min(max($0.place, 0), inside.upperBound), Float($0.weight / sum)) }
        }
    }

    /// An axis of a photograph, by cubic interpolation that is widened where it shrinks, so that nothing aliases.
    ///
    /// Keys's kernel with parameter −½ over 4 inputs, or 4 outputs' width of them; weights sum to 1. This is what Pillow
    /// calls bicubic, without its rounding to 8 bits.
    /// - SeeAlso: Keys (1981), *IEEE Trans. Acoust. Speech Signal Process.* 29:1153.
    ///
    /// - Parameter taken: the outputs that are computed.
    init(photographOf input: Int, to output: Int, taking taken: Range<Int>) {
        let scale = Double(input) / Double(output)
        let width = max(scale, 1)
        taps = taken.map { index in
            let center = (Double(index) + 0.5) * scale
            let first = max(Int(center - 2 * width + 0.5), 0)
            let last = min(Int(center + 2 * width + 0.5), input)
            let weights = (first..<last).map { Self.cubic(abs(Double($0) + 0.5 - center) / width, -0.5) }
            let sum = weights.reduce(0, +)
            return zip(first..<last, weights).map { ($0, Float($1 / sum)) }
        }
    }

    /// Keys's kernel with parameter a.
    static func cubic(_ d: Double, _ a: Double) -> Double {
        if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
    }

    /// Reads an axis of a tensor at the new places.
    func apply(to tensor: Tensor<Float>, axis: Int) throws(OperatorError) -> Tensor<Float> {
        var shape = tensor.shape
        let (length, inner) = (shape[axis], elementCount(Array(shape.dropFirst(axis + 1))))
        shape[axis] = taps.count
        let outer = elementCount(Array(shape[..<axis]))
        return try tensor.values.withUnsafeBufferPointer { (values) throws(OperatorError) in
            try Tensor(checked: shape) { output in
                for run in 0..<outer {
                    for (index, taps) in taps.enumerated() {
                        let to = (run * self.taps.count + index) * inner
                        for place in 0..<inner {
                            var sum: Float = 0
                            for tap in taps { sum += tap.weight * values[(run * length + tap.place) * inner + place] }
                            output[to + place] = sum
                        }
                    }
                }
            }
        }
    }

    /// The way back: each cotangent shared out by the same weights.
    func spread(_ tensor: Tensor<Float>, axis: Int, length: Int) -> Tensor<Float> {
        var shape = tensor.shape
        let inner = elementCount(Array(shape.dropFirst(axis + 1)))
        shape[axis] = length
        let outer = elementCount(Array(shape[..<axis]))
        var result = Tensor<Float>(shape: shape, repeating: 0)
        result.update { values in
            for run in 0..<outer {
                for (index, taps) in taps.enumerated() {
                    for tap in taps {
                        let (from, to) = ((run * self.taps.count + index) * inner, (run * length + tap.place) * inner)
                        for place in 0..<inner { values[to + place] += tap.weight * tensor.values[from + place] }
                    }
                }
            }
        }
        return result
    }
}

/// A tensor enlarged or reduced along some axes.
struct Resize: Computation {
    private let context: OperatorContext

    init(_ context: OperatorContext) throws(OperatorError) {
        self.context = context
        let mode = context.node.string("coordinate_transformation_mode")
        guard mode != "tf_crop_and_resize" || context.node.float("extrapolation_value") ?? 0 == 0 else {
            throw OperatorError("tf_crop_and_resize is run with an extrapolation_value of 0")
        }
    }

    /// For each axis that changes, how.
    private func axes(_ inputs: Inputs) throws(OperatorError) -> [(axis: Int, weights: WeightedAxis)] {
        guard let resamplings = context.instance(inputs).resamplings else { throw context.unfit(inputs) }
        var shape = try inputs.value(0).shape
        for resampling in resamplings { shape[resampling.axis] = resampling.outputs }
        _ = try checked(shape)
        return resamplings.map {
            (
                $0.axis,
                WeightedAxis(
                    $0, cubic: Double(context.node.float("cubic_coeff_a") ?? -0.75),
                    excludesOutside: context.node.int("exclude_outside") == 1)
            )
        }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        var tensor = try inputs.floats(0)
        for (axis, weights) in try axes(inputs) { tensor = try weights.apply(to: tensor, axis: axis) }
        return [.floats(tensor)]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard var result = cotangents[0] else { return [] }
        let shape = try inputs.floats(0).shape
        for (axis, weights) in try axes(inputs).reversed() {
            result = weights.spread(result, axis: axis, length: shape[axis])
        }
        return [result]
    }
}

extension Factories {
    static let resizings: [Operator: Factory] = [
        .resize: { (context) throws(OperatorError) in try Resize(context) },
        .upsample: { (context) throws(OperatorError) in try Resize(context) },
    ]
}
