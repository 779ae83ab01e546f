import Networks

/// Layers that move elements and change none.
extension KerasRules {
    static let movements: [String: Rule] = {
        var rules: [String: Rule] = [
            "Flatten": flatten,
            "Reshape": { (maker, call) throws(ArchiveError) in
                // The function of this name has the batch among its sizes.
                if let sizes = call.config["newshape"]?.ints, sizes.allSatisfy({ $0 == -1 || $0 > 0 }) {
                    return [try maker.reshape(call, sizes, shape: nil)]
                }
                guard let sizes = call.config["target_shape"]?.ints, sizes.allSatisfy({ $0 == -1 || $0 > 0 }) else {
                    throw maker.refused(call.name, "its target_shape is a list of sizes, one of them perhaps -1")
                }
                return [
                    try maker.reshape(
                        call, [0] + sizes, shape: [nil] + sizes.map { $0 < 0 ? nil : $0 })
                ]
            },
            "Permute": { (maker, call) throws(ArchiveError) in
                guard let order = call.config["dims"]?.ints, order.sorted() == Array(1..<order.count + 1) else {
                    throw maker.refused(call.name, "its dims are the axes from 1, each once")
                }
                let input = try call.input(maker)
                let given = maker.shape(input).flatMap { $0.count == order.count + 1 ? $0 : nil }
                return [
                    maker.add(
                        .transpose, call.name, [input], ["perm": .ints([0] + order)],
                        shape: given.map { given in [given[0]] + order.map { given[$0] } })
                ]
            },
            "RepeatVector": { (maker, call) throws(ArchiveError) in
                guard let count = call.config["n"]?.int, (1...1 << 24).contains(count) else {
                    throw maker.refused(call.name, "its n is a number from 1")
                }
                let axes = maker.constant("\(call.name)/axes", whole: [1])
                let repeats = maker.constant("\(call.name)/repeats", whole: [1, count, 1])
                let wide = maker.add(.unsqueeze, maker.part(call, "unsqueezed"), [try call.input(maker), axes])
                return [maker.add(.tile, call.name, [wide, repeats], shape: [nil, count, nil])]
            },
        ]
        for axes in ["1D", "2D", "3D"] {
            rules["ZeroPadding\(axes)"] = padding
            rules["Cropping\(axes)"] = cropping
        }
        return rules
    }()

    private static let flatten: Rule = { (maker, call) throws(ArchiveError) in
        var input = try call.input(maker)
        let shape = maker.shape(input)
        let count = shape?.dropFirst().reduce(Int?(1)) { product, size in
            product.flatMap { product in size.map { Count.product([product, max(0, $0)]) } }
        }
        // Before version 3 elements come in the order of channels last, however they lie.
        if !call.isChannelsLast, maker.version == 2, let rank = shape?.count, rank > 2 {
            input = maker.add(
                .transpose, maker.part(call, "transposed"), [input], ["perm": .ints([0] + (2..<rank) + [1])])
        }
        return [maker.add(.flatten, call.name, [input], ["axis": .int(1)], shape: [nil, count ?? nil])]
    }

    private static let padding: Rule = { (maker, call) throws(ArchiveError) in
        let sides = try margins("padding", call, maker)
        let input = try call.input(maker)
        let pads = maker.constant(
            "\(call.name)/pads", whole: spread(sides.map(\.before), call) + spread(sides.map(\.after), call))
        return [
            maker.add(.pad, call.name, [input, pads], shape: changed(maker.shape(input), call, by: sides, sign: 1))
        ]
    }

    private static let cropping: Rule = { (maker, call) throws(ArchiveError) in
        let sides = try margins("cropping", call, maker)
        let input = try call.input(maker)
        return [
            maker.slice(
                input, axes: call.imageAxes(sides.count), from: sides.map(\.before),
                to: sides.map { $0.after == 0 ? Int(Int32.max) : -$0.after }, named: call.name,
                shape: changed(maker.shape(input), call, by: sides, sign: -1))
        ]
    }

    /// What is put or cut before and after each axis of an image: one number, one for each axis, or two.
    private static func margins(
        _ key: String, _ call: KerasLayerCall, _ maker: KerasNetwork
    ) throws(ArchiveError) -> [(before: Int, after: Int)] {
        let axes = call.axes
        let value = call.config[key] ?? .number(1)
        var sides: [[Int]] = []
        if let one = value.int {
            sides = [[Int]](repeating: [one, one], count: axes)
        } else if axes == 1, let pair = value.ints, pair.count == 2 {
            sides = [pair]
        } else {
            sides = (value.list ?? []).map { $0.int.map { [$0, $0] } ?? $0.ints ?? [] }
        }
        guard sides.count == axes, sides.allSatisfy({ $0.count == 2 && $0.allSatisfy((0...1 << 24).contains) }) else {
            throw maker.refused(call.name, "\(key) is a number from 0, or one or two for each axis")
        }
        return sides.map { (before: $0[0], after: $0[1]) }
    }

    /// Numbers of image axes among those of all axes, 0 for the others.
    private static func spread(_ sizes: [Int], _ call: KerasLayerCall) -> [Int] {
        call.isChannelsLast ? [0] + sizes + [0] : [0, 0] + sizes
    }

    private static func changed(
        _ shape: [Int?]?, _ call: KerasLayerCall, by sides: [(before: Int, after: Int)], sign: Int
    ) -> [Int?]? {
        guard var shape, shape.count == sides.count + 2 else { return nil }
        for (axis, side) in zip(call.imageAxes(sides.count), sides) {
            shape[axis] = shape[axis].flatMap { $0 < 1 << 40 ? $0 + sign * (side.before + side.after) : nil }
        }
        return shape
    }
}

extension KerasNetwork {
    /// Adds a change of shape; 0 stands for the size as it is, −1 for what is left.
    mutating func reshape(
        _ call: KerasLayerCall, _ sizes: [Int], shape: [Int?]?, input: String? = nil, named name: String? = nil
    ) throws(ArchiveError) -> String {
        let read = if let input { input } else { try call.input(self) }
        let name = name ?? call.name
        return add(.reshape, name, [read, constant("\(name)/shape", whole: sizes)], shape: shape)
    }

    /// Adds a part along axes; without `steps` every place of it.
    mutating func slice(
        _ input: String, axes: [Int], from starts: [Int], to ends: [Int], steps: [Int]? = nil, named name: String,
        shape: [Int?]? = nil
    ) -> String {
        let lists = [("starts", starts), ("ends", ends), ("axes", axes)] + (steps.map { [("steps", $0)] } ?? [])
        let settings = lists.map { what, values in constant("\(name)/\(what)", whole: values) }
        return add(.slice, name, [input] + settings, shape: shape)
    }

    /// Adds the same with axes turned round.
    mutating func reversed(_ input: String, axes: [Int], named name: String, shape: [Int?]? = nil) -> String {
        slice(
            input, axes: axes, from: axes.map { _ in -1 }, to: axes.map { _ in -Int(Int32.max) },
            steps: axes.map { _ in -1 }, named: name, shape: shape)
    }
}
