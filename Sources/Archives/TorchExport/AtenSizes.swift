import Networks

/// What rules ask about tensors.
extension AtenTranslation {
    /// Whether somebody reads a value.
    func isRead(_ value: String) -> Bool { read.contains(value) }

    /// The sizes of a tensor, `nil` for an open one.
    func sizes(_ tensor: String) throws(Untranslated) -> [Int?] {
        guard let facts = facts[tensor] else { throw Untranslated() }
        return facts.sizes.map { if case .known(let size) = $0 { size } else { nil } }
    }

    /// The sizes of a tensor, none of them open.
    func shape(_ tensor: String) throws(Untranslated) -> [Int] {
        let sizes = try sizes(tensor)
        let known = sizes.compactMap(\.self)
        guard known.count == sizes.count else { throw Untranslated() }
        return known
    }

    /// How many axes a tensor has.
    func rank(_ tensor: String) throws(Untranslated) -> Int { try sizes(tensor).count }

    /// What the elements of a tensor are.
    func type(_ tensor: String) -> NumberType { facts[tensor]?.type ?? .float32 }

    /// An axis, counted from the front.
    func axis(_ axis: Int, of rank: Int) throws(Untranslated) -> Int {
        let counted = axis < 0 ? axis + rank : axis
        guard (0..<max(rank, 1)).contains(counted) else { throw Untranslated() }
        return counted
    }

    /// Axes by an argument, all where it is left out or empty.
    func axes(_ call: AtenCall, _ name: String, of rank: Int) throws(Untranslated) -> [Int] {
        var axes: [Int] = []
        for axis in try call.ints(name) ?? [] { axes.append(try self.axis(axis, of: rank)) }
        return axes.isEmpty ? Array(0..<rank) : axes
    }

    /// The size of an axis: the number where it is known, else the tensor that reckons it.
    mutating func size(_ tensor: String, _ axis: Int) throws(Untranslated) -> ExportedNumber {
        let sizes = try sizes(tensor)
        guard sizes.indices.contains(axis) else { throw Untranslated() }
        if let size = sizes[axis] { return .known(size) }
        let name = emit("Shape", [tensor], ["start": .int(axis), "end": .int(axis + 1)])
        numbers[name] = name
        return .named(name)
    }
}
