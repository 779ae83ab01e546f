import Networks

/// Functions of `keras.ops`, which stand in a model as layers of their own, called after them.
extension KerasRules {
    static let operations: [String: Rule] = {
        var rules: [String: Rule] = [
            "Transpose": { (maker, call) throws(ArchiveError) in
                guard let order = call.config["axes"]?.ints else { return maker.addUnknown(call) }
                return [maker.add(.transpose, call.name, [try call.input(maker)], ["perm": .ints(order)])]
            },
            "Clip": { (maker, call) throws(ArchiveError) in
                guard let low = call.number("x_min"), let high = call.number("x_max") else {
                    return maker.addUnknown(call)
                }
                return [maker.clip(try call.input(maker), low, high, call, named: call.name)]
            },
            "Square": { (maker, call) throws(ArchiveError) in
                let input = try call.input(maker)
                return [maker.add(.mul, call.name, [input, input])]
            },
            "ExpandDims": axesMoved(.unsqueeze), "Squeeze": axesMoved(.squeeze),
            "Matmul": { (maker, call) throws(ArchiveError) in
                guard call.inputs.count == 2 else { return maker.addUnknown(call) }
                return [maker.add(.matMul, call.name, call.inputs)]
            },
            "Einsum": { (maker, call) throws(ArchiveError) in
                guard let equation = call.config["subscripts"]?.text else { return maker.addUnknown(call) }
                return [maker.add(.einsum, call.name, call.inputs, ["equation": .string(equation)])]
            },
            "Where": { (maker, call) throws(ArchiveError) in
                guard call.inputs.count == 3 else { return maker.addUnknown(call) }
                return [maker.add(.where, call.name, call.inputs)]
            },
            "Stack": stacked, "Split": parted, "GetItem": item, "Tile": tiled, "Flip": flipped, "Pad": padded,
            "Repeat": repeated, "Roll": rolled, "Normalize": normalized,
            // Whether one is true: the largest of 0 and 1.
            "Any": { (maker, call) throws(ArchiveError) in
                let number = maker.add(.cast, maker.part(call, "number"), [try call.input(maker)], ["to": .int(1)])
                return try reduced(.reduceMax)(&maker, call.reading(number))
            },
        ]
        for (name, op) in unary { rules[name] = single(Operator(op)) }
        for name in ["Mean", "Max", "Min", "Sum", "Prod"] { rules[name] = reduced(Operator("Reduce\(name)")) }
        return rules
    }()

    /// Functions of one element that are one operator.
    private static let unary = [
        "Absolute": "Abs", "Abs": "Abs", "Sqrt": "Sqrt", "Exp": "Exp", "Log": "Log", "Negative": "Neg", "Sin": "Sin",
        "Cos": "Cos", "Tan": "Tan", "Arctan": "Atan", "Sinh": "Sinh", "Cosh": "Cosh", "Floor": "Floor",
        "Ceil": "Ceil", "Sign": "Sign", "Reciprocal": "Reciprocal", "Erf": "Erf", "Round": "Round",
    ]

    private static func single(_ op: Operator) -> Rule {
        { (maker, call) throws(ArchiveError) in [maker.add(op, call.name, [try call.input(maker)])] }
    }

    /// Sums and the like; without axes over all of them.
    private static func reduced(_ op: Operator) -> Rule {
        { (maker, call) throws(ArchiveError) in
            var settings: [String: Attribute] = ["keepdims": .int(call.config["keepdims"]?.bool == true ? 1 : 0)]
            if let axes = call.config["axis"]?.ints { settings["axes"] = .ints(axes) }
            return [maker.add(op, call.name, [try call.input(maker)], settings)]
        }
    }

    /// Axes of one element put in or taken out.
    private static func axesMoved(_ op: Operator) -> Rule {
        { (maker, call) throws(ArchiveError) in
            guard let axes = call.config["axis"]?.ints else { return maker.addUnknown(call) }
            let list = maker.constant("\(call.name)/axes", whole: axes)
            return [maker.add(op, call.name, [try call.input(maker), list])]
        }
    }

