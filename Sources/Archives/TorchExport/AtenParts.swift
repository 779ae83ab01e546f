import Networks

/// Values that are parts of others: what is written to one is written to the whole.
extension AtenTranslation {
    /// A value's place in another.
    struct Part {
        let whole: String
        let axis, start, length, size: Int
        /// Whether the part lacks the axis.
        let isOne: Bool
    }

    /// The part of a value that a slice, or one place of an axis, is.
    func part(_ call: AtenCall, of whole: String) throws(Untranslated) -> Part? {
        let sizes = try sizes(call.first)
        guard ["slice", "select"].contains(call.name), try call.int("step") ?? 1 == 1, !sizes.isEmpty else {
            return nil
        }
        let axis = try axis(try call.int("dim") ?? 0, of: sizes.count)
        guard let size = sizes[axis], size < 1 << 30 else { return nil }
        func place(_ index: Int) -> Int { min(max(index < 0 ? index + size : index, 0), size) }
        if call.name == "select" {
            guard let index = try call.int("index"), place(index) < size else { return nil }
            return Part(whole: whole, axis: axis, start: place(index), length: 1, size: size, isOne: true)
        }
        let (start, end) = (place(try call.int("start") ?? 0), place(try call.int("end") ?? size))
        guard start < end else { return nil }
        return Part(whole: whole, axis: axis, start: start, length: end - start, size: size, isOne: false)
    }

    /// The values that a value is a part of, from the nearest on, with it written over; none that cannot be followed.
    mutating func wholes(of value: String, after tensor: String) -> [(value: String, tensor: String)] {
        var (value, tensor) = (value, tensor)
        var wholes: [(value: String, tensor: String)] = []
        while let part = parts[value], wholes.count < 8, let known = memory.tensor(part.whole), !known.isOutdated,
            let written = try? written(part, of: known.name, tensor)
        {
            wholes.append((part.whole, written))
            (value, tensor) = (part.whole, written)
        }
        return wholes
    }

    private mutating func written(
        _ part: Part, of whole: String, _ tensor: String
    ) throws(Untranslated) -> String {
        var middle = tensor
        if part.isOne { middle = emit("Unsqueeze", [tensor, try integers([part.axis])]) }
        var pieces = part.start > 0 ? [try slice(whole, part.axis, 0, part.start)] : []
        pieces.append(middle)
        let end = part.start + part.length
        if end < part.size { pieces.append(try slice(whole, part.axis, end, part.size)) }
        return emit(
            "Concat", pieces, ["axis": .int(part.axis)], as: facts[whole]?.type, sizes: facts[whole]?.sizes)
    }
}
