import Networks

/// What every element of a tensor sees of one axis of the image, where that depends on its place along one axis, the
/// spatial axis, and on its kind along the others.
struct Term: Hashable, Sendable {
    /// The axis along which units see one part of the image after another; `nil` where all see the same.
    private(set) var spatialAxis: Int?
    /// Per axis, the classes of its elements; of the spatial axis but one.
    private(set) var axes: [ElementClasses]
    /// One line of units along the spatial axis for every combination of classes, the last axis fastest.
    private(set) var lines: [AxisUnits]
    /// Whether this is what is seen, and no upper bound of it.
    private(set) var isExact = true

    /// Beyond so many fields in one term classes are taken together, and the result is an upper bound.
    static let mostFields = Budget.mostFields

    /// A term.
    ///
    /// - Precondition: one line for every combination of classes.
    init(spatialAxis: Int?, axes: [ElementClasses], lines: [AxisUnits]) {
        precondition(lines.count == axes.reduce(1) { $0 * $1.classCount }, "a line for every combination of kinds")
        self.spatialAxis = spatialAxis
        self.axes = axes
        self.lines = lines
    }

    /// A tensor all of whose elements see alike but for their place along the spatial axis.
    init(shape: [Int], spatialAxis: Int?, line: AxisUnits) {
        self.init(spatialAxis: spatialAxis, axes: shape.map(ElementClasses.init(alike:)), lines: [line])
    }

    var rank: Int { axes.count }
    var shape: [Int] { axes.map(\.count) }
    /// The one line of a tensor whose elements see alike; else what those of one place see together.
    var overview: AxisUnits { lines.dropFirst().reduce(lines[0]) { $0.union($1) } }

    /// Lines from one combination of classes to the next along an axis.
    private func pace(_ axis: Int) -> Int { axes[(axis + 1)...].reduce(1) { $0 * $1.classCount } }

    /// The same, each line changed; along the spatial axis, if there is one, `count` units.
    func mapLines(_ count: Int? = nil, _ change: (AxisUnits) -> AxisUnits) -> Term {
        var axes = axes
        if let spatialAxis, let count { axes[spatialAxis] = ElementClasses(alike: count) }
        return with(spatialAxis, axes, lines.map(change)).simplified()
    }

    /// Along an axis that is not the spatial axis, elements that each see what some elements of old saw together.
    ///
    /// - Parameters:
    ///   - classes: the new elements, by what they are made of.
    ///   - sets: for every new kind the old classes it is made of; none for one that sees nothing.
    func regrouped(_ axis: Int, _ classes: ElementClasses, _ sets: [[Int]]) -> Term {
        let pace = pace(axis)
        let (old, length) = (axes[axis].classCount, lines[0].count)
        let count = lines.count / old * max(1, sets.count)
        guard hasRoom(forLines: count) else {
            var term = bounded
            term.axes[axis] = ElementClasses(alike: classes.count)
            return term
        }
        var result: [AxisUnits] = []
        result.reserveCapacity(count)
        for outer in 0..<lines.count / (old * pace) {
            for set in sets.isEmpty ? [[]] : sets {
                for inner in 0..<pace {
                    let members = set.map { lines[(outer * old + $0) * pace + inner] }
                    result.append(
                        members.isEmpty
                            ? AxisUnits(empty: length) : members.dropFirst().reduce(members[0]) { $0.union($1) })
                }
            }
        }
        var axes = axes
        axes[axis] = classes
        return with(spatialAxis, axes, result).simplified()
    }

