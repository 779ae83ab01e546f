/// What every element of a tensor sees of one axis of the image, where that depends on its place along one axis, the
/// lane, and on its kind along the others.
struct Term: Hashable, Sendable {
    /// The axis along which units see one part of the image after another; `nil` where all see the same.
    private(set) var lane: Int?
    /// Per axis, the kinds of its elements; of the lane but one.
    private(set) var axes: [Kinds]
    /// One line of units along the lane for every combination of kinds, the last axis fastest.
    private(set) var lines: [Line]
    /// Whether this is what is seen, and no upper bound of it.
    private(set) var isExact = true

    /// Beyond so many fields in one term kinds are taken together, and the result is an upper bound.
    static let mostFields = 1 << 22

    /// A term.
    ///
    /// - Precondition: one line for every combination of kinds.
    init(lane: Int?, axes: [Kinds], lines: [Line]) {
        precondition(lines.count == axes.reduce(1) { $0 * $1.kinds }, "a line for every combination of kinds")
        self.lane = lane
        self.axes = axes
        self.lines = lines
    }

    /// A tensor all of whose elements see alike but for their place along the lane.
    init(shape: [Int], lane: Int?, line: Line) {
        self.init(lane: lane, axes: shape.map(Kinds.init(alike:)), lines: [line])
    }

    var rank: Int { axes.count }
    var shape: [Int] { axes.map(\.count) }
    /// The one line of a tensor whose elements see alike; else what those of one place see together.
    var overview: Line { lines.dropFirst().reduce(lines[0]) { $0.union($1) } }

    /// Lines from one combination of kinds to the next along an axis.
    private func pace(_ axis: Int) -> Int { axes[(axis + 1)...].reduce(1) { $0 * $1.kinds } }

    /// The same, each line changed; along the lane, if there is one, `count` units.
    func mapLines(_ count: Int? = nil, _ change: (Line) -> Line) -> Term {
        var axes = axes
        if let lane, let count { axes[lane] = Kinds(alike: count) }
        return with(lane, axes, lines.map(change)).simplified()
    }

    /// Along an axis that is not the lane, elements that each see what some elements of old saw together.
    ///
    /// - Parameters:
    ///   - kinds: the new elements, by what they are made of.
    ///   - sets: for every new kind the old kinds it is made of; none for one that sees nothing.
    func regrouped(_ axis: Int, _ kinds: Kinds, _ sets: [[Int]]) -> Term {
        let pace = pace(axis)
        let (old, length) = (axes[axis].kinds, lines[0].count)
        var result: [Line] = []
        result.reserveCapacity(lines.count / old * max(1, sets.count))
        for outer in 0..<lines.count / (old * pace) {
            for set in sets.isEmpty ? [[]] : sets {
                for inner in 0..<pace {
                    let members = set.map { lines[(outer * old + $0) * pace + inner] }
                    result.append(
                        members.isEmpty ? Line(blind: length) : members.dropFirst().reduce(members[0]) { $0.union($1) })
                }
            }
        }
        var axes = axes
        axes[axis] = kinds
        return with(lane, axes, result).simplified()
    }

    /// The outputs of a sampling along an axis.
    func sampled(_ axis: Int, _ sampling: Sampling) -> Term {
        if lane == axis { return mapLines(sampling.outputs) { $0.sampled(sampling) } }
        let kinds = axes[axis]
        if kinds.kinds == 1 {
            // Outputs see what all inputs see, or, wholly in a padding, nothing.
            let isSeeing = (0..<sampling.outputs).map { sampling.present($0).count > 0 }
            if !isSeeing.contains(false) {
                var axes = axes
                axes[axis] = Kinds(alike: sampling.outputs)
                return with(lane, axes, lines)
            }
            let isBlind = !isSeeing.contains(true)
            let outputs = Kinds(isSeeing.map { $0 || isBlind ? 0 : 1 }, kinds: isBlind ? 1 : 2)
            return regrouped(axis, outputs, isBlind ? [[]] : [[0], []])
        }
        let (outputs, taps) = Kinds.sorting((0..<sampling.outputs).map { sampling.present($0) })
        return regrouped(
            axis, outputs,
            taps.map { taps in Set((0..<taps.count).map { kinds[taps.first + $0 * taps.step] }).sorted() })
    }

    /// All elements along an axis taken together, as one.
    func collapsed(_ axis: Int) -> Term {
        guard lane != axis else {
            var term = mapLines(1) { $0.collapsed }
            term.lane = nil
            return term
        }
        return regrouped(axis, Kinds(alike: 1), [Array(0..<axes[axis].kinds)])
    }

