/// Where elements go that are moved and not changed: slices, paddings, permutations, parts.
extension OperatorInstance {
    /// A slice of one axis: the inputs `start + step·u`, *u* = 0 … `count` − 1.
    public struct Slice: Hashable, Sendable {
        /// The axis.
        public let axis: Int
        /// The first input.
        public let start: Int
        /// Inputs from one output to the next; negative backwards.
        public let step: Int
        /// Outputs.
        public let count: Int
    }

    /// The slices of a `Slice`; `nil` where they are not known before the network runs.
    public var slices: [Slice]? {
        guard let shape = shape(0),
            let starts = setting("starts", input: 1).values(or: []),
            let ends = setting("ends", input: 2).values(or: []),
            let named = setting("axes", input: 3).values(or: Array(starts.indices)),
            let steps = setting("steps", input: 4).values(or: starts.map { _ in 1 }),
            starts.count == ends.count, named.count == starts.count, steps.count == starts.count
        else { return nil }
        var slices: [Slice] = []
        for (index, axis) in named.enumerated() {
            guard let axis = self.axis(axis, of: shape.count), steps[index] != 0, steps[index] > .min else {
                return nil
            }
            guard !slices.contains(where: { $0.axis == axis }) else { return nil }
            let (size, step) = (shape[axis], steps[index])
            // A backward slice begins at an element, and may end before the first.
            let start = Self.place(starts[index], in: size, step > 0 ? 0...size : 0...max(0, size - 1))
            let end = Self.place(ends[index], in: size, step > 0 ? 0...size : -1...max(-1, size - 1))
            let distance = step > 0 ? end - start : start - end
            let count = distance <= 0 || size == 0 ? 0 : (distance - 1) / Int(step.magnitude) + 1
            slices.append(Slice(axis: axis, start: start, step: step, count: count))
        }
        return slices
    }

    private static func place(_ index: Int, in size: Int, _ bounds: ClosedRange<Int>) -> Int {
        let counted = index < 0 && index > .min / 2 ? index + size : index
        return min(max(counted, bounds.lowerBound), bounds.upperBound)
    }

    /// Elements put before and after each axis by a `Pad`, negative where they are cut off.
    public var paddings: [(before: Int, after: Int)]? {
        guard let shape = shape(0) else { return nil }
        let given = node.ints("pads") ?? node.ints("paddings") ?? numbers(1)?.integers
        guard let pads = given, let named = setting("axes", input: 3).values(or: Array(shape.indices)),
            pads.count == 2 * named.count, pads.allSatisfy(Self.reasonable.contains)
        else { return nil }
        var paddings = shape.map { _ in (before: 0, after: 0) }
        for (index, axis) in named.enumerated() {
            guard let axis = self.axis(axis, of: shape.count) else { return nil }
            paddings[axis] = (pads[index], pads[index + named.count])
        }
        return paddings
    }

    /// Which input axis becomes each output axis of a `Transpose`.
    public var permutation: [Int]? {
        guard let shape = shape(0) else { return nil }
        let order = node.ints("perm") ?? shape.indices.reversed()
        return order.sorted() == Array(shape.indices) ? order : nil
    }

    /// The axis of `Concat`, `Split`, `Gather`, `Softmax` …, counted from the front.
    public func axis(or other: Int, rank: Int) -> Int? { axis(node.int("axis") ?? other, of: rank) }

    /// How many elements along its axis each output of a `Split` has.
    public var parts: [Int]? {
        guard let shape = shape(0), let axis = axis(or: 0, rank: shape.count) else { return nil }
        let (size, count) = (shape[axis], max(node.outputs.count, 1))
        let equal = (size + count - 1) / count
        let even = (0..<count).map { max(0, min(equal, size - $0 * equal)) }
        guard let sizes = setting("split", input: 1).values(or: even) else { return nil }
        guard sizes.count >= node.outputs.count, sizes.allSatisfy({ (0...size).contains($0) }),
            Count.sum(sizes) <= size
        else { return nil }
        return sizes
    }

    /// The axes that a reduction takes together, and whether they stay, of size 1.
    public var reduction: (axes: [Int], keeps: Bool)? {
        guard let shape = shape(0) else { return nil }
        if node.op == .argMax || node.op == .argMin {
            return axis(or: 0, rank: shape.count).map { ([$0], node.int("keepdims") != 0) }
        }
        guard let named = setting("axes", input: 1).values(or: []) else { return nil }
        let none = node.int("noop_with_empty_axes") == 1 ? [] : Array(shape.indices)
        return axes(named, of: shape.count).map { ($0.isEmpty ? none : $0, node.int("keepdims") != 0) }
    }
}
