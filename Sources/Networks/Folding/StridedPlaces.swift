/// The places of a tensor's elements in another's: start + Σ place·stride over the axes, last axis fastest.
package struct StridedPlaces: Sequence, IteratorProtocol {
    private let shape, strides: [Int]
    private var place: [Int]
    private var left, current: Int

    /// The places for a tensor of a shape; a stride for each of its axes, of which one of a single place is not used.
    package init(_ shape: [Int], strides: [Int], from start: Int = 0) {
        (self.shape, current) = (shape, start)
        self.strides = zip(shape, strides).map { $0 > 1 ? $1 : 0 }
        place = shape.map { _ in 0 }
        left = elementCount(shape)
    }

    /// The places in a tensor that is stretched to a shape, aligned at the last axes.
    init(of narrow: [Int], stretchedTo shape: [Int]) {
        let steps = zip(narrow, Self.strides(narrow)).map { $0 == 1 ? 0 : $1 }
        self.init(shape, strides: [Int](repeating: 0, count: shape.count - narrow.count) + steps)
    }

    package var underestimatedCount: Int { left }

    package mutating func next() -> Int? {
        guard left > 0 else { return nil }
        defer { step() }
        return current
    }

    private mutating func step() {
        left -= 1
        for axis in shape.indices.reversed() {
            place[axis] += 1
            current += strides[axis]
            if place[axis] < shape[axis] { return }
            current -= strides[axis] * shape[axis]
            place[axis] = 0
        }
    }

    /// Elements from one place to the next along each axis of a shape.
    static func strides(_ shape: [Int]) -> [Int] {
        shape.indices.map { elementCount(Array(shape[($0 + 1)...])) }
    }
}
