import Networks

/// Elements in another order.
extension AtenTranslation {
    /// Operators that may give what shares elements with their input.
    static let views: Set<String> = [
        "view", "reshape", "_reshape_alias", "flatten", "unflatten", "transpose", "permute", "t", "numpy_T", "mT",
        "swapaxes", "swapdims", "movedim", "moveaxis", "squeeze", "unsqueeze", "expand", "expand_as", "view_as",
        "reshape_as",
        "select", "slice", "narrow", "split", "split_with_sizes", "chunk", "unbind", "tensor_split", "detach", "alias",
        "contiguous", "to", "diagonal", "unfold", "dropout", "feature_dropout", "alpha_dropout", "type_as",
    ]

    static let movements: [String: Rule] = [
        "permute": { (t, call) throws(Untranslated) in
            guard let dims = try call.ints("dims") else { throw Untranslated() }
            var order: [Int] = []
            for dim in dims { order.append(try t.axis(dim, of: dims.count)) }
            return t.give(call, "Transpose", [try call.first], ["perm": .ints(order)])
        },
        "transpose": { (t, call) throws(Untranslated) in
            try t.exchanged(call, try call.int("dim0") ?? 0, try call.int("dim1") ?? 1)
        },
        "swapaxes": { (t, call) throws(Untranslated) in
            try t.exchanged(call, try call.int("axis0") ?? 0, try call.int("axis1") ?? 1)
        },
        "swapdims": { (t, call) throws(Untranslated) in
            try t.exchanged(call, try call.int("dim0") ?? 0, try call.int("dim1") ?? 1)
        },
        "t": { (t, call) throws(Untranslated) in
            try t.rank(call.first) < 2 ? [try call.first] : try t.exchanged(call, 0, 1)
        },
        "numpy_T": { (t, call) throws(Untranslated) in
            t.give(call, "Transpose", [try call.first], ["perm": .ints((0..<(try t.rank(call.first))).reversed())])
        },
        "mT": { (t, call) throws(Untranslated) in try t.exchanged(call, -2, -1) },
        "movedim": moved, "moveaxis": moved,
        "flip": { (t, call) throws(Untranslated) in
            let axes = try t.axes(call, "dims", of: t.rank(call.first))
            return t.give(
                call, "Slice",
                [
                    try call.first, try t.integers(axes.map { _ in -1 }), try t.integers(axes.map { _ in .min + 1 }),
                    try t.integers(axes), try t.integers(axes.map { _ in -1 }),
                ])
        },
        "roll": rolled,
        "pixel_shuffle": { (t, call) throws(Untranslated) in
            guard try t.rank(call.first) == 4, let block = try call.int("upscale_factor") else { throw Untranslated() }
            return t.give(
                call, "DepthToSpace", [try call.first], ["blocksize": .int(block), "mode": .string("CRD")])
        },
        "pixel_unshuffle": { (t, call) throws(Untranslated) in
            guard let block = try call.int("downscale_factor"), block > 0 else { throw Untranslated() }
            let shape = try t.shape(call.first)
            guard shape.count == 4, shape.allSatisfy({ $0 < 1 << 30 }), block < 1 << 12 else { throw Untranslated() }
            let split = [shape[0], shape[1], shape[2] / block, block, shape[3] / block, block]
            let blocks = t.emit("Reshape", [try call.first, try t.integers(split)])
            let turned = t.emit("Transpose", [blocks], ["perm": .ints([0, 1, 3, 5, 2, 4])])
            let joined = [shape[0], shape[1] * block * block, split[2], split[4]]
            return t.give(call, "Reshape", [turned, try t.integers(joined)])
        },
        "channel_shuffle": { (t, call) throws(Untranslated) in
            guard let groups = try call.int("groups"), groups > 0 else { throw Untranslated() }
            let shape = try t.shape(call.first)
            guard shape.count > 2, shape[1].isMultiple(of: groups) else { throw Untranslated() }
            let split = [shape[0], groups, shape[1] / groups] + shape.dropFirst(2)
            let parts = t.emit("Reshape", [try call.first, try t.integers(split)])
            let turned = t.emit("Transpose", [parts], ["perm": .ints([0, 2, 1] + Array(3..<split.count))])
            return t.give(call, "Reshape", [turned, try t.integers(shape)])
        },
    ]

    private mutating func exchanged(_ call: AtenCall, _ a: Int, _ b: Int) throws(Untranslated) -> [String] {
        let rank = try rank(call.first)
        guard rank > 0 else { return [try call.first] }
        var order = Array(0..<rank)
        order.swapAt(try axis(a, of: rank), try axis(b, of: rank))
        return give(call, "Transpose", [try call.first], ["perm": .ints(order)])
    }

    /// Some axes moved to other places, the rest in their order.
    private static let moved: Rule = { (t, call) throws(Untranslated) in
        let rank = try t.rank(call.first)
        guard let sources = try call.ints("source"), let targets = try call.ints("destination"),
            sources.count == targets.count
        else { throw Untranslated() }
        var order = [Int?](repeating: nil, count: rank)
        for (source, target) in zip(sources, targets) {
            let place = try t.axis(target, of: rank)
            guard order.indices.contains(place) else { throw Untranslated() }
            order[place] = try t.axis(source, of: rank)
        }
        var rest = (0..<rank).filter { !order.contains($0) }[...]
        let whole = order.map { $0 ?? rest.popFirst() ?? 0 }
        return t.give(call, "Transpose", [try call.first], ["perm": .ints(whole)])
    }

    /// What leaves an axis at its end comes back at its begin.
    private static let rolled: Rule = { (t, call) throws(Untranslated) in
        guard let shifts = try call.ints("shifts"), let dims = try call.ints("dims"), dims.count == shifts.count,
            !dims.isEmpty
        else { throw Untranslated() }
        let sizes = try t.sizes(call.first)
        var tensor = try call.first
        for (index, (shift, dim)) in zip(shifts, dims).enumerated() {
            let axis = try t.axis(dim, of: sizes.count)
            guard sizes.indices.contains(axis), let size = sizes[axis], size > 0 else { throw Untranslated() }
            let cut = ((-shift % size) + size) % size
            let parts = [try t.slice(tensor, axis, cut, .max), try t.slice(tensor, axis, 0, cut)]
            if index == dims.count - 1 { return t.give(call, "Concat", parts, ["axis": .int(axis)]) }
            tensor = t.emit("Concat", parts, ["axis": .int(axis)])
        }
        throw Untranslated()
    }
}
