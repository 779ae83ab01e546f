/// What the units along one axis of a tensor see of one axis of the image: all that is told of them.
struct Line: Hashable, Sendable {
    /// What each unit sees, clipped as the network clips it, without what all units see alike: the local field.
    private(set) var local: [PixelSet]
    /// What each unit sees, with everything: the strict field; `nil` where it is the local one.
    private(set) var strict: [PixelSet]?
    /// The local field if nothing had an end.
    private(set) var extent: Extent
    /// The field along the smallest path, in pixels, not clipped.
    private(set) var smallest: Int

    /// A line of units.
    ///
    /// - Precondition: as many strict fields as local ones.
    init(local: [PixelSet], strict: [PixelSet]? = nil, extent: Extent, smallest: Int) {
        precondition(strict.map { $0.count == local.count } ?? true, "one field per unit")
        self.local = local
        self.strict = strict == local ? nil : strict
        self.extent = extent
        self.smallest = smallest
    }

    /// The image: each unit is a pixel.
    init(pixels count: Int) {
        self.init(
            local: (0..<count).map { PixelSet(first: $0, last: $0) }, extent: .local([.pixel]), smallest: 1)
    }

    /// Units that see nothing.
    init(blind count: Int) {
        self.init(local: [PixelSet](repeating: .empty, count: count), extent: .local([]), smallest: .max)
    }

    /// One unit that may see everything.
    init(whole count: Int) {
        self.init(local: [PixelSet(first: 0, last: count - 1)], extent: .global, smallest: count)
    }

    /// Units.
    var count: Int { local.count }
    /// The strict field of each unit.
    var all: [PixelSet] { strict ?? local }
    /// Whether all that there is, and nothing local, is seen.
    var isGlobal: Bool { extent == .global }

    /// What the outputs of a sampling see.
    func sampled(_ sampling: Sampling) -> Line {
        guard sampling.inputs == count else { preconditionFailure("a sampling reads as many units as there are") }
        var wider = smallest
        if case .local(let rates) = extent, smallest < .max {
            let taps = sampling.taps(0)
            let span = max(0, taps.last - taps.first)
            let (pixels, overflow) = span.multipliedReportingOverflow(by: Int(rates.map(\.stride).max() ?? 0))
            wider = overflow ? .max - 1 : smallest.addingReportingOverflow(pixels).partialValue
        }
        return Line(
            local: Self.sampled(local, sampling), strict: strict.map { Self.sampled($0, sampling) },
            extent: extent.sampled(sampling), smallest: wider)
    }

    /// The fields of the outputs, each the union of those of its inputs that are there.
    ///
    /// Where each field touches the next and none begins or ends before the one before it, the union over
    /// neighbours is from the first's first to the last's last, whatever lies between.
    private static func sampled(_ fields: [PixelSet], _ sampling: Sampling) -> [PixelSet] {
        let isSmooth = isSmooth(fields)
        return (0..<sampling.outputs).map { output in
            let taps = sampling.present(output)
            if taps.count == 1 { return fields[taps.first] }
            if taps.count == 0 { return .empty }
            if isSmooth, taps.step == 1 {
                return PixelSet(first: fields[taps.first].first, last: fields[taps.last].last)
            }
            var union = PixelUnion()
            for index in 0..<taps.count { union.insert(fields[taps.first + index * taps.step]) }
            return union.set
        }
    }

    private static func isSmooth(_ fields: [PixelSet]) -> Bool {
        guard let first = fields.first, first.isDense, !first.isEmpty else { return false }
        var before = first
        for field in fields.dropFirst() {
            guard field.isDense, !field.isEmpty, field.first >= before.first, field.last >= before.last,
                field.first <= before.last + 1
            else { return false }
            before = field
        }
        return true
    }

    /// What the units of both see together; one unit stands for as many as the other line has.
    ///
    /// Of local fields only those that are local count, where there are any.
    func union(_ other: Line) -> Line {
        if other == self { return self }
        if count != other.count {
            return count == 1 ? spread(to: other.count).union(other) : union(other.spread(to: count))
        }
        let isOther = isGlobal && !other.isGlobal && !other.isBlind
        let isSelf = other.isGlobal && !isGlobal && !isBlind
        let together = Self.union(all, other.all)
        guard !isOther, !isSelf else {
            let line = isSelf ? self : other
            return Line(local: line.local, strict: together, extent: line.extent, smallest: line.smallest)
        }
        let isPlain = strict == nil && other.strict == nil
        return Line(
            local: isPlain ? together : Self.union(local, other.local), strict: isPlain ? nil : together,
            extent: extent.union(other.extent), smallest: min(smallest, other.smallest))
    }

    private var isBlind: Bool { extent == .local([]) }

    private static func union(_ a: [PixelSet], _ b: [PixelSet]) -> [PixelSet] {
        a == b ? a : a.indices.map { a[$0].union(b[$0]) }
    }

    /// The same units, said to follow no rule.
    var irregular: Line {
        Line(local: local, strict: strict, extent: isGlobal ? .global : .irregular, smallest: smallest)
    }

    /// A single unit's field for many.
    func spread(to count: Int) -> Line {
        Line(
            local: [PixelSet](repeating: local[0], count: count),
            strict: strict.map { [PixelSet](repeating: $0[0], count: count) }, extent: extent.spread,
            smallest: smallest)
    }

    /// What all units see together, as one unit: a global field unless there was but one.
    var collapsed: Line {
        guard count != 1 else { return self }
        guard !isBlind, count > 0 else { return Line(blind: 1) }
        func together(_ fields: [PixelSet]) -> [PixelSet] {
            var union = PixelUnion()
            for field in fields { union.insert(field) }
            return [union.set]
        }
        let local = together(local)
        return Line(
            local: local, strict: strict.map(together), extent: .global, smallest: max(local[0].size, 1))
    }

    /// Lines of one length, dealt out in turn: unit `u·n + k` is unit *u* of line *k*.
    static func woven(_ lines: [Line]) -> Line {
        let (count, turns) = (lines.count, lines[0].count)
        func dealt(_ fields: (Line) -> [PixelSet]) -> [PixelSet] {
            let all = lines.map(fields)
            return (0..<turns * count).map { all[$0 % count][$0 / count] }
        }
        return Line(
            local: dealt(\.local), strict: lines.contains { $0.strict != nil } ? dealt(\.all) : nil,
            extent: Extent.woven(lines.map(\.extent)), smallest: lines.map(\.smallest).min() ?? 1)
    }

    /// Lines one after another.
    static func joined(_ lines: [Line]) -> Line {
        let isPlain = lines.allSatisfy { $0.strict == nil }
        return Line(
            local: lines.flatMap(\.local), strict: isPlain ? nil : lines.flatMap(\.all),
            extent: Extent.joined(lines.map(\.extent), count: lines[0].count),
            smallest: lines.map(\.smallest).min() ?? 1)
    }
}
