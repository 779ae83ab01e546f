import Networks

/// Elements left out, chosen by their places, or written over.
extension AtenTranslation {
    static let selections: [String: Rule] = [
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
        // In order; of what is alike the first place comes first.
        "topk": { (t, call) throws(Untranslated) in
            guard let count = try call.int("k") else { throw Untranslated() }
            return try t.ordered(
                call, count, isDescending: call.flag("largest") ?? true, outputs: call.outputs)
        },
        "sort": { (t, call) throws(Untranslated) in try sorted(&t, call, outputs: call.outputs) },
        "argsort": { (t, call) throws(Untranslated) in
            try sorted(&t, call, outputs: ["", call.output]).suffix(1)
        },
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

    /// All elements of an axis in order, and their places.
    private static func sorted(
        _ t: inout AtenTranslation, _ call: AtenCall, outputs: [String]
    ) throws(Untranslated) -> [String] {
        let axis = try t.axis(try call.int("dim") ?? -1, of: t.rank(call.first))
        guard let count = try t.sizes(call.first)[axis] else { throw Untranslated() }
        return try t.ordered(call, count, isDescending: call.flag("descending") ?? false, outputs: outputs)
    }

    /// So many elements of an axis in order, and their places.
    private mutating func ordered(
        _ call: AtenCall, _ count: Int, isDescending: Bool, outputs: [String]
    ) throws(Untranslated) -> [String] {
        let axis = try axis(try call.int("dim") ?? -1, of: rank(call.first))
        return give(
            call, "TopK", [try call.first, try integers([count])],
            ["axis": .int(axis), "largest": .int(isDescending ? 1 : 0)],
            outputs: outputs[0].isEmpty ? [fresh("sorted")] + outputs.dropFirst() : outputs)
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
