import Networks

/// One axis cut in two, two made one: what a change of shape is made of.
extension Term {
    /// An axis and the one after it as one, the second fastest.
    func merged(_ axis: Int) -> Term {
        let (outer, inner) = (axes[axis], axes[axis + 1])
        if outer.count == 1 { return removing(axis) }
        if inner.count == 1 { return removing(axis + 1) }
        if spatialAxis == axis || spatialAxis == axis + 1, outer.count * inner.count > Self.mostFields / lines.count {
            return collapsed(axis).collapsed(axis + 1).merged(axis).spread(
                to: shape[..<axis] + [outer.count * inner.count] + shape[(axis + 2)...]
            ).asBound
        }
        if spatialAxis == axis { return mergedIntoSpatialAxis(axis, inner: inner) }
        if spatialAxis == axis + 1 { return tiledIntoSpatialAxis(axis, outer: outer) }
        let classes: ElementClasses =
            if outer.classCount == 1, inner.classCount == 1 {
                ElementClasses(alike: outer.count * inner.count)
            } else {
                ElementClasses(
                    (0..<outer.count * inner.count).map {
                        outer[$0 / inner.count] * inner.classCount + inner[$0 % inner.count]
                    }, classCount: outer.classCount * inner.classCount)
            }
        // The two axes' classes lie side by side in the lines already.
        return replacing(
            axis..<axis + 2, by: [classes], spatialAxis: spatialAxis.map { $0 > axis ? $0 - 1 : $0 }, lines: lines)
    }

    /// The spatial axis is the outer axis: every unit is repeated, or lines of several classes are dealt out in turn.
    private func mergedIntoSpatialAxis(_ axis: Int, inner: ElementClasses) -> Term {
        let merged = ElementClasses(alike: axes[axis].count * inner.count)
        let lines = groups(of: axis + 1).map { lines -> AxisUnits in
            lines.count == 1
                ? lines[0].sampled(Sampling(repeating: lines[0].count, each: inner.count))
                : AxisUnits.woven((0..<inner.count).map { lines[inner[$0]] })
        }
        return replacing(axis..<axis + 2, by: [merged], spatialAxis: axis, lines: lines)
    }

    /// The spatial axis is the inner axis: all units are repeated, or lines of several classes are joined.
    private func tiledIntoSpatialAxis(_ axis: Int, outer: ElementClasses) -> Term {
        let merged = ElementClasses(alike: axes[axis + 1].count * outer.count)
        let lines = groups(of: axis).map { lines -> AxisUnits in
            lines.count == 1
                ? lines[0].sampled(Sampling(tiling: lines[0].count, times: outer.count))
                : AxisUnits.joined((0..<outer.count).map { lines[outer[$0]] })
        }
        return replacing(axis..<axis + 2, by: [merged], spatialAxis: axis, lines: lines)
    }

    /// An axis as two, the second fastest.
    func split(_ axis: Int, _ outer: Int, _ inner: Int) -> Term {
        guard spatialAxis == axis else { return splitClasses(axis, outer, inner) }
        func inward(_ most: Int) -> Parts? {
            parts(outer, most) { Sampling(start: $0 * inner, step: 1, outputs: inner, inputs: outer * inner) }
        }
        func outward(_ most: Int) -> Parts? {
            parts(inner, most) { Sampling(start: $0, step: inner, outputs: outer, inputs: outer * inner) }
        }
        // It goes to the inner axis if fields begin again with every outer element, to the outer one if they move on from
        // one to the next, the inner elements being of several classes.
        let again = inward(1)
        let onward = outward(again == nil ? min(inner, Self.mostParts) : 1)
        if again != nil, onward != nil {
            // All see the same: there is no spatial axis any more.
            let first = Sampling(start: 0, step: 1, outputs: 1, inputs: outer * inner)
            return replacing(
                axis..<axis + 1, by: [ElementClasses(alike: outer), ElementClasses(alike: inner)], spatialAxis: nil,
                lines: lines.map { $0.sampled(first) })
        }
        var (isInward, chosen) = (again != nil, again ?? onward)
        if again == nil, !(onward?.members.allSatisfy { $0.allSatisfy(\.isMoving) } ?? false) {
            // Else where fewer classes are left, unless no two are alike.
            let most = min(outer - 1, onward?.members.count ?? Self.mostFields)
            if let fewer = inward(most) { (isInward, chosen) = (true, fewer) }
        }
        guard let (classes, members) = chosen ?? outward(inner) else {
            preconditionFailure("no more classes than parts")
        }
        let alike = ElementClasses(alike: isInward ? inner : outer)
        // For every combination before the axis, the new classes, then the combinations after it.
        let after = axes[(axis + 1)...].reduce(1) { $0 * $1.classCount }
        var lines: [AxisUnits] = []
        for before in 0..<self.lines.count / after {
            for member in members { lines += member[before * after..<(before + 1) * after].map(\.settled) }
        }
        return replacing(
            axis..<axis + 1, by: isInward ? [classes, alike] : [alike, classes],
            spatialAxis: isInward ? axis + 1 : axis,
            lines: lines)
    }

    /// Parts of a line up to which each may be a class of its own.
    private static let mostParts = 1 << 10

    private typealias Parts = (classes: ElementClasses, members: [[AxisUnits]])

    /// Every line cut in as many parts: which parts are alike, and of each kind one for every line.
    ///
    /// - Returns: `nil` where there are more classes than `most`.
    private func parts(_ count: Int, _ most: Int, _ part: (Int) -> Sampling) -> Parts? {
        var numbers: [[AxisUnits]: Int] = [:]
        var members: [[AxisUnits]] = []
        var list: [Int] = []
        for index in 0..<count {
            let sampling = part(index)
            let member = lines.map { $0.sampled(sampling) }
            let number = numbers[member, default: members.count]
            if number == members.count {
                guard number < most else { return nil }
                numbers[member] = number
                members.append(member)
            }
            list.append(number)
        }
        return (ElementClasses(list, classCount: members.count), members)
    }

    private func splitClasses(_ axis: Int, _ outer: Int, _ inner: Int) -> Term {
        let classes = axes[axis]
        let spatialAxis = spatialAxis.map { $0 > axis ? $0 + 1 : $0 }
        guard classes.classCount > 1 else {
            return replacing(
                axis..<axis + 1, by: [ElementClasses(alike: outer), ElementClasses(alike: inner)],
                spatialAxis: spatialAxis, lines: lines)
        }
        let (rows, patterns) = ElementClasses.sorting(
            (0..<outer).map { row in (0..<inner).map { classes[row * inner + $0] } })
        let (columns, profiles) = ElementClasses.sorting((0..<inner).map { column in patterns.map { $0[column] } })
        let groups = groups(of: axis)
        let after = axes[(axis + 1)...].reduce(1) { $0 * $1.classCount }
        var lines: [AxisUnits] = []
        for before in 0..<groups.count / after {
            for row in patterns.indices {
                for profile in profiles {
                    lines += (0..<after).map { groups[before * after + $0][profile[row]] }
                }
            }
        }
        return replacing(axis..<axis + 1, by: [rows, columns], spatialAxis: spatialAxis, lines: lines)
    }

    /// The lines of every combination of the other axes' classes, by the kind along one axis.
    func groups(of axis: Int) -> [[AxisUnits]] {
        let classes = axes[axis].classCount
        let after = axes[(axis + 1)...].reduce(1) { $0 * $1.classCount }
        return (0..<lines.count / classes).map { place in
            let start = place / after * after * classes + place % after
            return (0..<classes).map { lines[start + $0 * after] }
        }
    }
}
