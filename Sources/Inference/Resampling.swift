import Foundation
import Networks
import Planes
import Workers

/// An axis read at other places: each output is a weighted sum of some inputs.
struct Resampling: Sendable {
    /// For each output, places and weights.
    let taps: [[(place: Int, weight: Float)]]

    /// The rule that a node gives for all axes.
    struct Rule: Sendable {
        let mode, coordinates, nearest: String
        let cubic: Float
        let excludesOutside: Bool
    }

    /// An axis of `input` places read at `output` places, `scale` outputs per input.
    init(input: Int, output: Int, scale: Double, _ rule: Rule) throws(Refusal) {
        var taps: [[(place: Int, weight: Float)]] = []
        taps.reserveCapacity(output)
        for index in 0..<output {
            let place = try Self.place(index, input, output, scale, rule.coordinates)
            taps.append(try Self.taps(at: place, input, rule))
        }
        self.taps = taps
    }

    /// An axis of a photograph, by cubic interpolation that is widened where it shrinks, so that nothing aliases.
    ///
    /// Keys's kernel with parameter −½ over 4 inputs, or 4 outputs' width of them; weights sum to 1. This is what Pillow
    /// calls bicubic, without its rounding to 8 bits.
    /// - SeeAlso: Keys (1981), *IEEE Trans. Acoust. Speech Signal Process.* 29:1153.
    init(photographOf input: Int, to output: Int) {
        let scale = Double(input) / Double(output)
        let width = max(scale, 1)
        taps = (0..<output).map { index in
            let center = (Double(index) + 0.5) * scale
            let first = max(Int(center - 2 * width + 0.5), 0)
            let last = min(Int(center + 2 * width + 0.5), input)
            let weights = (first..<last).map { Self.cubic(abs(Double($0) + 0.5 - center) / width, -0.5) }
            let sum = weights.reduce(0, +)
            return zip(first..<last, weights).map { ($0, Float($1 / sum)) }
        }
    }

    /// Where an output lies on the input, 0 at the centre of its first place.
    private static func place(
        _ index: Int, _ input: Int, _ output: Int, _ scale: Double, _ coordinates: String
    ) throws(Refusal) -> Double {
        let x = Double(index)
        switch coordinates {
        case "half_pixel": return (x + 0.5) / scale - 0.5
        case "pytorch_half_pixel": return output > 1 ? (x + 0.5) / scale - 0.5 : 0
        case "half_pixel_symmetric":
            let adjustment = Double(output) / (scale * Double(input))
            return Double(input) / 2 * (1 - adjustment) + (x + 0.5) / scale - 0.5
        case "asymmetric": return x / scale
        case "align_corners": return output > 1 ? x * Double(input - 1) / Double(output - 1) : 0
        default: throw Refusal("coordinate_transformation_mode '\(coordinates)' is not run")
        }
    }

    private static func taps(
        at x: Double, _ input: Int, _ rule: Rule
    ) throws(Refusal) -> [(place: Int, weight: Float)] {
        func inside(_ place: Double) -> Int { Int(min(max(place, 0), Double(input - 1))) }
        switch rule.mode {
        case "nearest":
            let rounded: Double =
                switch rule.nearest {
                case "floor": x.rounded(.down)
                case "ceil": x.rounded(.up)
                case "round_prefer_ceil": (x + 0.5).rounded(.down)
                default: (x - 0.5).rounded(.up)
                }
            return [(inside(rounded), 1)]
        case "linear":
            let clamped = min(max(x, 0), Double(input - 1))
            let first = clamped.rounded(.down)
            return [(inside(first), Float(1 - (clamped - first))), (inside(first + 1), Float(clamped - first))]
        case "cubic":
            let first = x.rounded(.down)
            var taps = (-1...2).map { offset in
                let place = first + Double(offset)
                let isOutside = rule.excludesOutside && (place < 0 || place > Double(input - 1))
                return (place: inside(place), weight: isOutside ? 0 : cubic(abs(x - place), Double(rule.cubic)))
            }
            let sum = taps.reduce(0) { $0 + $1.weight }
            if rule.excludesOutside { taps = taps.map { ($0.place, $0.weight / sum) } }
            return taps.map { ($0.place, Float($0.weight)) }
        default: throw Refusal("mode '\(rule.mode)' is not one of nearest, linear, cubic")
        }
    }

