/// How a `Resize` or `Upsample` reads one axis.
///
/// Output *u* lies at the input coordinate that `mode of coordinates` gives, and reads the inputs around it to which
/// the interpolation gives a weight.
public struct Resampling: Hashable, Sendable {
    /// Between the inputs.
    public enum Interpolation: Hashable, Sendable {
        case nearest, linear, cubic
    }

    /// The axis.
    public let axis: Int
    /// Inputs along it.
    public let inputs: Int
    /// Outputs along it, at least one.
    public let outputs: Int
    /// Outputs per input.
    public let scale: Float
    /// Whether the scale is the ratio of the sizes, which is then used in its place: a quotient of whole numbers has true ties.
    public let isBySize: Bool
    /// Between the inputs.
    public let interpolation: Interpolation
    /// `coordinate_transformation_mode`.
    public let coordinates: String
    /// `nearest_mode`: how a coordinate is rounded.
    public let rounding: String
    /// Whether a shrinking resize widens its filter.
    public let isAntialiased: Bool
    /// The part of the axis that `tf_crop_and_resize` reads, as fractions.
    public let region: ClosedRange<Float>?

    /// Whether the filter is wider than between neighbours.
    public var isShrunk: Bool { isAntialiased && scale < 1 }

    /// The input coordinate of an output.
    ///
    /// In double precision, and by whole sizes where these are given, so that ties are ties.
    public func coordinate(_ output: Int) -> Double {
        let u = Double(output)
        let (inputs, outputs) = (Double(inputs), Double(outputs))
        func unscaled(_ place: Double) -> Double {
            isBySize ? place * inputs / outputs : place / Double(scale)
        }
        switch coordinates {
        case "asymmetric": return unscaled(u)
        case "align_corners": return outputs == 1 ? 0 : u * (inputs - 1) / (outputs - 1)
        case "pytorch_half_pixel": return outputs == 1 ? 0 : unscaled(u + 0.5) - 0.5
        case "tf_half_pixel_for_nn": return unscaled(u + 0.5)
        case "half_pixel_symmetric":
            let adjustment = outputs / (Double(scale) * inputs)
            return inputs / 2 * (1 - adjustment) + unscaled(u + 0.5) - 0.5
        case "tf_crop_and_resize":
            let (start, end) = (Double(region?.lowerBound ?? 0), Double(region?.upperBound ?? 1))
            guard outputs > 1 else { return 0.5 * (start + end) * (inputs - 1) }
            return start * (inputs - 1) + u * (end - start) * (inputs - 1) / (outputs - 1)
        default: return unscaled(u + 0.5) - 0.5
        }
    }

    /// The inputs that an output reads, those outside the axis included, in ascending order.
    public func taps(_ output: Int) -> [Int] {
        // Beyond this all is the same outermost input.
        let x = min(max(coordinate(output), -1e9), 1e9)
        switch interpolation {
        case .nearest: return [nearest(x)]
        case .linear, .cubic:
            let reach = interpolation == .linear ? 1.0 : 2.0
            // An output is at least one, and its scale no less than one by the inputs.
            let widened = isShrunk ? min(reach / Double(scale), 2 * Double(inputs) + 1) : reach
            let first = Count.whole((x - widened).rounded(.down)) + 1
            let last = Count.whole((x + widened).rounded(.up)) - 1
            // A tap at a whole distance has no weight, but for the one that is met exactly.
            let taps = (first...max(first, last)).filter {
                let distance = abs(Double($0) - x)
                return isShrunk || distance == 0 || distance != distance.rounded()
            }
            return taps.isEmpty ? [nearest(x)] : taps
        }
    }

    private func nearest(_ x: Double) -> Int {
        let rounded =
            switch rounding {
            case "floor": x.rounded(.down)
            case "ceil": x.rounded(.up)
            case "round_prefer_ceil": (x + 0.5).rounded(.down)
            default: (x - 0.5).rounded(.up)
            }
        return Count.whole(rounded)
    }
}

extension OperatorInstance {
    /// How each axis that changes is read by a `Resize` or `Upsample`; `nil` where it is not known before the network
    /// runs.
    public var resamplings: [Resampling]? {
        guard let shape = shape(0) else { return nil }
        let isOld = node.op == .upsample || opset < 11
        let scaleInput = isOld ? 1 : 2
        // In the order of sizes and scales.
        let axes = node.ints("axes").map { $0.compactMap { axis($0, of: shape.count) } } ?? Array(shape.indices)
        let scales = node.floats("scales") ?? numbers(scaleInput)?.floats
        guard Set(axes).count == node.ints("axes")?.count ?? shape.count,
            let sizes = self.sizes(shape, axes, scales, isOld ? nil : numbers(3)?.integers)
        else { return nil }
        let mode = node.string("mode") ?? "nearest"
        let coordinates = node.string("coordinate_transformation_mode") ?? (isOld ? "asymmetric" : "half_pixel")
        var result: [Resampling] = []
        for (place, axis) in axes.enumerated() {
            let (outputs, scale) = sizes[place]
            guard outputs > 0, outputs <= Self.largest, scale > 0, scale.isFinite else { return nil }
            let region = region(place, of: axes.count)
            guard coordinates != "tf_crop_and_resize" || region != nil else { return nil }
            guard outputs != shape[axis] || scale != 1 || coordinates == "tf_crop_and_resize" else { continue }
            result.append(
                Resampling(
                    axis: axis, inputs: shape[axis], outputs: outputs, scale: scale,
                    isBySize: Float(outputs) / Float(shape[axis]) == scale,
                    interpolation: mode.contains("cubic") ? .cubic : mode.contains("linear") ? .linear : .nearest,
                    coordinates: coordinates,
                    rounding: node.string("nearest_mode") ?? (isOld ? "floor" : "round_prefer_floor"),
                    isAntialiased: node.int("antialias") == 1, region: region))
        }
        return result
    }

    /// Outputs and scale for each axis: from the sizes if they are given, else from the scales.
    private func sizes(
        _ shape: [Int], _ axes: [Int], _ scales: [Float]?, _ sizes: [Int]?
    ) -> [(outputs: Int, scale: Float)]? {
        if let scales, scales.count == axes.count {
            return axes.enumerated().map { place, axis in
                (Count.whole((Float(shape[axis]) * scales[place]).rounded(.down)), scales[place])
            }
        }
        guard var sizes, sizes.count == axes.count, axes.allSatisfy({ shape[$0] > 0 }) else { return nil }
        let ratios = axes.indices.map { Float(sizes[$0]) / Float(shape[axes[$0]]) }
        let policy = node.string("keep_aspect_ratio_policy") ?? "stretch"
        guard policy != "stretch" else { return axes.indices.map { (sizes[$0], ratios[$0]) } }
        let ratio = (policy == "not_larger" ? ratios.min() : ratios.max()) ?? 1
        sizes = axes.map { Count.whole((Float(shape[$0]) * ratio).rounded()) }
        return sizes.map { ($0, ratio) }
    }

    private func region(_ place: Int, of count: Int) -> ClosedRange<Float>? {
        guard opset >= 11, let values = numbers(1)?.floats, values.count == 2 * count,
            values[place] <= values[place + count]
        else { return nil }
        return values[place]...values[place + count]
    }
}