    /// The outputs of a sampling along an axis.
    func sampled(_ axis: Int, _ sampling: Sampling) -> Term {
        if spatialAxis == axis { return mapLines(sampling.outputs) { $0.sampled(sampling) } }
        let classes = axes[axis]
        if classes.classCount == 1 {
            // Outputs see what all inputs see, or, wholly in a padding, nothing.
            let isSeeing = (0..<sampling.outputs).map { sampling.present($0).count > 0 }
            if !isSeeing.contains(false) {
                var axes = axes
                axes[axis] = ElementClasses(alike: sampling.outputs)
                return with(spatialAxis, axes, lines)
            }
            let isEmpty = !isSeeing.contains(true)
            let outputs = ElementClasses(isSeeing.map { $0 || isEmpty ? 0 : 1 }, classCount: isEmpty ? 1 : 2)
            return regrouped(axis, outputs, isEmpty ? [[]] : [[0], []])
        }
        // Sorted by what they are made of, not by where: however many outputs there are, they are of few kinds.
        let (outputs, sets) = ElementClasses.sorting(
            (0..<sampling.outputs).map { output in
                let taps = sampling.present(output)
                if taps.count == 1 { return [classes[taps.first]] }
                return Set((0..<taps.count).map { classes[taps.first + $0 * taps.step] }).sorted()
            })
        return regrouped(axis, outputs, sets)
    }

    /// All elements along an axis taken together, as one.
    func collapsed(_ axis: Int) -> Term {
        guard spatialAxis != axis else {
            var term = mapLines(1) { $0.collapsed }
            term.spatialAxis = nil
            return term
        }
        return regrouped(axis, ElementClasses(alike: 1), [Array(0..<axes[axis].classCount)])
    }

    /// The axes in another order.
    func permuted(_ order: [Int]) -> Term {
        let paces = order.map { pace($0) }
        let sizes = order.map { axes[$0].classCount }
        var result: [AxisUnits] = []
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
        return with(spatialAxis.flatMap { order.firstIndex(of: $0) }, order.map { axes[$0] }, result)
    }

    /// The tensor with axes of one element put in at places of the result, in ascending order.
    func inserting(_ places: [Int]) -> Term {
        var (axes, spatialAxis) = (axes, spatialAxis)
        for place in places {
            axes.insert(ElementClasses(alike: 1), at: place)
            if let old = spatialAxis, old >= place { spatialAxis = old + 1 }
        }
        return with(spatialAxis, axes, lines)
    }

    /// The tensor without an axis, whose elements all see alike or which has but one.
    func removing(_ axis: Int) -> Term {
        var (axes, spatialAxis) = (axes, spatialAxis)
        axes.remove(at: axis)
        if let old = spatialAxis { spatialAxis = old == axis ? nil : old > axis ? old - 1 : old }
        return with(spatialAxis, axes, lines)
    }

    /// Stretched to a shape of as many axes: one element stands for as many as there are.
    func spread(to shape: [Int]) -> Term {
        guard shape != self.shape else { return self }
        var term = self
        if let spatialAxis, axes[spatialAxis].count == 1, shape[spatialAxis] != 1 {
            term.spatialAxis = nil
            term.lines = lines.map(\.alike)
        }
        term.axes = zip(axes, shape).map { $0.count == $1 ? $0 : ElementClasses(alike: $1) }
        return term
    }

    /// The element at a place of an axis that is not the spatial axis, standing for all along it.
    func at(_ index: Int, along axis: Int) -> Term {
        guard axis != spatialAxis, axes[axis].classCount > 1 else { return self }
        return regrouped(axis, ElementClasses(alike: axes[axis].count), [[axes[axis][index]]])
    }

    /// Elements that differ along an axis where nothing lies one after another, as units along it.
    private func unfolded(_ axis: Int) -> Term {
        guard spatialAxis == nil, axes[axis].classCount > 1 else { return self }
        // Lines of one unit each become fewer, of as many units as the axis has.
        let left = lines.count / axes[axis].classCount
        guard left == 1 || hasRoom(forLines: left * axes[axis].count) else { return bounded }
        let lines = groups(of: axis).map { lines in
            AxisUnits.joined((0..<axes[axis].count).map { lines[axes[axis][$0]] })
        }
        return replacing(
            axis..<axis + 1, by: [ElementClasses(alike: axes[axis].count)], spatialAxis: axis, lines: lines)
    }