    /// The axes in another order.
    func permuted(_ order: [Int]) -> Term {
        let paces = order.map { pace($0) }
        let sizes = order.map { axes[$0].kinds }
        var result: [Line] = []
        result.reserveCapacity(lines.count)
        var place = sizes.map { _ in 0 }
        for _ in lines.indices {
            result.append(lines[zip(place, paces).reduce(0) { $0 + $1.0 * $1.1 }])
            for axis in place.indices.reversed() {
                place[axis] += 1
                if place[axis] < sizes[axis] { break }
                place[axis] = 0
            }
        }
        return with(lane.flatMap { order.firstIndex(of: $0) }, order.map { axes[$0] }, result)
    }

    /// The tensor with axes of one element put in at places of the result, in ascending order.
    func inserting(_ places: [Int]) -> Term {
        var (axes, lane) = (axes, lane)
        for place in places {
            axes.insert(Kinds(alike: 1), at: place)
            if let old = lane, old >= place { lane = old + 1 }
        }
        return with(lane, axes, lines)
    }

    /// The tensor without an axis, whose elements all see alike or which has but one.
    func removing(_ axis: Int) -> Term {
        var (axes, lane) = (axes, lane)
        axes.remove(at: axis)
        if let old = lane { lane = old == axis ? nil : old > axis ? old - 1 : old }
        return with(lane, axes, lines)
    }

    /// Stretched to a shape of as many axes: one element stands for as many as there are.
    func spread(to shape: [Int]) -> Term {
        guard shape != self.shape else { return self }
        var term = self
        if let lane, axes[lane].count == 1, shape[lane] != 1 { term.lane = nil }
        term.axes = zip(axes, shape).map { $0.count == $1 ? $0 : Kinds(alike: $1) }
        return term
    }

    /// Both together, if their lanes allow it.
    ///
    /// - Precondition: one shape.
    func union(_ other: Term) -> Term? {
        if self == other { return self }
        guard lane == other.lane || lane == nil || other.lane == nil else { return nil }
        var axes: [Kinds] = []
        var pairs: [[(Int, Int)]] = []
        for (a, b) in zip(self.axes, other.axes) {
            guard a.kinds > 1 || b.kinds > 1 else {
                axes.append(a)
                pairs.append([(0, 0)])
                continue
            }
            let sorted = Kinds.sorting((0..<a.count).map { a[$0] * b.kinds + b[$0] })
            axes.append(sorted.kinds)
            pairs.append(sorted.values.map { ($0 / b.kinds, $0 % b.kinds) })
        }
        var places = [(0, 0)]
        for (axis, choices) in pairs.enumerated() {
            let (paceA, paceB) = (pace(axis), other.pace(axis))
            places = places.flatMap { place in choices.map { (place.0 + $0.0 * paceA, place.1 + $0.1 * paceB) } }
        }
        let lines = places.map { self.lines[$0.0].union(other.lines[$0.1]) }
        var term = with(lane ?? other.lane, axes, lines)
        term.isExact = isExact && other.isExact
        return term.simplified()
    }

    private func with(_ lane: Int?, _ axes: [Kinds], _ lines: [Line]) -> Term {
        var term = Term(lane: lane, axes: axes, lines: lines)
        term.isExact = isExact
        return term
    }

    /// The same with some axes replaced, and lines for them.
    func replacing(_ places: Range<Int>, by kinds: [Kinds], lane: Int?, lines: [Line]) -> Term {
        var axes = axes
        axes.replaceSubrange(places, with: kinds)
        return with(lane, axes, lines).simplified()
    }

    /// Marked as an upper bound.
    var asBound: Term {
        var term = self
        term.isExact = false
        return term
    }

    /// All kinds taken together: every element is said to see what any of its place sees.
    private var bounded: Term {
        Term(lane: lane, axes: axes.map { Kinds(alike: $0.count) }, lines: [overview]).asBound
    }

    /// Kinds that see alike made one. Beyond ``mostFields`` the kinds of the axis that has most are taken together.
    private func simplified() -> Term {
        guard lines.count > 1 else { return self }
        guard lines.count <= Self.mostFields / max(1, lines[0].count) else { return bounded }
        var term = self
        for axis in axes.indices where term.axes[axis].kinds > 1 {
            let kinds = term.axes[axis]
            let pace = term.pace(axis)
            let outer = term.lines.count / (kinds.kinds * pace)
            let slices = (0..<kinds.kinds).map { kind in
                (0..<outer).flatMap { place -> ArraySlice<Line> in
                    let start = (place * kinds.kinds + kind) * pace
                    return term.lines[start..<start + pace]
                }
            }
            let (alike, _) = Kinds.sorting(slices)
            guard alike.kinds < kinds.kinds else { continue }
            let firsts = (0..<alike.kinds).compactMap { kind in (0..<kinds.kinds).first { alike[$0] == kind } }
            var lines: [Line] = []
            for place in 0..<outer {
                for kind in firsts {
                    let start = (place * kinds.kinds + kind) * pace
                    lines += term.lines[start..<start + pace]
                }
            }
            term.axes[axis] = Kinds((0..<kinds.count).map { alike[kinds[$0]] }, kinds: alike.kinds)
            term.lines = lines
        }
        return term
    }
}
