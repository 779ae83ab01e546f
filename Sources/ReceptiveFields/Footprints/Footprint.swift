import Networks

/// What every element of a tensor sees of one axis of the image: the union of its terms.
///
/// One term is enough while the image's axis lies along one axis of the tensor. Attention's scores have two: element
/// (*i*, *j*) sees what *i* sees and what *j* sees.
struct Footprint: Hashable, Sendable {
    /// Sizes of the tensor's axes.
    let shape: [Int]
    /// Of every axis, the sizes of its terms' axes that it is made of, the last fastest.
    ///
    /// A change of shape moves nothing: rows and columns that are laid along one axis are kept apart, and taken out
    /// again as they went in, unless something reads along both.
    private(set) var factors: [[Int]]
    /// The terms; none where no pixel is seen.
    private(set) var terms: [Term] = []
    /// Whether this is what is seen, and no upper bound of it.
    private(set) var isExact = true

    /// A tensor that sees no pixel.
    init(empty shape: [Int]) {
        self.shape = shape
        factors = shape.map { [$0] }
    }

    /// An image whose rows or columns lie along an axis.
    init(image shape: [Int], axis: Int) {
        self.init(empty: shape)
        terms = [Term(shape: shape, spatialAxis: axis, line: AxisUnits(pixels: shape[axis]))]
    }

    /// A tensor of which nothing is known: an upper bound, the whole image.
    init(unknown shape: [Int], pixels: Int) {
        self.init(empty: shape)
        terms = [Term(shape: shape, spatialAxis: nil, line: AxisUnits(whole: pixels))]
        isExact = false
    }

    private init(factors: [[Int]], terms: [Term], isExact: Bool) {
        shape = factors.map(elementCount)
        self.factors = factors
        self.isExact = isExact && terms.allSatisfy(\.isExact)
        for term in terms { insert(term) }
    }

    private mutating func insert(_ term: Term) {
        for (index, other) in terms.enumerated() {
            guard let both = other.union(term) else { continue }
            terms.remove(at: index)
            return insert(both)
        }
        terms.append(term)
    }

    /// How many fields are held one by one.
    var listedCount: Int { Count.sum(terms.flatMap { $0.lines.map(\.listedCount) }) }
    /// Whether no pixel is seen.
    var isEmpty: Bool { terms.isEmpty }
    /// The axis along which units see one part of the image after another.
    var spatialAxis: Int? {
        for term in terms {
            guard let place = term.spatialAxis,
                let axis = factors.indices.first(where: { self.place(of: $0 + 1) > place })
            else { continue }
            // One unit among many that see alike lies nowhere.
            if shape[axis] == 1 || term.axes[place].count > 1 { return axis }
        }
        return nil
    }

    /// The first of the terms' axes that an axis is made of.
    private func place(of axis: Int) -> Int { factors[..<axis].reduce(0) { $0 + $1.count } }
    /// The terms' axes that an axis is made of.
    private func places(of axis: Int) -> Range<Int> { place(of: axis)..<place(of: axis + 1) }

    /// The same with other axes, each term changed.
    private func with(_ factors: [[Int]], _ change: (Term) -> Term) -> Footprint {
        Footprint(factors: factors, terms: terms.map(change), isExact: isExact)
    }

    /// The same with an axis of one factor, so that it can be read along.
    private func whole(_ axis: Int) -> Footprint {
        let place = place(of: axis)
        var factors = factors
        factors[axis] = [shape[axis]]
        return self.factors[axis].count == 1
            ? self
            : with(factors) { term in
                self.factors[axis].dropFirst().reduce(term) { term, _ in term.merged(place) }
            }
    }

    /// The same, what lies along an axis changed and with it how much that is.
    private func changed(_ axis: Int, to count: Int, _ change: (Term, _ place: Int) -> Term) -> Footprint {
        let whole = whole(axis)
        let place = place(of: axis)
        var factors = whole.factors
        factors[axis] = [count]
        return whole.with(factors) { change($0, place) }
    }

