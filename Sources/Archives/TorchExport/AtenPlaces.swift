import Networks

/// Margins, and maps read at other places.
extension AtenTranslation {
    static let paddings: [String: Rule] = [
        "constant_pad_nd": { (t, call) throws(Untranslated) in try t.padded(call, "constant") },
        "pad": { (t, call) throws(Untranslated) in
            switch call.text("mode") ?? "constant" {
            case "constant": try t.padded(call, "constant")
            case "reflect": try t.padded(call, "reflect")
            case "replicate": try t.padded(call, "edge")
            case "circular": try t.padded(call, "wrap")
            default: throw Untranslated()
            }
        },
        "reflection_pad1d": { (t, call) throws(Untranslated) in try t.padded(call, "reflect") },
        "reflection_pad2d": { (t, call) throws(Untranslated) in try t.padded(call, "reflect") },
        "reflection_pad3d": { (t, call) throws(Untranslated) in try t.padded(call, "reflect") },
        "replication_pad1d": { (t, call) throws(Untranslated) in try t.padded(call, "edge") },
        "replication_pad2d": { (t, call) throws(Untranslated) in try t.padded(call, "edge") },
        "replication_pad3d": { (t, call) throws(Untranslated) in try t.padded(call, "edge") },
        "_pad_circular": { (t, call) throws(Untranslated) in try t.padded(call, "wrap") },
    ]

    /// ATen counts pairs from the last axis on, ONNX all begins and then all ends.
    private mutating func padded(_ call: AtenCall, _ mode: String) throws(Untranslated) -> [String] {
        let rank = try rank(call.first)
        // ATen's general function has another name for them than its special ones.
        let name = call.argument("pad") == nil ? "padding" : "pad"
        guard let pads = try call.ints(name), pads.count.isMultiple(of: 2),
            pads.count <= 2 * rank
        else { throw Untranslated() }
        var (before, after) = ([Int](repeating: 0, count: rank), [Int](repeating: 0, count: rank))
        for pair in 0..<pads.count / 2 {
            (before[rank - 1 - pair], after[rank - 1 - pair]) = (pads[2 * pair], pads[2 * pair + 1])
        }
        var inputs = [try call.first, try integers(before + after)]
        let value = try call.number("value") ?? 0
        if mode == "constant", value != 0 { inputs.append(try number(value, as: type(call.output))) }
        return give(call, "Pad", inputs, ["mode": .string(mode)])
    }

    static let resizings: [String: Rule] = [
        "upsample_linear1d": resizing(1, "linear"), "upsample_bilinear2d": resizing(2, "linear"),
        "upsample_trilinear3d": resizing(3, "linear"), "upsample_bicubic2d": resizing(2, "cubic"),
        "upsample_nearest1d": floored(1), "upsample_nearest2d": floored(2), "upsample_nearest3d": floored(3),
        "_upsample_nearest_exact1d": resizing(1, "nearest", rounding: "round_prefer_ceil"),
        "_upsample_nearest_exact2d": resizing(2, "nearest", rounding: "round_prefer_ceil"),
        "_upsample_nearest_exact3d": resizing(3, "nearest", rounding: "round_prefer_ceil"),
        "_upsample_bilinear2d_aa": resizing(2, "linear", isAntialiased: true),
        "_upsample_bicubic2d_aa": resizing(2, "cubic", isAntialiased: true),
        "grid_sampler": gridSampled, "grid_sampler_2d": gridSampled, "cudnn_grid_sampler": gridSampled,
        "grid_sampler_3d": gridSampled,
    ]

    /// Maps read at places that a second tensor gives.
    private static let gridSampled: Rule = { (t, call) throws(Untranslated) in
        let modes = ["linear", "nearest", "cubic"], paddings = ["zeros", "border", "reflection"]
        let (mode, padding) = (try call.int("interpolation_mode") ?? 0, try call.int("padding_mode") ?? 0)
        guard let grid = try call.tensor("grid"), modes.indices.contains(mode), paddings.indices.contains(padding)
        else { throw Untranslated() }
        return t.give(
            call, "GridSample", [try call.first, grid],
            [
                "mode": .string(modes[mode]), "padding_mode": .string(paddings[padding]),
                "align_corners": .int(call.flag("align_corners") ?? false ? 1 : 0),
            ])
    }

