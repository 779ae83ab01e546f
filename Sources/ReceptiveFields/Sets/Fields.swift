/// The field of every unit of a row, as the network clips it.
///
/// Where every field is its neighbour's, moved on and cut off at common bounds, four numbers hold them all, however
/// many there are; else there is a list.
struct Fields: Hashable, Sendable {
    private enum Storage: Hashable {
        /// Fields one by one.
        case list([PixelSet])
        /// Unit *u* sees `start + advance·u …`, `size` pixels, less what lies outside the bounds.
        case even(Even)
    }

    private let storage: Storage
    /// Units.
    let count: Int

    private init(_ storage: Storage, count: Int) {
        self.storage = storage
        self.count = count
    }

    /// Fields one by one.
    init(_ list: [PixelSet]) { self.init(.list(list), count: list.count) }

    /// Pixels, each its own field.
    init(pixels count: Int) {
        self.init(
            .even(Even(start: 0, advance: 1, size: 1, low: 0, high: count - 1)), count: count)
    }

    /// One field for every unit.
    init(repeating field: PixelSet, count: Int) {
        if field.isDense, !field.isEmpty {
            let even = Even(start: field.first, advance: 0, size: field.size, low: field.first, high: field.last)
            self.init(.even(even), count: count)
        } else {
            self.init([PixelSet](repeating: field, count: count))
        }
    }

    /// How many fields are held one by one: what every further step costs.
    var listedCount: Int { if case .list(let list) = storage { list.count } else { 0 } }

    /// The field of a unit.
    subscript(unit: Int) -> PixelSet {
        switch storage {
        case .list(let list): list[unit]
        case .even(let even): even[unit]
        }
    }

    /// All fields, one by one.
    var list: [PixelSet] {
        if case .list(let list) = storage { return list }
        return (0..<count).map { self[$0] }
    }

    /// The fields of the outputs of a sampling, each the union of those of its inputs that are there.
    func sampled(_ sampling: Sampling) -> Fields {
        if case .even(let even) = storage, let sampled = even.sampled(sampling, count: count) {
            return Fields(.even(sampled), count: sampling.outputs)
        }
        return listed.plainlySampled(sampling)
    }

    /// The same without the closed form.
    var listed: Fields { Fields(list) }

    /// Each union found tap by tap.
    ///
    /// Where each field touches the next and none begins or ends before the one before it, the union over
    /// neighbours is from the first's first to the last's last, whatever lies between.
    private func plainlySampled(_ sampling: Sampling) -> Fields {
        let fields = list
        // Looked at once, and not at all where every output reads one unit: a long row is cut into many parts.
        var known: Bool?
        func isSmooth() -> Bool {
            let isSmooth = known ?? Self.isSmooth(fields)
            known = isSmooth
            return isSmooth
        }
        return Fields(
            (0..<sampling.outputs).map { output in
                let taps = sampling.present(output)
                if taps.count == 1 { return fields[taps.first] }
                if taps.count == 0 { return .empty }
                if taps.step == 1, isSmooth() {
                    return PixelSet(first: fields[taps.first].first, last: fields[taps.last].last)
                }
                var union = PixelUnion()
                for index in 0..<taps.count { union.insert(fields[taps.first + index * taps.step]) }
                return union.set
            })
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

    /// Unit by unit what either sees.
    ///
    /// - Precondition: as many units.
    func union(_ other: Fields) -> Fields {
        precondition(count == other.count, "fields of as many units")
        if self == other { return self }
        if case .even(let a) = storage, case .even(let b) = other.storage, let both = a.union(b) {
            return Fields(.even(both), count: count)
        }
        return Fields((0..<count).map { self[$0].union(other[$0]) })
    }

    /// What all units see together.
    var together: PixelSet {
        if case .even(let even) = storage, even.isSmooth, count > 0 {
            return even[0].union(even[count - 1]).union(PixelSet(first: even[0].first, last: even[count - 1].last))
        }
        var union = PixelUnion()
        for unit in 0..<count { union.insert(self[unit]) }
        return union.set
    }
}

/// Fields that move on evenly and are cut off at common bounds; none is empty.
struct Even: Hashable, Sendable {
    let start, advance, size, low, high: Int

    subscript(unit: Int) -> PixelSet {
        let first = start + advance * unit
        return PixelSet(first: max(low, first), last: min(high, first + size - 1))
    }

    /// Whether each field touches the next.
    var isSmooth: Bool { advance >= 0 && advance <= size }

    /// The fields of the outputs of a sampling, if they are even too.
    ///
    /// With the window clipped to the units there are, `first = max(low, start + advance·max(0, a))` for its first unit
    /// *a*: that is `max(low′, start + advance·a)` with `low′ = max(low, start)`, unit 0's first pixel; likewise the
    /// last. So the bounds become what all units see, and the rest is the closed form.
    func sampled(_ sampling: Sampling, count: Int) -> Even? {
        let taps = sampling.taps(0)
        let last = sampling.outputs - 1
        guard sampling.period == 1, sampling.edge == .nothing, sampling.advance >= 0, advance >= 0, last >= 0,
            taps.count > 0, taps.count == 1 || advance * taps.step <= size
        else { return nil }
        let end = sampling.taps(last)
        // Every window must reach a unit, or its output would see nothing.
        guard taps.last >= 0, end.first < count else { return nil }
        let isClippedBefore = taps.first < 0
        let isClippedAfter = end.last > count - 1
        if taps.step > 1 {
            // Of a window with gaps the first unit that is there is not the row's first: its field must reach as far.
            let gap = taps.step - 1
            guard count > gap || !isClippedBefore && !isClippedAfter,
                !isClippedBefore || start + advance * gap <= low,
                !isClippedAfter || start + advance * (count - 1 - gap) + size - 1 >= high
            else { return nil }
        }
        let sampled = Even(
            start: start + advance * taps.first, advance: advance * sampling.advance,
            size: size + advance * (taps.last - taps.first), low: isClippedBefore ? self[0].first : low,
            high: isClippedAfter ? self[count - 1].last : high)
        let reach = 1 << 50
        guard abs(sampled.start) < reach, sampled.size < reach, sampled.advance < reach, !sampled[0].isEmpty,
            !sampled[last].isEmpty
        else { return nil }
        return sampled
    }

    /// Unit by unit what either sees, if that is even too.
    func union(_ other: Even) -> Even? {
        if contains(other) { return self }
        if other.contains(self) { return other }
        let (end, otherEnd) = (start + size, other.start + other.size)
        guard advance == other.advance, low == other.low, high == other.high, start <= otherEnd, other.start <= end
        else { return nil }
        let first = min(start, other.start)
        return Even(start: first, advance: advance, size: max(end, otherEnd) - first, low: low, high: high)
    }

    /// Whether every unit sees all that the other's sees.
    private func contains(_ other: Even) -> Bool {
        guard low <= other.low, high >= other.high else { return false }
        if advance == 0, start <= other.low, start + size - 1 >= other.high { return true }
        return advance == other.advance && start <= other.start && start + size >= other.start + other.size
    }
}