    /// Marked as an upper bound.
    var asBound: Footprint {
        var bound = self
        bound.isExact = isEmpty
        return bound
    }

    /// What elements of both at one place see together.
    ///
    /// - Precondition: one shape.
    func union(_ other: Footprint) -> Footprint {
        precondition(shape == other.shape, "footprints of one shape")
        if factors == other.factors || isEmpty || other.isEmpty {
            return Footprint(
                factors: isEmpty ? other.factors : factors, terms: terms + other.terms,
                isExact: isExact && other.isExact)
        }
        // Each is cut where the other is.
        let fine = Footprint(factors: factors.flatMap(\.self).map { [$0] }, terms: terms, isExact: isExact)
        let cut = other.reshaped(fine.shape)
        let common = fine.reshaped(cut.factors.flatMap(\.self))
        var place = 0
        let both = factors.map { part in
            defer { place += part.count }
            return cut.factors[place..<place + part.count].flatMap(\.self)
        }
        return Footprint(factors: both, terms: common.terms + cut.terms, isExact: isExact && other.isExact)
    }

    /// The outputs of a sampling along an axis.
    func sampled(_ axis: Int, _ sampling: Sampling) -> Footprint {
        changed(axis, to: sampling.outputs) { $0.sampled($1, sampling) }
    }

    /// Along an axis, elements that each see what some elements of old saw together; all their places if it is spatial.
    func regrouped(_ axis: Int, _ groups: [Range<Int>]) -> Footprint {
        changed(axis, to: groups.count) { term, axis in
            guard term.spatialAxis != axis else {
                var shape = term.shape
                shape[axis] = groups.count
                return term.collapsed(axis).spread(to: shape)
            }
            let classes = term.axes[axis]
            guard classes.classCount > 1 else {
                return term.regrouped(axis, ElementClasses(alike: groups.count), [[0]])
            }
            let (outputs, ranges) = ElementClasses.sorting(groups)
            return term.regrouped(axis, outputs, ranges.map { range in Set(range.map { classes[$0] }).sorted() })
        }
    }

    /// All elements along axes taken together; the axes stay, of size 1.
    func collapsed(_ axes: [Int]) -> Footprint {
        axes.reduce(self) { footprint, axis in
            let places = footprint.places(of: axis)
            var factors = footprint.factors
            factors[axis] = [1]
            return footprint.with(factors) { term in
                places.dropFirst().reversed().reduce(places.reduce(term) { $0.collapsed($1) }) { $0.removing($1) }
            }
        }
    }

    /// Without axes of size 1.
    func removing(_ axes: [Int]) -> Footprint {
        axes.sorted(by: >).reduce(self) { footprint, axis in
            let places = footprint.places(of: axis)
            var factors = footprint.factors
            factors.remove(at: axis)
            return footprint.with(factors) { term in places.reversed().reduce(term) { $0.removing($1) } }
        }
    }

    /// Axes in another order.
    func permuted(_ order: [Int]) -> Footprint {
        let places = order.flatMap { self.places(of: $0) }
        return with(order.map { factors[$0] }) { $0.permuted(places) }
    }

    /// The same elements in the same order under another shape.
    func reshaped(_ shape: [Int]) -> Footprint {
        guard shape != self.shape else { return self }
        guard elementCount(shape) > 0, !isEmpty else { return Footprint(empty: shape) }
        var dealing = FactorDealing(terms: terms, sizes: factors.flatMap(\.self))
        let factors = dealing.deal(to: shape)
        return Footprint(factors: factors, terms: dealing.terms, isExact: isExact)
    }