    /// The input at the coordinate's whole part.
    private static func floored(_ axes: Int) -> Rule {
        resizing(axes, "nearest", coordinates: "asymmetric", rounding: "floor")
    }

    private static func resizing(
        _ axes: Int, _ mode: String, coordinates: String = "half_pixel", rounding: String = "round_prefer_floor",
        isAntialiased: Bool = false
    ) -> Rule {
        { (t, call) throws(Untranslated) in
            try t.resized(call, axes, mode, coordinates: coordinates, rounding: rounding, isAntialiased: isAntialiased)
        }
    }

    /// Maps of another size: by factors, where these are given, else to sizes.
    private mutating func resized(
        _ call: AtenCall, _ axes: Int, _ mode: String, coordinates: String, rounding: String, isAntialiased: Bool
    ) throws(Untranslated) -> [String] {
        let rank = try rank(call.first)
        guard rank == axes + 2 else { throw Untranslated() }
        var attributes: [String: Attribute] = [
            "axes": .ints(Array(2..<rank)), "mode": .string(mode), "nearest_mode": .string(rounding),
            "coordinate_transformation_mode": .string(
                call.flag("align_corners") == true ? "align_corners" : coordinates),
        ]
        if mode == "cubic" { attributes["cubic_coeff_a"] = .float(-0.75) }
        if isAntialiased {
            attributes["antialias"] = .int(1)
            attributes["exclude_outside"] = .int(1)
            if mode == "cubic" { attributes["cubic_coeff_a"] = .float(-0.5) }
        }
        let names = [[], ["scales"], ["scales_h", "scales_w"], ["scales_d", "scales_h", "scales_w"]][axes]
        var factors: [Double] = []
        for name in names { if let factor = try call.number(name) { factors.append(factor) } }
        if let given = try call.numbers("scale_factors") { factors = given }
        if factors.count == axes {
            let scales = try floats(factors.map { Float($0) }, shape: [axes])
            return give(call, "Resize", [try call.first, "", scales], attributes)
        }
        guard let sizes = try call.wholes("output_size"), sizes.count == axes else { throw Untranslated() }
        return give(call, "Resize", [try call.first, "", "", try wholes(sizes)], attributes)
    }

