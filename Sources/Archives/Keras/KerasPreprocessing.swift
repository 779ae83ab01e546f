import Networks

/// Layers that prepare pictures.
extension KerasRules {
    static let preprocessing: [String: Rule] = [
        "Rescaling": { (maker, call) throws(ArchiveError) in
            var input = try call.input(maker)
            let shape = maker.shape(input)
            guard let scale = (call.config["scale"] ?? .number(1)).floats,
                let offset = (call.config["offset"] ?? .number(0)).floats
            else { return maker.addUnknown(call) }
            let isShifted = offset.contains { $0 != 0 }
            let factor = maker.constant("\(call.name)/scale", scale, shape: scale.count == 1 ? [] : nil)
            input = maker.add(
                .mul, isShifted ? maker.part(call, "scaled") : call.name, [input, factor], shape: shape)
            guard isShifted else { return [input] }
            let shift = maker.constant("\(call.name)/offset", offset, shape: offset.count == 1 ? [] : nil)
            return [maker.add(.add, call.name, [input, shift], shape: shape)]
        },
        "Normalization": normalization,
        "Resizing": { (maker, call) throws(ArchiveError) in
            guard let sizes = try call.sizes(["height"], axes: 1, maker), let width = call.config["width"]?.int,
                (1...1 << 24).contains(width), let settings = resizing(call)
            else { return maker.addUnknown(call) }
            return [try resized(call.input(maker), to: sizes + [width], settings, call, &maker, named: call.name)]
        },
        "CenterCrop": centerCrop,
        // The function of `keras.ops.image`.
        "Resize": { (maker, call) throws(ArchiveError) in
            guard let sizes = call.config["size"]?.ints, sizes.count == 2,
                sizes.allSatisfy((1...1 << 24).contains), maker.shape(try call.input(maker))?.count == 4,
                let settings = resizing(call)
            else { return maker.addUnknown(call) }
            return [try resized(call.input(maker), to: sizes, settings, call, &maker, named: call.name)]
        },
    ]

    /// The settings of a `Resize` as a layer says; `nil` for a way that is not followed.
    private static func resizing(_ call: KerasLayerCall) -> [String: Attribute]? {
        guard call.config["crop_to_aspect_ratio"]?.bool != true, call.config["pad_to_aspect_ratio"]?.bool != true,
            call.config["antialias"]?.bool != true
        else { return nil }
        return interpolation(call.config["interpolation"]?.text ?? "bilinear")
    }

    private static func resized(
        _ input: String, to sizes: [Int], _ settings: [String: Attribute], _ call: KerasLayerCall,
        _ maker: inout KerasNetwork, named name: String
    ) throws(ArchiveError) -> String {
        let size = maker.constant("\(call.name)/size", whole: sizes)
        return maker.add(
            .resize, name, [input, "", "", size],
            settings.merging(["axes": .ints(call.imageAxes(2))]) { $1 },
            shape: sized(maker.shape(input), call, sizes))
    }

    /// The middle of a picture; of one that is smaller, the largest part in the middle of the same proportions, made larger.
    private static let centerCrop: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        let shape = maker.shape(input) ?? call.inputShape.map { [nil] + $0 }
        let axes = call.imageAxes(2)
        guard let height = call.config["height"]?.int, let width = call.config["width"]?.int,
            let shape, shape.count == 4, let rows = shape[axes[0]], let columns = shape[axes[1]],
            ![height, width, rows, columns].contains(where: { !(1...1 << 24).contains($0) })
        else { return maker.addUnknown(call) }
        func middle(_ size: [Int], named name: String, _ maker: inout KerasNetwork) -> String {
            let first = [(rows - size[0]) / 2, (columns - size[1]) / 2]
            return maker.slice(
                input, axes: axes, from: first, to: [first[0] + size[0], first[1] + size[1]], named: name,
                shape: sized(shape, call, size))
        }
        if height <= rows, width <= columns { return [middle([height, width], named: call.name, &maker)] }
        guard let settings = interpolation("bilinear") else { return maker.addUnknown(call) }
        let part = [max(min(rows, columns * height / width), 1), max(min(columns, rows * width / height), 1)]
        let cut = middle(part, named: maker.part(call, "cut"), &maker)
        return [try resized(cut, to: [height, width], settings, call, &maker, named: call.name)]
    }

    private static func sized(_ shape: [Int?]?, _ call: KerasLayerCall, _ size: [Int]) -> [Int?]? {
        guard var shape, shape.count == 4 else { return nil }
        for (axis, size) in zip(call.imageAxes(2), size) { shape[axis] = size }
        return shape
    }

    /// (x − mean)/deviation along the last axis, or of all elements.
    private static let normalization: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        let rank = maker.shape(input)?.count
        let axes = call.config["axis"] == nil ? [] : call.config["axis"]?.ints ?? [0]
        guard axes.allSatisfy({ $0 == -1 || ($0 + 1) == rank }), axes.count < 2
        else { return maker.addUnknown(call) }
        let stored = maker.tensors(call)
        let (mean, variance): (String, String)
        if let given = call.config["mean"]?.floats, let spread = call.config["variance"]?.floats {
            mean = maker.constant("\(call.name)/mean", given, shape: given.count == 1 ? [] : nil)
            variance = maker.constant("\(call.name)/variance", spread, shape: spread.count == 1 ? [] : nil)
        } else {
            guard stored.count >= 2 else {
                throw maker.refused(call.name, "its mean and variance are expected in the file")
            }
            (mean, variance) = (maker.constant(stored[0]), maker.constant(stored[1]))
        }
        let least = maker.constant("\(call.name)/least", [1e-7], shape: [])
        let root = maker.add(Operator("Sqrt"), maker.part(call, "root"), [variance])
        let deviation = maker.add(.max, maker.part(call, "deviation"), [root, least])
        let shape = maker.shape(input)
        if call.config["invert"]?.bool == true {
            let wide = maker.add(.mul, maker.part(call, "wide"), [input, deviation], shape: shape)
            return [maker.add(.add, call.name, [wide, mean], shape: shape)]
        }
        let centred = maker.add(.sub, maker.part(call, "centred"), [input, mean], shape: shape)
        return [maker.add(.div, call.name, [centred, deviation], shape: shape)]
    }
}
