import Networks

/// The same elements: as they are, of another type, under another shape.
extension AtenTranslation {
    static let reshapes: [String: Rule] = [
        // The same elements.
        "clone": same, "contiguous": same, "detach": same, "alias": same, "lift_fresh": same, "lift": same,
        "to": converted, "_to_copy": converted, "type_as": converted,
        // Under another shape.
        "view": { (t, call) throws(Untranslated) in try t.reshaped(call, call.wholes("size")) },
        "_unsafe_view": { (t, call) throws(Untranslated) in try t.reshaped(call, call.wholes("size")) },
        "reshape": { (t, call) throws(Untranslated) in try t.reshaped(call, call.wholes("shape")) },
        "_reshape_alias": { (t, call) throws(Untranslated) in try t.reshaped(call, call.wholes("size")) },
        "view_as": { (t, call) throws(Untranslated) in try t.reshaped(call, t.shape(call.output).map { .known($0) }) },
        "reshape_as": { (t, call) throws(Untranslated) in
            try t.reshaped(call, t.shape(call.output).map { .known($0) })
        },
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
}