    /// Stretched to a shape, aligned at the last axes.
    ///
    /// - Precondition: the shape is one that this can be stretched to.
    func spread(to shape: [Int]) -> Footprint {
        guard shape != self.shape else { return self }
        let missing = shape.count - self.shape.count
        let wide = self.shape.indices.filter { self.shape[$0] != shape[$0 + missing] }.reduce(self) { $0.whole($1) }
        let factors = shape.indices.map { axis in
            axis < missing || wide.shape[axis - missing] != shape[axis] ? [shape[axis]] : wide.factors[axis - missing]
        }
        let sizes = factors.flatMap(\.self)
        return wide.with(factors) { $0.inserting(Array(0..<missing)).spread(to: sizes) }
    }
}

extension Footprint {
    /// The one element along an axis for many.
    func spread(along axis: Int, _ count: Int) -> Footprint {
        var shape = shape
        shape[axis] = count
        return spread(to: shape)
    }

    /// Elements along an axis at given places.
    func picked(_ axis: Int, _ places: [Int]) -> Footprint {
        let count = shape[axis]
        let picking = Sampling(inputs: count, outputs: places.count, period: max(1, places.count), advance: 0) {
            Sampling.Taps(first: places.indices.contains($0) ? places[$0] : 0)
        }
        let step = places.count > 1 ? places[1] - places[0] : 1
        let isEven = zip(places, places.dropFirst()).allSatisfy { $1 - $0 == step }
        guard !isEven || places.isEmpty else {
            return sampled(axis, Sampling(start: places[0], step: step, outputs: places.count, inputs: count))
        }
        return sampled(axis, picking).irregular(along: axis)
    }

    /// Marked as following no rule along an axis, where it is the spatial axis.
    func irregular(along axis: Int) -> Footprint {
        let places = places(of: axis)
        return with(factors) { term in
            term.spatialAxis.map { places.contains($0) } ?? false ? term.mapLines { $0.irregular } : term
        }
    }
}

extension Footprint {
    /// What the units along the spatial axis see, all elements of one place together.
    var overview: AxisUnits {
        let lines = spatialAxis.map(whole) ?? self
        return lines.overview(of: lines.terms, along: spatialAxis.map(lines.place))
    }

    /// The same by the place along another axis: units of one row may see less where their columns lie in a padding.
    ///
    /// - Parameter overview: that of all places.
    /// - Returns: the classes of places along that axis, and a line of units for every kind.
    func overviews(across axis: Int?, together overview: AxisUnits) -> (classes: ElementClasses, lines: [AxisUnits]) {
        guard let axis, axis != spatialAxis, isVarying(along: axis) else {
            return (ElementClasses(alike: axis.map { shape[$0] } ?? 1), [overview])
        }
        let lines = (spatialAxis.map(whole) ?? self).whole(axis)
        let place = lines.place(of: axis)
        let varying = lines.terms.filter { $0.axes[place].classCount > 1 }
        let (classes, _) = ElementClasses.sorting(
            (0..<shape[axis]).map { index in varying.map { $0.axes[place][index] } })
        let firsts = (0..<classes.classCount).compactMap { kind in (0..<classes.count).first { classes[$0] == kind } }
        return (
            classes,
            firsts.map { index in
                lines.overview(
                    of: lines.terms.map { $0.at(index, along: place) }, along: spatialAxis.map(lines.place))
            }
        )
    }

    private func isVarying(along axis: Int) -> Bool {
        terms.contains { term in places(of: axis).contains { term.axes[$0].classCount > 1 } }
    }

    /// The terms with the footprint's spatial axis; of others, all elements together.
    private func overview(of terms: [Term], along spatialAxis: Int?) -> AxisUnits {
        let along = terms.filter { $0.spatialAxis == spatialAxis }.map(\.overview)
        let others = terms.filter { $0.spatialAxis != spatialAxis }.map { term in
            term.spatialAxis.map { term.collapsed($0).overview } ?? term.overview
        }
        let lines = along + others
        return lines.isEmpty ? AxisUnits(empty: 1) : lines.dropFirst().reduce(lines[0]) { $0.union($1) }
    }
}
