import Networks
import Planes
import Workers

/// Maps read at places that a second tensor gives: of each output a column and a row, or a column, a row and a slice, from −1
/// at one edge to 1 at the other.
///
/// - SeeAlso: Jaderberg et al. (2015), *NeurIPS*, arXiv:1506.02025; ONNX's `GridSample`.
struct GridSample: Computation {
    private enum Outside { case zeros, border, reflection }

    private let context: OperatorContext
    private let outside: Outside
    /// Inputs that an output reads along an axis: 1, 2 or 4.
    private let tapCount: Int
    /// Whether −1 and 1 are the middles of the outermost elements, not their edges.
    private let alignsCorners: Bool

    init(_ context: OperatorContext) throws(OperatorError) {
        self.context = context
        alignsCorners = context.node.int("align_corners") == 1
        switch context.node.string("padding_mode") ?? "zeros" {
        case "zeros": outside = .zeros
        case "border": outside = .border
        case "reflection": outside = .reflection
        case let other: throw OperatorError("padding_mode '\(other)' is not one of zeros, border, reflection")
        }
        switch context.node.string("mode") ?? "linear" {
        case "nearest": tapCount = 1
        case "linear", "bilinear": tapCount = 2
        case "cubic", "bicubic": tapCount = 4
        case let other: throw OperatorError("mode '\(other)' is not one of linear, nearest, cubic")
        }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (maps, places) = (try inputs.floats(0), try inputs.floats(1))
        let sizes = Array(maps.shape.dropFirst(2))
        guard [2, 3].contains(sizes.count), places.shape.count == sizes.count + 2, places.shape[0] == maps.shape[0],
            places.shape.last == sizes.count, !sizes.contains(0)
        else { throw context.unfit(inputs) }
        guard tapCount < 4 || sizes.count == 2 else { throw OperatorError("cubic is of two axes") }
        let (batch, channels) = (maps.shape[0], maps.shape[1])
        let shape = try checked([batch, channels] + places.shape.dropFirst().dropLast())
        let (count, each) = (elementCount(Array(shape.dropFirst(2))), elementCount(sizes))
        try checkWork([batch, channels, count] + sizes.map { _ in tapCount })
        var output = [Float](repeating: 0, count: elementCount(shape))
        for image in 0..<batch {
            for place in 0..<count {
                let at = sizes.count * (image * count + place)
                let taps = taps(Array(places.values[at..<at + sizes.count].reversed()), of: sizes)
                for channel in 0..<channels {
                    let start = (image * channels + channel) * each
                    output[(image * channels + channel) * count + place] = taps.reduce(Float(0)) {
                        $0 + $1.weight * maps.values[start + $1.place]
                    }
                }
            }
        }
        return [.floats(Tensor(shape: shape, values: output))]
    }

    /// The inputs that some coordinates read, one for each axis, and their weights.
    private func taps(_ coordinates: [Float], of sizes: [Int]) -> [(place: Int, weight: Float)] {
        zip(coordinates, sizes).reduce([(place: 0, weight: Float(1))]) { outer, axis in
            let inner = taps(axis.0, of: axis.1)
            return outer.flatMap { outer in
                inner.map { (place: outer.place * axis.1 + $0.place, weight: outer.weight * $0.weight) }
            }
        }
    }

    /// The inputs of an axis that a coordinate reads, and their weights.
    private func taps(_ coordinate: Float, of size: Int) -> [(place: Int, weight: Float)] {
        let whole = Double(size)
        let unlimited =
            alignsCorners ? (Double(coordinate) + 1) / 2 * (whole - 1) : ((Double(coordinate) + 1) * whole - 1) / 2
        let x = min(max(unlimited, -1e9), 1e9)
        guard tapCount > 1 else {
            let nearest = inside(Int(x.rounded(.toNearestOrEven)), of: size)
            return nearest.map { [(place: $0, weight: Float(1))] } ?? []
        }
        let first = Int(x.rounded(.down)) - (tapCount == 4 ? 1 : 0)
        return (first..<first + tapCount).compactMap { tap in
            let distance = abs(x - Double(tap))
            let weight = tapCount == 4 ? WeightedAxis.cubic(distance, -0.75) : 1 - distance
            return inside(tap, of: size).map { (place: $0, weight: Float(weight)) }
        }
    }

    /// Where an input lies that may be beyond the ends; `nil` for one that is 0.
    private func inside(_ place: Int, of size: Int) -> Int? {
        if (0..<size).contains(place) { return place }
        switch outside {
        case .zeros: return nil
        case .border: return min(max(place, 0), size - 1)
        case .reflection:
            // At the middles of the outermost elements, which are met once, or at their edges.
            let period = alignsCorners ? 2 * (size - 1) : 2 * size
            guard period > 0 else { return 0 }
            let rest = ((place % period) + period) % period
            return rest < size ? rest : alignsCorners ? period - rest : period - 1 - rest
        }
    }
}
