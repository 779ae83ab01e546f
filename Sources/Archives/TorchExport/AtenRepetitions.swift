import Networks

/// Elements repeated, put side by side, and taken apart.
extension AtenTranslation {
    static let repetitions: [String: Rule] = [
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
    ]

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
}
