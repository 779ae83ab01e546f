import Networks

/// The axes of terms dealt out to the axes of a new shape, from the first on, each cut or joined with the next only where
/// the new shape asks for it.
struct FactorDealing {
    /// The terms, of equal axes.
    private(set) var terms: [Term]
    /// The sizes of their axes.
    private var sizes: [Int]
    /// The first axis that is not dealt out yet.
    private var place = 0
    /// Beyond so many axes those of one element, along which nothing lies, are let go.
    private static let mostAxes = 32

    /// Terms whose axes have these sizes.
    init(terms: [Term], sizes: [Int]) {
        self.terms = terms
        self.sizes = sizes
    }

    /// Deals all axes out.
    ///
    /// - Returns: for every axis of the shape, the sizes of the terms' axes that it is made of now.
    /// - Precondition: as many elements, at least one.
    mutating func deal(to shape: [Int]) -> [[Int]] {
        var factors = shape.map { size in
            if size == 1 {
                if place == sizes.count || sizes[place] != 1 { insert() }
                return [take()]
            }
            var (part, rest) = ([Int](), size)
            while rest > 1 {
                let head = sizes[place]
                if !rest.isMultiple(of: head) {
                    guard head.isMultiple(of: rest) else {
                        join()
                        continue
                    }
                    cut(rest)
                }
                part.append(take())
                rest /= part[part.count - 1]
            }
            return part
        }
        // What is left has one element each.
        while place < sizes.count {
            if factors.isEmpty { drop(place) } else { factors[factors.count - 1].append(take()) }
        }
        return sizes.count > Self.mostAxes ? withoutOnes(factors) : factors
    }

    private mutating func take() -> Int {
        place += 1
        return sizes[place - 1]
    }

    /// An axis of one element before the next.
    private mutating func insert() {
        terms = terms.map { $0.inserting([place]) }
        sizes.insert(1, at: place)
    }

    /// The next axis as two.
    private mutating func cut(_ outer: Int) {
        let inner = sizes[place] / outer
        terms = terms.map { $0.split(place, outer, inner) }
        sizes.replaceSubrange(place...place, with: [outer, inner])
    }

    /// The next axis and the one after it as one.
    private mutating func join() {
        terms = terms.map { $0.merged(place) }
        sizes.replaceSubrange(place..<place + 2, with: [sizes[place] * sizes[place + 1]])
    }

    private mutating func drop(_ axis: Int) {
        terms = terms.map { $0.removing(axis) }
        sizes.remove(at: axis)
    }

    private mutating func withoutOnes(_ factors: [[Int]]) -> [[Int]] {
        var axis = 0
        return factors.map { part in
            var kept: [Int] = []
            for (index, size) in part.enumerated() {
                let isLast = index == part.count - 1
                if size == 1, !(isLast && kept.isEmpty), !terms.contains(where: { $0.spatialAxis == axis }) {
                    drop(axis)
                } else {
                    kept.append(size)
                    axis += 1
                }
            }
            return kept
        }
    }
}
