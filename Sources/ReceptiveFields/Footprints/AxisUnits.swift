/// What the units along one axis of a tensor see of one axis of the image: all that is told of them.
struct AxisUnits: Hashable, Sendable {
    /// What each unit sees, clipped as the network clips it, without what all units see alike: the local field.
    private(set) var local: Fields
    /// What each unit sees, with everything: the strict field; `nil` where it is the local one.
    private(set) var strict: Fields?
    /// The local field if nothing had an end.
    private(set) var extent: Extent
    /// The field along the smallest path, in pixels, not clipped.
    private(set) var smallest: Int

    /// A line of units.
    ///
    /// - Precondition: as many strict fields as local ones.
    init(local: Fields, strict: Fields? = nil, extent: Extent, smallest: Int) {
        precondition(strict.map { $0.count == local.count } ?? true, "one field per unit")
        self.local = local
        self.strict = strict == local ? nil : strict
        self.extent = extent
        self.smallest = smallest
    }

    /// The image: each unit is a pixel.
    init(pixels count: Int) {
        self.init(local: Fields(pixels: count), extent: .local([.pixel]), smallest: 1)
    }

    /// Units that see nothing.
    init(empty count: Int) {
        self.init(local: Fields(repeating: .empty, count: count), extent: .local([]), smallest: .max)
    }

    /// One unit that may see everything.
    init(whole count: Int) {
        self.init(local: Fields([PixelSet(first: 0, last: count - 1)]), extent: .global, smallest: count)
    }

    /// How many fields are held one by one.
    var listedCount: Int { local.listedCount + (strict?.listedCount ?? 0) }
    /// Units.
    var count: Int { local.count }
    /// The strict field of each unit.
    var all: Fields { strict ?? local }
    /// Whether all that there is, and nothing local, is seen.
    var isGlobal: Bool { extent == .global }

    /// Whether fields move on from unit to unit, at one rate.
    var isMoving: Bool { extent.rate.map { $0.advance != 0 } ?? false }

    /// What the outputs of a sampling see.
    func sampled(_ sampling: Sampling) -> AxisUnits {
        guard sampling.inputs == count else { preconditionFailure("a sampling reads as many units as there are") }
        var wider = smallest
        if case .local(let rates) = extent, smallest < .max {
            let taps = sampling.taps(0)
            let span = max(0, taps.last - taps.first)
            let (pixels, overflow) = span.multipliedReportingOverflow(by: Int(rates.map(\.stride).max() ?? 0))
            wider = overflow ? .max - 1 : smallest.addingReportingOverflow(pixels).partialValue
        }
        let (local, strict) = (local.sampled(sampling), strict.map { $0.sampled(sampling) })
        if let strict, local.count > 0, local[0].isEmpty, local.together.isEmpty {
            // Of units that see nothing but what all see, as a token that was put before those of an image.
            return AxisUnits(local: strict, extent: .global, smallest: max(strict.together.size, 1))
        }
        return AxisUnits(local: local, strict: strict, extent: extent.sampled(sampling), smallest: wider)
    }

    /// What the units of both see together; one unit stands for as many as the other line has.
    ///
    /// Of local fields only those that are local count, where there are any.
    func union(_ other: AxisUnits) -> AxisUnits {
        if other == self { return self }
        if count != other.count {
            return count == 1 ? spread(to: other.count).union(other) : union(other.spread(to: count))
        }
        let isOther = isGlobal && !other.isGlobal && !other.isEmpty
        let isSelf = other.isGlobal && !isGlobal && !isEmpty
        let together = all.union(other.all)
        guard !isOther, !isSelf else {
            let line = isSelf ? self : other
            return AxisUnits(local: line.local, strict: together, extent: line.extent, smallest: line.smallest)
        }
        let isPlain = strict == nil && other.strict == nil
        return AxisUnits(
            local: isPlain ? together : local.union(other.local), strict: isPlain ? nil : together,
            extent: extent.union(other.extent), smallest: min(smallest, other.smallest))
    }

    private var isEmpty: Bool { extent == .local([]) }

    /// The same units, said to follow no rule.
    var irregular: AxisUnits {
        AxisUnits(local: local, strict: strict, extent: isGlobal ? .global : .irregular, smallest: smallest)
    }

    /// The same units, said to be what others see alike.
    var alike: AxisUnits {
        AxisUnits(local: local, strict: strict, extent: isEmpty ? extent : .global, smallest: smallest)
    }

    /// The same units, their fields said to be of the shortest period that they show.
    var settled: AxisUnits {
        AxisUnits(local: local, strict: strict, extent: extent.settled(count), smallest: smallest)
    }

    /// A single unit's field for many, who all see it alike.
    func spread(to count: Int) -> AxisUnits {
        AxisUnits(
            local: Fields(repeating: local[0], count: count),
            strict: strict.map { Fields(repeating: $0[0], count: count) }, extent: alike.extent, smallest: smallest)
    }

    /// What all units see together, as one unit: a global field unless there was but one.
    var collapsed: AxisUnits {
        guard count != 1 else { return self }
        guard !isEmpty, count > 0 else { return AxisUnits(empty: 1) }
        let together = local.together
        return AxisUnits(
            local: Fields([together]), strict: strict.map { Fields([$0.together]) }, extent: .global,
            smallest: max(together.size, 1))
    }

    /// Lines of one length, dealt out in turn: unit `u·n + k` is unit *u* of line *k*.
    static func woven(_ lines: [AxisUnits]) -> AxisUnits {
        let (count, turns) = (lines.count, lines[0].count)
        func dealt(_ fields: (AxisUnits) -> Fields) -> Fields {
            let all = lines.map(fields)
            return Fields((0..<turns * count).map { all[$0 % count][$0 / count] })
        }
        return AxisUnits(
            local: dealt(\.local), strict: lines.contains { $0.strict != nil } ? dealt(\.all) : nil,
            extent: Extent.woven(lines.map(\.extent)), smallest: lines.map(\.smallest).min() ?? 1)
    }

    /// Lines one after another.
    static func joined(_ lines: [AxisUnits]) -> AxisUnits {
        let isPlain = lines.allSatisfy { $0.strict == nil }
        return AxisUnits(
            local: Fields(lines.flatMap(\.local.list)), strict: isPlain ? nil : Fields(lines.flatMap(\.all.list)),
            extent: Extent.joined(lines.map(\.extent), count: lines[0].count),
            smallest: lines.map(\.smallest).min() ?? 1)
    }
}