    private static let stacked: Rule = { (maker, call) throws(ArchiveError) in
        let axis = call.config["axis"]?.int ?? 0
        let axes = maker.constant("\(call.name)/axes", whole: [axis])
        let parts = call.inputs.enumerated().map { place, input in
            maker.add(.unsqueeze, maker.part(call, "\(place)"), [input, axes])
        }
        return [maker.add(.concat, call.name, parts, ["axis": .int(axis)])]
    }

    /// Into so many parts of one size, or at places.
    private static let parted: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        let axis = call.config["axis"]?.int ?? 0
        guard let cuts = call.config["indices_or_sections"], let shape = maker.shape(input),
            shape.indices.contains(axis < 0 ? axis + shape.count : axis),
            let size = shape[axis < 0 ? axis + shape.count : axis]
        else { return maker.addUnknown(call) }
        let bounds: [Int]
        if let count = cuts.int {
            guard (1...max(1, size)).contains(count), size.isMultiple(of: count) else { return maker.addUnknown(call) }
            bounds = (0...count).map { $0 * (size / count) }
        } else {
            bounds = [0] + (cuts.ints ?? []) + [size]
        }
        guard zip(bounds, bounds.dropFirst()).allSatisfy({ 0 <= $0 && $0 <= $1 && $1 <= size }) else {
            return maker.addUnknown(call)
        }
        return zip(bounds, bounds.dropFirst()).enumerated().map { place, part in
            let name = place == 0 ? call.name : maker.part(call, "\(place)")
            return maker.slice(input, axes: [axis], from: [part.0], to: [part.1], named: name)
        }
    }

    /// `x[:, 1:3, ::2, 0]`: of each axis a part, or one place, with which the axis goes.
    private static let item: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        guard call.arguments.positional.count == 2, let key = call.arguments.positional[1].items else {
            return maker.addUnknown(call)
        }
        var (axes, starts, ends, steps, gone): ([Int], [Int], [Int], [Int], [Int]) = ([], [], [], [], [])
        for (axis, item) in key.enumerated() {
            if let place = item.int {
                guard (-(1 << 40)...1 << 40).contains(place) else { return maker.addUnknown(call) }
                gone.append(axis)
                axes.append(axis)
                starts.append(place)
                ends.append(place == -1 ? Int(Int32.max) : place + 1)
                steps.append(1)
            } else if item["class_name"]?.text == "__slice__", let cut = item["config"] {
                let step = cut["step"]?.int ?? 1
                if cut["start"]?.int == nil, cut["stop"]?.int == nil, step == 1 { continue }
                axes.append(axis)
                starts.append(cut["start"]?.int ?? (step < 0 ? Int(Int32.max) : 0))
                ends.append(cut["stop"]?.int ?? (step < 0 ? -Int(Int32.max) : Int(Int32.max)))
                steps.append(step)
            } else {
                return maker.addUnknown(call)
            }
        }
        guard !axes.isEmpty else { return [maker.add(.identity, call.name, [input])] }
        let name = gone.isEmpty ? call.name : maker.part(call, "cut")
        let cut = maker.slice(input, axes: axes, from: starts, to: ends, steps: steps, named: name)
        guard !gone.isEmpty else { return [cut] }
        return [maker.add(.squeeze, call.name, [cut, maker.constant("\(call.name)/gone", whole: gone)])]
    }

    private static let tiled: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        guard let repeats = call.config["repeats"]?.ints, maker.shape(input)?.count == repeats.count else {
            return maker.addUnknown(call)
        }
        return [maker.add(.tile, call.name, [input, maker.constant("\(call.name)/repeats", whole: repeats)])]
    }

    /// The size of an axis, which is counted from the end where negative; `nil` where either is not known.
    private static func size(
        _ axis: Int, of tensor: String, _ maker: KerasNetwork
    ) -> (axis: Int, size: Int)? {
        guard let shape = maker.shape(tensor), (-shape.count..<shape.count).contains(axis) else { return nil }
        let place = axis < 0 ? axis + shape.count : axis
        return shape[place].flatMap { (1...1 << 20).contains($0) ? (place, $0) : nil }
    }

    /// Every place of an axis so many times.
    private static let repeated: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        guard let axis = call.config["axis"]?.int, let along = size(axis, of: input, maker),
            let counts = call.config["repeats"]?.int.map({ [Int](repeating: $0, count: along.size) })
                ?? call.config["repeats"]?.ints.map({ $0.count == 1 ? [Int](repeating: $0[0], count: along.size) : $0 }),
            counts.count == along.size, counts.allSatisfy((0...1 << 20).contains),
            (1...1 << 20).contains(counts.reduce(0, +))
        else { return maker.addUnknown(call) }
        let places = counts.enumerated().flatMap { place, count in [Int](repeating: place, count: count) }
        let list = maker.constant("\(call.name)/places", whole: places)
        return [maker.add(.gather, call.name, [input, list], ["axis": .int(along.axis)])]
    }

    /// Places moved along axes; what leaves at one end comes in at the other.
    private static let rolled: Rule = { (maker, call) throws(ArchiveError) in
        var input = try call.input(maker)
        guard let axes = call.config["axis"]?.ints, let shifts = call.config["shift"]?.ints,
            axes.count == shifts.count, !axes.isEmpty
        else { return maker.addUnknown(call) }
        for (index, (axis, shift)) in zip(axes, shifts).enumerated() {
            guard let along = size(axis, of: input, maker) else { return maker.addUnknown(call) }
            let cut = (along.size - shift % along.size) % along.size
            let name = index == axes.count - 1 ? call.name : maker.part(call, "axis \(along.axis)")
            let parts = [(cut, along.size), (0, cut)].enumerated().map { place, part in
                maker.slice(
                    input, axes: [along.axis], from: [part.0], to: [part.1],
                    named: maker.part(call, "\(along.axis)/\(place)"))
            }
            input = maker.add(.concat, name, parts, ["axis": .int(along.axis)])
        }
        return [input]
    }

    /// x over its length along an axis, which is at least ε: √Σx² or Σ|x|.
    private static let normalized: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        guard let axes = (call.config["axis"] ?? .number(-1)).ints,
            let order = (call.config["order"] ?? .number(2)).int,
            [1, 2].contains(order)
        else { return maker.addUnknown(call) }
        let least = maker.constant("\(call.name)/least", [call.number("epsilon") ?? 1e-7], shape: [])
        let length = maker.add(
            Operator(order == 2 ? "ReduceL2" : "ReduceL1"), maker.part(call, "length"), [input],
            ["axes": .ints(axes), "keepdims": .int(1)])
        let bounded = maker.add(.max, maker.part(call, "bounded"), [length, least])
        return [maker.add(.div, call.name, [input, bounded], shape: maker.shape(input))]
    }

    private static let flipped: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        guard let axes = call.config["axis"]?.ints else { return maker.addUnknown(call) }
        return [maker.reversed(input, axes: axes, named: call.name)]
    }

    private static let padded: Rule = { (maker, call) throws(ArchiveError) in
        let modes = ["constant": "constant", "reflect": "reflect"]
        let sides = (call.config["pad_width"]?.list ?? []).compactMap(\.ints)
        guard let mode = modes[call.config["mode"]?.text ?? "constant"], !sides.isEmpty,
            sides.allSatisfy({ $0.count == 2 && $0.allSatisfy((0...1 << 24).contains) })
        else { return maker.addUnknown(call) }
        let pads = maker.constant("\(call.name)/pads", whole: sides.map { $0[0] } + sides.map { $0[1] })
        var inputs = [try call.input(maker), pads]
        if case .value(let value)? = call.arguments.keywords["constant_values"], let number = value.number {
            inputs.append(maker.constant("\(call.name)/value", [Float(number)], shape: []))
        }
        return [maker.add(.pad, call.name, inputs, ["mode": .string(mode)])]
    }
}

extension KerasArguments.Part {
    /// The values of a list that has no tensor, or one value.
    fileprivate var items: [JSONValue]? {
        switch self {
        case .value(let value): return value.list ?? [value]
        case .tensor: return nil
        case .list(let parts):
            let values = parts.compactMap { if case .value(let value) = $0 { value } else { nil } }
            return values.count == parts.count ? values : nil
        }
    }
}

extension KerasLayerCall {
    /// The same of another tensor.
    fileprivate func reading(_ tensor: String) -> KerasLayerCall {
        inside(name, className: className, config: config, path: path, inputs: [tensor])
    }
}