    /// Both together, if their lanes allow it.
    ///
    /// - Precondition: one shape.
    func union(_ other: Term) -> Term? {
        if self == other { return self }
        guard spatialAxis == other.spatialAxis else {
            guard let axis = spatialAxis ?? other.spatialAxis, spatialAxis == nil || other.spatialAxis == nil else {
                return nil
            }
            let (a, b) = (unfolded(axis), other.unfolded(axis))
            return a.spatialAxis == b.spatialAxis ? a.union(b) : a.together(b)
        }
        return together(other)
    }

    private func together(_ other: Term) -> Term {
        var axes: [ElementClasses] = []
        var pairs: [[(Int, Int)]] = []
        for (a, b) in zip(self.axes, other.axes) {
            guard a.classCount > 1 || b.classCount > 1 else {
                axes.append(a)
                pairs.append([(0, 0)])
                continue
            }
            let sorted = ElementClasses.sorting((0..<a.count).map { a[$0] * b.classCount + b[$0] })
            axes.append(sorted.classes)
            pairs.append(sorted.values.map { ($0 / b.classCount, $0 % b.classCount) })
        }
        guard hasRoom(forLines: Count.product(pairs.map(\.count))) else { return bounded.together(other.bounded) }
        var places = [(0, 0)]
        for (axis, choices) in pairs.enumerated() {
            let (paceA, paceB) = (pace(axis), other.pace(axis))
            places = places.flatMap { place in choices.map { (place.0 + $0.0 * paceA, place.1 + $0.1 * paceB) } }
        }
        let lines = places.map { self.lines[$0.0].union(other.lines[$0.1]) }
        var term = with(spatialAxis ?? other.spatialAxis, axes, lines)
        term.isExact = isExact && other.isExact
        return term.simplified()
    }

    private func with(_ spatialAxis: Int?, _ axes: [ElementClasses], _ lines: [AxisUnits]) -> Term {
        var term = Term(spatialAxis: spatialAxis, axes: axes, lines: lines)
        term.isExact = isExact
        return term
    }

    /// The same with some axes replaced, and lines for them.
    func replacing(_ places: Range<Int>, by classes: [ElementClasses], spatialAxis: Int?, lines: [AxisUnits]) -> Term {
        var axes = axes
        axes.replaceSubrange(places, with: classes)
        return with(spatialAxis, axes, lines).simplified()
    }

    /// Marked as an upper bound.
    var asBound: Term {
        var term = self
        term.isExact = false
        return term
    }

    /// All classes taken together: every element is said to see what any of its place sees.
    private var bounded: Term {
        Term(spatialAxis: spatialAxis, axes: axes.map { ElementClasses(alike: $0.count) }, lines: [overview]).asBound
    }

    /// Whether so many lines of these units are not too many: asked before they are made, as each costs as much as it has
    /// units.
    private func hasRoom(forLines count: Int) -> Bool {
        count <= 1 || count <= Self.mostFields / max(1, lines[0].count)
    }

    /// Kinds that see alike made one.
    private func simplified() -> Term {
        guard lines.count > 1 else { return self }
        guard hasRoom(forLines: lines.count) else { return bounded }
        var term = self
        for axis in axes.indices where term.axes[axis].classCount > 1 {
            let classes = term.axes[axis]
            let pace = term.pace(axis)
            let outer = term.lines.count / (classes.classCount * pace)
            let slices = (0..<classes.classCount).map { kind in
                (0..<outer).flatMap { place -> ArraySlice<AxisUnits> in
                    let start = (place * classes.classCount + kind) * pace
                    return term.lines[start..<start + pace]
                }
            }
            let (alike, _) = ElementClasses.sorting(slices)
            guard alike.classCount < classes.classCount else { continue }
            let firsts = (0..<alike.classCount).compactMap { kind in
                (0..<classes.classCount).first { alike[$0] == kind }
            }
            var lines: [AxisUnits] = []
            for place in 0..<outer {
                for kind in firsts {
                    let start = (place * classes.classCount + kind) * pace
                    lines += term.lines[start..<start + pace]
                }
            }
            term.axes[axis] = ElementClasses(
                (0..<classes.count).map { alike[classes[$0]] }, classCount: alike.classCount)
            term.lines = lines
        }
        return term
    }
}