    /// Tensors made of shapes alone.
    static let creations: [String: Rule] = [
        "zeros": { (t, call) throws(Untranslated) in try t.full(call, call.wholes("size"), 0) },
        "ones": { (t, call) throws(Untranslated) in try t.full(call, call.wholes("size"), 1) },
        "empty": { (t, call) throws(Untranslated) in try t.full(call, call.wholes("size"), 0) },
        "full": { (t, call) throws(Untranslated) in try t.full(call, call.wholes("size"), call.number("fill_value")) },
        "new_zeros": { (t, call) throws(Untranslated) in try t.full(call, call.wholes("size"), 0) },
        "new_ones": { (t, call) throws(Untranslated) in try t.full(call, call.wholes("size"), 1) },
        "new_empty": { (t, call) throws(Untranslated) in try t.full(call, call.wholes("size"), 0) },
        "new_full": { (t, call) throws(Untranslated) in
            try t.full(call, call.wholes("size"), call.number("fill_value"))
        },
        "zeros_like": { (t, call) throws(Untranslated) in try t.full(call, nil, 0) },
        "ones_like": { (t, call) throws(Untranslated) in try t.full(call, nil, 1) },
        "empty_like": { (t, call) throws(Untranslated) in try t.full(call, nil, 0) },
        "full_like": { (t, call) throws(Untranslated) in try t.full(call, nil, call.number("fill_value")) },
        "zero": { (t, call) throws(Untranslated) in try t.full(call, nil, 0) },
        "fill": { (t, call) throws(Untranslated) in
            guard case .tensor(let value)? = call.argument("value") else {
                return try t.full(call, nil, call.number("value"))
            }
            return t.give(call, "Expand", [t.cast(value, to: t.type(call.output)), t.emit("Shape", [try call.first])])
        },
        "scalar_tensor": { (t, call) throws(Untranslated) in try t.full(call, [], call.number("s")) },
        "arange": { (t, call) throws(Untranslated) in
            let (start, step) = (try call.number("start") ?? 0, try call.number("step") ?? 1)
            let shape = try t.shape(call.output)
            guard shape.count == 1, try call.number("end") != nil, start.isFinite, step.isFinite else {
                throw Untranslated()
            }
            if t.type(call.output).isFloat {
                return [try t.made(shape) { Float(start + Double($0) * step) }]
            }
            guard abs(start) < 1e15, abs(step) < 1e9, shape[0] <= 1 << 20 else { throw Untranslated() }
            return [try t.integers((0..<shape[0]).map { Int(start) + $0 * Int(step) })]
        },
        "linspace": { (t, call) throws(Untranslated) in
            guard let start = try call.number("start"), let end = try call.number("end"),
                let steps = try call.int("steps"), steps > 0
            else { throw Untranslated() }
            let step = (end - start) / Double(max(steps - 1, 1))
            return [try t.made([steps]) { Float(start + Double($0) * step) }]
        },
    ]

    /// One value everywhere, in the shape given or else the first tensor's.
    private mutating func full(
        _ call: AtenCall, _ sizes: [ExportedNumber]?, _ value: Double?
    ) throws(Untranslated) -> [String] {
        guard let value else { throw Untranslated() }
        let type = type(call.output)
        let shape = if let sizes { try wholes(sizes) } else { emit("Shape", [try call.first]) }
        guard type.isFloat || type == .bool || type.isInteger else { throw Untranslated() }
        let largest = Double(Float.greatestFiniteMagnitude)
        let number = min(max(value, -largest), largest)
        let element =
            type.isFloat
            ? Constant(name: "value", shape: [1], type: .float32, source: .floats([Float(number)]))
            : Constant(name: "value", shape: [1], type: type, source: .integers([Int(exactly: number) ?? 0]))
        return give(call, "ConstantOfShape", [shape], ["value": .tensor(element)])
    }

    /// Whole numbers that a program reckons from open sizes, each a tensor of one element.
    static let openSizes: [String: Rule] = [
        "sym_size": { (t, call) throws(Untranslated) in
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            return t.give(call, "Shape", [try call.first], ["start": .int(axis), "end": .int(axis + 1)])
        },
        "sym_numel": { (t, call) throws(Untranslated) in
            t.give(call, "Reshape", [t.emit("Size", [try call.first]), try t.integers([1])])
        },
        "_operator.add": { (t, call) throws(Untranslated) in try t.reckoned(call, "Add") },
        "_operator.sub": { (t, call) throws(Untranslated) in try t.reckoned(call, "Sub") },
        "_operator.mul": { (t, call) throws(Untranslated) in try t.reckoned(call, "Mul") },
        "_operator.mod": { (t, call) throws(Untranslated) in try t.reckoned(call, "Mod") },
        // Sizes are not negative, so that the quotient is rounded down.
        "_operator.floordiv": { (t, call) throws(Untranslated) in try t.reckoned(call, "Div") },
        "torch.sym_max": { (t, call) throws(Untranslated) in try t.reckoned(call, "Max") },
        "torch.sym_min": { (t, call) throws(Untranslated) in try t.reckoned(call, "Min") },
    ]

    private mutating func reckoned(_ call: AtenCall, _ op: String) throws(Untranslated) -> [String] {
        var terms: [String] = []
        for term in try call.terms { terms.append(try wholes([term])) }
        guard terms.count == 2 else { throw Untranslated() }
        return give(call, op, terms)
    }
}
