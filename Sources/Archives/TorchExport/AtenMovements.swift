import Networks

/// Elements moved, repeated or left out.
extension AtenTranslation {
    /// Operators that may give what shares elements with their input.
    static let views: Set<String> = [
        "view", "reshape", "_reshape_alias", "flatten", "unflatten", "transpose", "permute", "t", "numpy_T", "mT",
        "swapaxes", "swapdims", "movedim", "moveaxis", "squeeze", "unsqueeze", "expand", "expand_as", "view_as",
        "select", "slice", "narrow", "split", "split_with_sizes", "chunk", "unbind", "tensor_split", "detach", "alias",
        "contiguous", "to", "diagonal", "unfold", "dropout", "feature_dropout", "alpha_dropout", "type_as",
    ]

    static let movements: [String: Rule] = [
        // The same elements.
        "clone": same, "contiguous": same, "detach": same, "alias": same, "lift_fresh": same, "lift": same,
        "to": converted, "_to_copy": converted, "type_as": converted,
        // Under another shape.
        "view": { (t, call) throws(Untranslated) in try t.reshaped(call, call.wholes("size")) },
        "_unsafe_view": { (t, call) throws(Untranslated) in try t.reshaped(call, call.wholes("size")) },
        "reshape": { (t, call) throws(Untranslated) in try t.reshaped(call, call.wholes("shape")) },
        "_reshape_alias": { (t, call) throws(Untranslated) in try t.reshaped(call, call.wholes("size")) },
        "view_as": { (t, call) throws(Untranslated) in try t.reshaped(call, t.shape(call.output).map { .known($0) }) },
        "flatten": flattened, "unflatten": unflattened,
        "squeeze": { (t, call) throws(Untranslated) in
            let sizes = try t.sizes(call.first)
            // Axes of other sizes stay, whatever is asked.
            let axes = try t.axes(call, "dim", of: sizes.count).filter { sizes.indices.contains($0) && sizes[$0] == 1 }
            if axes.isEmpty { return [try call.first] }
            return t.give(call, "Squeeze", [try call.first, try t.integers(axes)])
        },
        "unsqueeze": { (t, call) throws(Untranslated) in
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first) + 1)
            return t.give(call, "Unsqueeze", [try call.first, try t.integers([axis])])
        },
        // In another order.
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
        // Repeated.
        "expand": { (t, call) throws(Untranslated) in
            guard let sizes = try call.wholes("size") else { throw Untranslated() }
            return t.give(
                call, "Expand", [try call.first, try t.wholes(sizes.map { $0 == .known(-1) ? .known(1) : $0 })])
        },
        "expand_as": { (t, call) throws(Untranslated) in
            guard let other = try call.tensor("other") else { throw Untranslated() }
            return t.give(call, "Expand", [try call.first, t.emit("Shape", [other])])
        },
        "meshgrid": { (t, call) throws(Untranslated) in
            let tensors = try call.list
            let shape = try t.integers(try t.shape(call.output))
            guard tensors.count == call.outputs.count else { throw Untranslated() }
            var grids: [String] = []
            for (index, tensor) in tensors.enumerated() {
                // Columns come first where the tensors are called x and y.
                let axis = call.text("indexing") == "xy" && index < 2 && tensors.count > 1 ? 1 - index : index
                var sizes = [Int](repeating: 1, count: tensors.count)
                sizes[axis] = -1
                let line = t.emit("Reshape", [tensor, try t.integers(sizes)])
                grids += t.give(call, "Expand", [line, shape], [:], outputs: [call.outputs[index]])
            }
            return grids
        },
        "repeat": { (t, call) throws(Untranslated) in try tiled(&t, call, "repeats") },
        "tile": { (t, call) throws(Untranslated) in try tiled(&t, call, "dims") },
        "repeat_interleave": { (t, call) throws(Untranslated) in
            guard let repeats = try call.int("repeats"), let dim = try call.int("dim") else { throw Untranslated() }
            let shape = try t.shape(call.output)
            let axis = try t.axis(dim, of: shape.count)
            let apart = t.emit("Unsqueeze", [try call.first, try t.integers([axis + 1])])
            var counts = [Int](repeating: 1, count: shape.count + 1)
            counts[axis + 1] = repeats
            return t.give(
                call, "Reshape", [t.emit("Tile", [apart, try t.integers(counts)]), try t.integers(shape)])
        },
        // Side by side, and apart.
        "cat": joined, "concat": joined, "concatenate": joined,
        "stack": { (t, call) throws(Untranslated) in
            let tensors = try call.list
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(tensors[0]) + 1)
            let place = try t.integers([axis])
            let layers = tensors.map { t.emit("Unsqueeze", [$0, place]) }
            return t.give(call, "Concat", layers, ["axis": .int(axis)])
        },
        "split": { (t, call) throws(Untranslated) in try t.parted(call) },
        "split_with_sizes": { (t, call) throws(Untranslated) in try t.parted(call) },
        "chunk": { (t, call) throws(Untranslated) in try t.parted(call) },
        "tensor_split": { (t, call) throws(Untranslated) in try t.parted(call) },
        "unbind": { (t, call) throws(Untranslated) in
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            var parts: [String] = []
            for (index, output) in call.outputs.enumerated() where !output.isEmpty {
                let place = try t.integers([index], shape: [])
                parts += t.give(call, "Gather", [try call.first, place], ["axis": .int(axis)], outputs: [output])
            }
            guard parts.count == call.outputs.count else { throw Untranslated() }
            return parts
        },
        // Parts.
        "slice": { (t, call) throws(Untranslated) in
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            return t.give(
                call, "Slice",
                [
                    try call.first, try t.wholes([call.whole("start") ?? .known(0)]),
                    try t.wholes([call.whole("end") ?? .known(.max)]), try t.integers([axis]),
                    try t.integers([try call.int("step") ?? 1]),
                ])
        },
        "narrow": { (t, call) throws(Untranslated) in
            guard let start = try call.int("start"), let length = try call.int("length") else { throw Untranslated() }
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            let end = start + length
            // A start counted from the end may reach it, which is then no number of its own.
            return t.give(
                call, "Slice",
                [
                    try call.first, try t.integers([start]), try t.integers([start < 0 && end >= 0 ? .max : end]),
                    try t.integers([axis]),
                ])
        },
        "select": { (t, call) throws(Untranslated) in
            guard let index = try call.int("index") else { throw Untranslated() }
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            return t.give(
                call, "Gather", [try call.first, try t.integers([index], shape: [])], ["axis": .int(axis)])
        },
        "index_select": { (t, call) throws(Untranslated) in
            guard let index = try call.tensor("index") else { throw Untranslated() }
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            return t.give(call, "Gather", [try call.first, index], ["axis": .int(axis)])
        },
        "gather": { (t, call) throws(Untranslated) in
            guard let index = try call.tensor("index") else { throw Untranslated() }
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            return t.give(call, "GatherElements", [try call.first, index], ["axis": .int(axis)])
        },
        "embedding": { (t, call) throws(Untranslated) in
            guard let indices = try call.tensor("indices") else { throw Untranslated() }
            return t.give(call, "Gather", [try call.first, indices], ["axis": .int(0)])
        },
        "index": indexed,
        // Written over: all of it, or a part.
        "copy": { (t, call) throws(Untranslated) in
            guard let source = try call.tensor("src") else { throw Untranslated() }
            let cast = t.cast(source, to: t.type(call.output))
            if try t.sizes(source) == t.sizes(call.output) { return t.give(call, "Identity", [cast]) }
            return t.give(call, "Expand", [cast, t.emit("Shape", [try call.first])])
        },
        "slice_scatter": { (t, call) throws(Untranslated) in
            guard let source = try call.tensor("src"), try call.int("step") ?? 1 == 1 else { throw Untranslated() }
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            return try t.written(call, source, axis, from: try call.int("start") ?? 0)
        },
        "select_scatter": { (t, call) throws(Untranslated) in
            guard let source = try call.tensor("src"), let index = try call.int("index") else { throw Untranslated() }
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            let size = try t.sizes(call.first)[axis]
            guard index >= 0 || size != nil else { throw Untranslated() }
            let layer = t.emit("Unsqueeze", [source, try t.integers([axis])])
            return try t.written(call, layer, axis, from: index < 0 ? index + (size ?? 0) : index, length: 1)
        },
        "tril": { (t, call) throws(Untranslated) in
            t.give(
                call, "Trilu", [try call.first, try t.integers([try call.int("diagonal") ?? 0], shape: [])],
                ["upper": .int(0)])
        },
        "triu": { (t, call) throws(Untranslated) in
            t.give(call, "Trilu", [try call.first, try t.integers([try call.int("diagonal") ?? 0], shape: [])])
        },
    ]

    private static let same: Rule = { (t, call) throws(Untranslated) in [try call.first] }

    /// The same elements, of the type that the output has.
    private static let converted: Rule = { (t, call) throws(Untranslated) in
        let (from, to) = (t.type(try call.first), t.type(call.output))
        if from == to || from.isFloat && to.isFloat { return [try call.first] }
        return t.give(call, "Cast", [try call.first], ["to": .int(to.onnx)])
    }

    private mutating func reshaped(_ call: AtenCall, _ sizes: [ExportedNumber]?) throws(Untranslated) -> [String] {
        // A view as another type has no sizes.
        guard let sizes else { throw Untranslated() }
        let isEmpty = sizes.contains(.known(0))
        return give(call, "Reshape", [try call.first, try wholes(sizes)], isEmpty ? ["allowzero": .int(1)] : [:])
    }

    /// Axes from one to another made one, whatever the sizes.
    private static let flattened: Rule = { (t, call) throws(Untranslated) in
        let rank = try t.rank(call.first)
        guard rank > 0 else { return t.give(call, "Reshape", [try call.first, try t.integers([1])]) }
        let start = try t.axis(try call.int("start_dim") ?? 0, of: rank)
        let end = try t.axis(try call.int("end_dim") ?? -1, of: rank)
        guard start <= end else { throw Untranslated() }
        if start == 1, end == rank - 1 { return t.give(call, "Flatten", [try call.first], ["axis": .int(1)]) }
        // 0 stands for the size that is there.
        var sizes = [ExportedNumber](repeating: .known(0), count: start) + [.known(-1)]
        for axis in end + 1..<max(rank, end + 1) { sizes.append(try t.size(call.first, axis)) }
        return t.give(call, "Reshape", [try call.first, try t.wholes(sizes)])
    }

    private static let unflattened: Rule = { (t, call) throws(Untranslated) in
        let rank = try t.rank(call.first)
        let axis = try t.axis(try call.int("dim") ?? 0, of: rank)
        guard let parts = try call.wholes("sizes") else { throw Untranslated() }
        var sizes = [ExportedNumber](repeating: .known(0), count: axis) + parts
        for axis in axis + 1..<max(rank, axis + 1) { sizes.append(try t.size(call.first, axis)) }
        return t.give(call, "Reshape", [try call.first, try t.wholes(sizes)])
    }

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

    /// A tensor with another in place of a part of an axis.
    private mutating func written(
        _ call: AtenCall, _ source: String, _ axis: Int, from start: Int, length: Int? = nil
    ) throws(Untranslated) -> [String] {
        let whole = try sizes(call.first)[axis]
        let known: Int? = if let length { length } else { try sizes(source)[axis] }
        guard let whole, let known, whole < 1 << 30, known <= whole else { throw Untranslated() }
        let begin = min(max(start < 0 ? start + whole : start, 0), whole - known)
        if begin == 0, known == whole { return give(call, "Identity", [source]) }
        var parts: [String] = []
        if begin > 0 { parts.append(try slice(call.first, axis, 0, begin)) }
        parts.append(source)
        if begin + known < whole { parts.append(try slice(call.first, axis, begin + known, .max)) }
        return give(call, "Concat", parts, ["axis": .int(axis)])
    }

    /// A part of one axis.
    mutating func slice(_ tensor: String, _ axis: Int, _ start: Int, _ end: Int) throws(Untranslated) -> String {
        emit("Slice", [tensor, try integers([start]), try integers([end]), try integers([axis])])
    }

    private static func tiled(
        _ t: inout AtenTranslation, _ call: AtenCall, _ name: String
    ) throws(Untranslated) -> [String] {
        guard var repeats = try call.wholes(name) else { throw Untranslated() }
        var tensor = try call.first
        let rank = try t.rank(tensor)
        if repeats.count < rank {
            repeats = [ExportedNumber](repeating: .known(1), count: rank - repeats.count) + repeats
        }
        if repeats.count > rank {
            tensor = t.emit("Unsqueeze", [tensor, try t.integers(Array(0..<repeats.count - rank))])
        }
        return t.give(call, "Tile", [tensor, try t.wholes(repeats)])
    }

    private static let joined: Rule = { (t, call) throws(Untranslated) in
        let type = t.type(call.output)
        // Once a list without elements was allowed beside any shape.
        var tensors: [String] = []
        for tensor in try call.list where try t.sizes(tensor) != [0] { tensors.append(t.cast(tensor, to: type)) }
        guard let first = tensors.first else { throw Untranslated() }
        let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(first))
        return t.give(call, "Concat", tensors, ["axis": .int(axis)])
    }

    /// Parts of an axis, of the sizes that PyTorch found.
    private mutating func parted(_ call: AtenCall) throws(Untranslated) -> [String] {
        let axis = try axis(try call.int("dim") ?? 0, of: rank(call.first))
        var parts: [Int] = []
        for output in call.outputs {
            let sizes = try sizes(output)
            guard sizes.indices.contains(axis), let size = sizes[axis] else { throw Untranslated() }
            parts.append(size)
        }
        return give(
            call, "Split", [try call.first, try integers(parts)], ["axis": .int(axis)], outputs: call.outputs)
    }

    /// Places by whole numbers along one axis, or along several that are side by side.
    private static let indexed: Rule = { (t, call) throws(Untranslated) in
        guard case .tensors(let given)? = call.argument("indices") else { throw Untranslated() }
        let axes = given.indices.filter { !given[$0].isEmpty }
        guard let axis = axes.first, axes.allSatisfy({ t.type(given[$0]) != .bool && t.type(given[$0]).isInteger })
        else {
            throw Untranslated()
        }
        if axes.count == 1 {
            return t.give(call, "Gather", [try call.first, given[axis]], ["axis": .int(axis)])
        }
        // Axes side by side are made one, and their places counted along it.
        guard axes == Array(axis..<axis + axes.count) else { throw Untranslated() }
        let shape = try t.shape(call.first)
        guard shape.count >= axis + axes.count, let length = product(Array(shape[axis..<axis + axes.count])) else {
            throw Untranslated()
        }
        var place = ""
        for axis in axes {
            // A place counted from the end has the size's remainder.
            let size = try t.integers([shape[axis]], shape: [])
            let index = t.emit("Mod", [t.cast(given[axis], to: .int64), size])
            place = place.isEmpty ? index : t.emit("Add", [t.emit("Mul", [place, size]), index])
        }
        let sizes = shape[..<axis] + [length] + shape[(axis + axes.count)...]
        let flat = t.emit("Reshape", [try call.first, try t.integers(Array(sizes))])
        return t.give(call, "Gather", [flat, place], ["axis": .int(axis)])
    }
}
