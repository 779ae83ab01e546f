import Networks

/// What every element of a tensor sees of one axis of the image: the union of its terms.
///
/// One term is enough while the image's axis lies along one axis of the tensor. Attention's scores have two: element
/// (*i*, *j*) sees what *i* sees and what *j* sees.
struct Footprint: Hashable, Sendable {
    /// Sizes of the tensor's axes.
    let shape: [Int]
    /// The terms; none where no pixel is seen.
    private(set) var terms: [Term] = []
    /// Whether this is what is seen, and no upper bound of it.
    private(set) var isExact = true

    /// A tensor that sees no pixel.
    init(empty shape: [Int]) { self.shape = shape }

    /// An image whose rows or columns lie along an axis.
    init(image shape: [Int], axis: Int) {
        self.shape = shape
        terms = [Term(shape: shape, spatialAxis: axis, line: AxisUnits(pixels: shape[axis]))]
    }

    /// A tensor of which nothing is known: an upper bound, the whole image.
    init(unknown shape: [Int], pixels: Int) {
        self.shape = shape
        terms = [Term(shape: shape, spatialAxis: nil, line: AxisUnits(whole: pixels))]
        isExact = false
    }

    private init(shape: [Int], terms: [Term], isExact: Bool) {
        self.shape = shape
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
    var spatialAxis: Int? { terms.compactMap(\.spatialAxis).first }

    /// The same, each term changed.
    func map(_ shape: [Int], _ change: (Term) -> Term) -> Footprint {
        Footprint(shape: shape, terms: terms.map(change), isExact: isExact)
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
        return Footprint(shape: shape, terms: terms + other.terms, isExact: isExact && other.isExact)
    }

    /// The outputs of a sampling along an axis.
    func sampled(_ axis: Int, _ sampling: Sampling) -> Footprint {
        var shape = shape
        shape[axis] = sampling.outputs
        return map(shape) { $0.sampled(axis, sampling) }
    }

    /// Along an axis, elements that each see what some elements of old saw together; all their places if it is spatial.
    func regrouped(_ axis: Int, _ groups: [Range<Int>]) -> Footprint {
        var shape = shape
        shape[axis] = groups.count
        return map(shape) { term in
            guard term.spatialAxis != axis else {
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
            var shape = footprint.shape
            shape[axis] = 1
            return footprint.map(shape) { $0.collapsed(axis) }
        }
    }

    /// Without axes of size 1.
    func removing(_ axes: [Int]) -> Footprint {
        axes.sorted(by: >).reduce(self) { footprint, axis in
            var shape = footprint.shape
            shape.remove(at: axis)
            return footprint.map(shape) { $0.removing(axis) }
        }
    }

    /// Axes in another order.
    func permuted(_ order: [Int]) -> Footprint { map(order.map { shape[$0] }) { $0.permuted(order) } }

    /// The same elements in the same order under another shape.
    func reshaped(_ shape: [Int]) -> Footprint {
        guard shape != self.shape else { return self }
        return elementCount(shape) > 0 ? map(shape) { $0.reshaped(shape) } : Footprint(empty: shape)
    }

    /// Stretched to a shape, aligned at the last axes.
    ///
    /// - Precondition: the shape is one that this can be stretched to.
    func spread(to shape: [Int]) -> Footprint {
        guard shape != self.shape else { return self }
        let missing = Array(0..<shape.count - self.shape.count)
        return map(shape) { $0.inserting(missing).spread(to: shape) }
    }
}

extension Footprint {
    /// Elements along an axis at given places.
    func picked(_ axis: Int, _ places: [Int]) -> Footprint {
        var shape = shape
        let count = shape[axis]
        shape[axis] = places.count
        let picking = Sampling(inputs: count, outputs: places.count, period: max(1, places.count), advance: 0) {
            Sampling.Taps(first: places.indices.contains($0) ? places[$0] : 0)
        }
        let step = places.count > 1 ? places[1] - places[0] : 1
        let isEven = zip(places, places.dropFirst()).allSatisfy { $1 - $0 == step }
        guard !isEven || places.isEmpty else {
            return sampled(axis, Sampling(start: places[0], step: step, outputs: places.count, inputs: count))
        }
        return map(shape) { $0.sampled(axis, picking) }.irregular(along: axis)
    }

    /// Marked as following no rule along an axis, where it is the spatial axis.
    func irregular(along axis: Int) -> Footprint {
        map(shape) { term in term.spatialAxis == axis ? term.mapLines { $0.irregular } : term }
    }
}

extension Footprint {
    /// What the units along the spatial axis see, all elements of one place together.
    var overview: AxisUnits {
        // The terms with the footprint's spatial axis; of others, all elements together.
        let along = terms.filter { $0.spatialAxis == spatialAxis }.map(\.overview)
        let others = terms.filter { $0.spatialAxis != spatialAxis }.map { term in
            term.spatialAxis.map { term.collapsed($0).overview } ?? term.overview
        }
        let lines = along + others
        return lines.isEmpty ? AxisUnits(empty: 1) : lines.dropFirst().reduce(lines[0]) { $0.union($1) }
    }
}