    /// Keys's kernel with parameter a.
    private static func cubic(_ d: Double, _ a: Double) -> Double {
        if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
    }

    /// Reads an axis of a tensor at the new places.
    func apply(to tensor: Tensor<Float>, axis: Int) throws(Refusal) -> Tensor<Float> {
        var shape = tensor.shape
        let (length, inner) = (shape[axis], elementCount(Array(shape.dropFirst(axis + 1))))
        shape[axis] = taps.count
        let outer = elementCount(Array(shape[..<axis]))
        return try tensor.values.withUnsafeBufferPointer { (values) throws(Refusal) in
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
    private let recipe: Recipe
    private let rule: Resampling.Rule

    init(_ recipe: Recipe) throws(Refusal) {
        self.recipe = recipe
        let node = recipe.node
        let isOld = node.op == "Upsample" || recipe.opset < 11
        // The aspect ratio's policy only matters where sizes are given.
        guard node.int("antialias") != 1, (node.string("keep_aspect_ratio_policy") ?? "stretch") == "stretch" else {
            throw Refusal("antialias and keep_aspect_ratio_policy are not run")
        }
        rule = Resampling.Rule(
            mode: node.string("mode") ?? "nearest",
            coordinates: node.string("coordinate_transformation_mode") ?? (isOld ? "asymmetric" : "half_pixel"),
            nearest: node.string("nearest_mode") ?? (isOld ? "floor" : "round_prefer_floor"),
            cubic: node.float("cubic_coeff_a") ?? -0.75, excludesOutside: node.int("exclude_outside") == 1)
    }

    /// For each axis that changes, how.
    private func axes(_ shape: [Int], _ inputs: Inputs) throws(Refusal) -> [(axis: Int, resampling: Resampling)] {
        let isOld = recipe.node.op == "Upsample" || recipe.opset < 11
        let given = try inputs.optionalFloats(isOld ? 1 : 2)?.values
        let scales = recipe.node.floats("scales") ?? given ?? []
        let sizes = isOld ? [] : try inputs.optionalIntegers(3) ?? []
        let axes = recipe.node.ints("axes") ?? Array(shape.indices)
        guard max(scales.count, sizes.count) == axes.count else {
            throw Refusal("a scale or a size for each of \(axes.count) axes is expected")
        }
        var result: [(Int, Resampling)] = []
        var target = shape
        for (index, axis) in axes.enumerated() {
            let axis = try axis.axis(of: shape.count)
            let scale = sizes.isEmpty ? Double(scales[index]) : Double(sizes[index]) / Double(max(shape[axis], 1))
            guard scale > 0, scale * Double(shape[axis]) < 0x1p28 else {
                throw Refusal("axis \(axis) of \(shape[axis]) places is not scaled by \(scale)")
            }
            target[axis] = sizes.isEmpty ? Int((Double(shape[axis]) * scale).rounded(.down)) : sizes[index]
            _ = try checked(target)
            guard target[axis] != shape[axis] || scale != 1 else { continue }
            result.append(
                (axis, try Resampling(input: shape[axis], output: target[axis], scale: scale, rule)))
        }
        return result
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        var tensor = try inputs.floats(0)
        for (axis, resampling) in try axes(tensor.shape, inputs) {
            tensor = try resampling.apply(to: tensor, axis: axis)
        }
        return [.floats(tensor)]
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] {
        guard var result = cotangents[0] else { return [] }
        let shape = try inputs.floats(0).shape
        for (axis, resampling) in try axes(shape, inputs).reversed() {
            result = resampling.spread(result, axis: axis, length: shape[axis])
        }
        return [result]
    }
}

extension Operators {
    static let resizings: [String: Maker] = [
        "Resize": { (recipe) throws(Refusal) in try Resize(recipe) },
        "Upsample": { (recipe) throws(Refusal) in try Resize(recipe) },
    ]
}
