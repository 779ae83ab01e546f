/// The largest of many values, as many as are kept, from the largest down; of equal ones the earlier comes first.
public struct Leaders<Element: Sendable>: Sendable {
    /// How many are kept at most.
    public let capacity: Int
    /// From the largest value down.
    public private(set) var items: [(value: Float, element: Element)] = []

    /// None yet.
    public init(_ capacity: Int) { self.capacity = max(capacity, 1) }

    /// Looks at one more.
    ///
    /// - Complexity: one comparison, for nearly all of many.
    public mutating func add(_ value: Float, _ element: Element) {
        if items.count == capacity {
            guard value > items[capacity - 1].value else { return }
            items.removeLast()
        }
        let place = items.firstIndex { value > $0.value } ?? items.count
        items.insert((value, element), at: place)
    }
}
