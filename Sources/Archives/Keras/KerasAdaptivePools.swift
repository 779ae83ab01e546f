import Networks

/// Pools to a size that is asked for: of n inputs output i reads those from ⌊i·n/m⌋ to below ⌈(i + 1)·n/m⌉.
extension KerasRules {
    /// The most outputs along an axis, whose windows are written out one by one.
    private static let mostOutputs = 256

    static let adaptivePools: [String: Rule] = {
        var rules: [String: Rule] = [:]
        for axes in ["1D", "2D", "3D"] {
            rules["AdaptiveAveragePooling\(axes)"] = adaptive(.reduceMean)
            rules["AdaptiveMaxPooling\(axes)"] = adaptive(.reduceMax)
        }
        return rules
    }()

    /// Axis after axis: a mean of means of as many, and the largest of the largest.
    private static func adaptive(_ op: Operator) -> Rule {
        { (maker, call) throws(ArchiveError) in
            var input = try call.input(maker)
            let axes = call.imageAxes(call.axes)
            guard let shape = maker.shape(input) ?? call.inputShape.map({ [nil] + $0 }),
                shape.count == call.axes + 2, let outputs = try call.sizes(["output_size"], axes: call.axes, maker),
                outputs.allSatisfy({ $0 <= mostOutputs })
            else { return maker.addUnknown(call) }
            for (place, axis) in axes.enumerated() {
                guard let size = shape[axis], size > 0, size < 1 << 24 else { return maker.addUnknown(call) }
                let count = outputs[place]
                let parts = (0..<count).map { index in
                    let (first, end) = (index * size / count, ((index + 1) * size + count - 1) / count)
                    let part = maker.slice(
                        input, axes: [axis], from: [first], to: [end],
                        named: maker.part(call, "axis \(axis)/window \(index)"))
                    return maker.add(
                        op, maker.part(call, "axis \(axis)/\(index)"), [part],
                        ["axes": .ints([axis]), "keepdims": .int(1)])
                }
                let name = place == axes.count - 1 ? call.name : maker.part(call, "axis \(axis)")
                input = maker.add(.concat, name, parts, ["axis": .int(axis)])
            }
            return [input]
        }
    }
}
